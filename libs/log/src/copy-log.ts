import type { Producer } from 'kafkajs';

import { parseEnvelope } from './envelope';
import { LogUnfit } from './errors';
import { type LogRecord, PartitionFold, startOf } from './fold';
import { kafkaOf } from './kafka-log';
import { openingPartition, pinnedPartitions } from './opening';
import { keyedPartitioner } from './partitioner';
import { createEventsTopic, topicsOf } from './topic';
import { describeTopic, readTopic, type TopicToRead } from './verify-topic';

export interface CopySettings {
  brokers: string[];
  ledgerId: string;
  /** Prefixes of the topics: the log that cannot be used as it stands, and the one that takes its place. */
  from: string;
  to: string;
  replication: number;
  /** Streams that are cut where they stop: from their first orphan on, nothing of them is copied. */
  cutStreams: readonly string[];
}

/** What a copy came to. */
export interface Copied {
  partitions: number;
  records: number;
  /** Records that were left out, by stream: what was answered for them is not in the new log and must be posted again. */
  leftOut: Map<string, number>;
}

/**
 * The way on from a log that may not be written any more: copies its records byte for byte, in order, into a new topic with the
 * pinned number of partitions and the settings of a log. Hashes, and so every chain and receipt, stay as they are; offsets stay
 * too, unless streams are cut. Throws LogUnfit where the source was never a log, or the target holds anything.
 */
export async function copyLog(settings: CopySettings): Promise<Copied> {
  const source = await describeTopic({ brokers: settings.brokers, prefix: settings.from });
  const partitions = await pinnedIn(source, settings.ledgerId);
  const kafka = kafkaOf({ brokers: settings.brokers, clientId: 'copy-log' });
  const admin = kafka.admin();
  const producer = kafka.producer({
    allowAutoTopicCreation: false,
    createPartitioner: keyedPartitioner,
  });
  const topic = topicsOf(settings.to).events;
  const copied: Copied = { partitions, records: 0, leftOut: new Map() };
  try {
    await Promise.all([admin.connect(), producer.connect()]);
    await createEventsTopic(admin, topic, partitions, settings.replication);
    const target = await describeTopic({ brokers: settings.brokers, prefix: settings.to });
    if (target.partitions.length !== partitions || target.partitions.some(({ end }) => end > 0)) {
      throw new LogUnfit(`${topic} must be empty and have ${partitions} partitions: name another prefix.`);
    }
    for (let partition = 0; partition < partitions; partition += 1) {
      await copyPartition(source, partition, settings, copied, (records) =>
        append(producer, topic, partition, records),
      );
    }
    return copied;
  } finally {
    await Promise.allSettled([admin.disconnect(), producer.disconnect()]);
  }
}

async function copyPartition(
  source: TopicToRead,
  partition: number,
  { ledgerId, cutStreams }: CopySettings,
  copied: Copied,
  write: (records: readonly LogRecord[]) => Promise<void>,
): Promise<void> {
  const fold = new PartitionFold(ledgerId, copied.partitions, startOf(partition));
  let writing = Promise.resolve();
  await readTopic(source, [partition], (_, records) => {
    const kept = records.filter((record) => {
      const reading = fold.read(record);
      const stream = reading?.kind === 'orphan' || reading?.kind === 'stopped' ? reading.stream : undefined;
      if (stream === undefined || !cutStreams.includes(stream)) return true;
      copied.leftOut.set(stream, (copied.leftOut.get(stream) ?? 0) + 1);
      return false;
    });
    copied.records += kept.length;
    writing = writing.then(() => write(kept));
  });
  await writing;
}

async function append(
  producer: Producer,
  topic: string,
  partition: number,
  records: readonly LogRecord[],
): Promise<void> {
  if (records.length === 0) return;
  await producer.send({ topic, acks: -1, messages: records.map(({ key, value }) => ({ key, value, partition })) });
}

/** A log's own first record says how many partitions it has, however many its topic was given since. */
async function pinnedIn(source: TopicToRead, ledgerId: string): Promise<number> {
  for (const [partition, { end }] of source.partitions.entries()) {
    if (end === 0) continue;
    let first: LogRecord | undefined;
    const firstOnly = { ...source, partitions: source.partitions.map(({ start }) => ({ start, end: start + 1 })) };
    await readTopic(firstOnly, [partition], (_, records) => (first ??= records[0]));
    const envelope = parseEnvelope(first?.value ?? null);
    const pinned = typeof envelope === 'string' ? undefined : pinnedPartitions(envelope, ledgerId);
    if (pinned !== undefined && openingPartition(pinned) === partition) return pinned;
  }
  throw new LogUnfit(
    `${source.topic} does not begin with the opening record of ledger ${ledgerId}: there is no log to copy.`,
  );
}
