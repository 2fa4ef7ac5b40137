import {
  type Anchor,
  type PartitionEnd,
  partitionOf,
  type PartitionReport,
  PartitionVerifier,
  readTopic,
  type TopicToRead,
} from '#log';

import { BudgetCheck } from './budget-check';

/** Some partitions to be verified, as it is handed to a thread. */
export interface VerifyTask {
  topic: TopicToRead;
  ledgerId: string;
  chosen: number[];
  /** Of the chosen partitions only. */
  anchors: Anchor[];
  ends: PartitionEnd[];
}

/** Reads the chosen partitions to their ends and judges every record. */
export async function verifyPartitions({
  topic,
  ledgerId,
  chosen,
  anchors,
  ends,
}: VerifyTask): Promise<PartitionReport[]> {
  const budgets = new BudgetCheck();
  const verifiers = new Map(
    chosen.map((partition) => [
      partition,
      new PartitionVerifier({
        ledgerId,
        partition,
        partitions: topic.partitions.length,
        topic: topic.topic,
        withOpening: true,
        anchors: anchors.filter(({ stream }) => partitionOf(stream, topic.partitions.length) === partition),
        ends: ends.filter((end) => end.partition === partition),
        judge: (record) => budgets.judge(record),
      }),
    ]),
  );
  await readTopic(topic, chosen, (partition, records) => verifiers.get(partition)?.readAll(records));
  return [...verifiers.values()].map((verifier) => verifier.finish());
}
