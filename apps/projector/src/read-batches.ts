import { batchOf, PartitionFold, readTopic, startOf, type TailBatch, type TopicToRead } from '#log';

/** Partitions of a log from their beginnings, judged by its rule as whoever follows it would; so many records at once as they come. */
export async function readBatches(
  topic: TopicToRead,
  { ledgerId, chosen }: { ledgerId: string; chosen: readonly number[] },
  onBatch: (batch: TailBatch, records: number) => Promise<void>,
): Promise<void> {
  const { length } = topic.partitions;
  const folds = new Map(
    chosen.map((partition) => [partition, new PartitionFold(ledgerId, length, startOf(partition))]),
  );
  await readTopic(topic, chosen, async (partition, records) => {
    const fold = folds.get(partition);
    const batch = fold === undefined ? undefined : batchOf(fold, partition, records);
    if (batch !== undefined) await onBatch(batch, records.length);
  });
}
