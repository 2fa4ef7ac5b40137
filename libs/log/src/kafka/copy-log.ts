import { CompressionTypes, type Producer } from 'kafkajs';

import { parseEnvelope } from '../rule/envelope';
import { LogUnfit } from '../rule/errors';
import { type LogRecord, PartitionFold, type Reading, startOf } from '../rule/fold';
import { openingPartition, pinnedPartitions } from '../rule/opening';
import { kafkaOf, producerOf } from './connect';
import type { Brokers } from './security';
import { createEventsTopic, topicsOf } from './topic';
import { describeTopic, readTopic, type TopicToRead } from './verify-topic';

/** Takes the place of a record that cannot be read; it is no envelope, and so void for everybody. */
const UNREADABLE = Buffer.from('unreadable record, left out when the log was copied', 'utf8');
const BYTES_A_BATCH = 2 * 1024 * 1024;
/** What a record takes beside its key and value, at most. */
const RECORD_BYTES = 32;

export interface CopySettings extends Brokers {
  ledgerId: string;
  /** Prefixes of the topics: the log that cannot be used as it stands, and the one that takes its place. */
  from: string;
  to: string;
  replication: number;
  /**
   * Streams that are cut, and nothing of them is copied from there on: where they stop, at their first orphan, or, as `stream@revision`, at a record
   * that counts and that the stream must not go on from.
   */
  cutStreams: readonly string[];
  /** Batches that cannot be read, as `partition:first offset`: records that say so take their offsets. */
  without: readonly string[];
}

/** What a copy came to. */
export interface Copied {
  partitions: number;
  records: number;
  /** Offsets at which the old log holds nothing that can be read. */
  unreadable: number;
  /** Records that were left out, by stream: what was answered for them is not in the new log and must be posted again. */
  leftOut: Map<string, number>;
  /** Cuts that were asked for and that nothing in the log called for: the copy is whole there. */
  cutsNotMet: string[];
}

/**
 * The way on from a log that may not be written any more: copies its records byte for byte, in order, into a new topic with the
 * pinned number of partitions and the settings of a log. Hashes, and so every chain and receipt, stay as they are; offsets stay
 * too, unless streams are cut: a record that is void for everybody takes the place of a control record. Throws LogUnfit where the source was never a log, or the target holds anything.
 */
export async function copyLog(settings: CopySettings): Promise<Copied> {
  const source = await describeTopic({ ...settings, prefix: settings.from });
  const partitions = await pinnedIn(source, settings.ledgerId);
  const kafka = kafkaOf({ ...settings, clientId: 'copy-log' });
  const admin = kafka.admin();
  const producer = producerOf(kafka);
  const topic = topicsOf(settings.to).events;
  const cutsMet = new Set<string>();
  const copied: Copied = { partitions, records: 0, unreadable: 0, leftOut: new Map(), cutsNotMet: [] };
  try {
    await Promise.all([admin.connect(), producer.connect()]);
    await createEventsTopic(admin, topic, partitions, settings.replication);
    const target = await describeTopic({ ...settings, prefix: settings.to });
    if (target.partitions.length !== partitions || target.partitions.some(({ end }) => end > 0)) {
      throw new LogUnfit(`${topic} must be empty and have ${partitions} partitions: name another prefix.`);
    }
    for (let partition = 0; partition < partitions; partition += 1) {
      await copyPartition(source, partition, settings, cutsMet, copied, (records) =>
        append(producer, topic, partition, records),
      );
    }
    return { ...copied, cutsNotMet: settings.cutStreams.filter((cut) => !cutsMet.has(cut)) };
  } finally {
    await Promise.allSettled([admin.disconnect(), producer.disconnect()]);
  }
}

async function copyPartition(
  source: TopicToRead,
  partition: number,
  { ledgerId, cutStreams, without }: CopySettings,
  cutsMet: Set<string>,
  copied: Copied,
  write: (records: readonly LogRecord[]) => Promise<void>,
): Promise<void> {
  const fold = new PartitionFold(ledgerId, copied.partitions, startOf(partition));
  const isCut = cutting(cutStreams, cutsMet);
  await readTopic(source, [partition], async (_, delivered) => {
    const records = copiesOf(delivered, without);
    copied.unreadable += records.filter(({ value }) => value === UNREADABLE).length;
    const kept = records.filter((record) => {
      const stream = isCut(fold.read(record));
      if (stream === undefined) return true;
      copied.leftOut.set(stream, (copied.leftOut.get(stream) ?? 0) + 1);
      return false;
    });
    copied.records += kept.length;
    await write(kept);
  });
}

/** Tells of each reading in turn whether it belongs to what is left out, and then to which stream. */
function cutting(
  cutStreams: readonly string[],
  met: Set<string>,
): (reading: Reading | undefined) => string | undefined {
  const over = new Set<string>();
  return (reading) => {
    if (reading === undefined || reading.kind === 'junk' || reading.kind === 'control') return undefined;
    const stream = reading.kind === 'accepted' ? reading.record.stream : reading.stream;
    const cut = [
      reading.kind === 'orphan' || reading.kind === 'stopped' ? stream : '',
      reading.kind === 'accepted' ? `${stream}@${reading.record.envelope.revision}` : '',
    ].find((name) => cutStreams.includes(name));
    if (cut !== undefined) {
      met.add(cut);
      over.add(stream);
    }
    return over.has(stream) ? stream : undefined;
  };
}

/** What is copied of a delivery: in place of a batch that is to be left out, records that keep its offsets. */
function copiesOf(delivered: readonly LogRecord[], without: readonly string[]): LogRecord[] {
  const copies: LogRecord[] = [];
  for (const record of delivered) {
    const { partition, offset, mark } = record;
    // A batch is told of at its first offset and again at its last one.
    if (offset <= (copies.at(-1)?.offset ?? -1)) continue;
    if (mark?.kind !== 'unreadable' || !without.includes(`${partition}:${offset}`)) {
      copies.push(record);
      continue;
    }
    for (let at = offset; at <= mark.last; at += 1)
      copies.push({ partition, offset: at, key: null, value: UNREADABLE });
  }
  return copies;
}

async function append(
  producer: Producer,
  topic: string,
  partition: number,
  records: readonly LogRecord[],
): Promise<void> {
  for (const batch of batchesOf(records)) {
    // What was written packed may be larger than a broker takes.
    const isLarge = (batch[0]?.value?.length ?? 0) > BYTES_A_BATCH;
    const messages = batch.map(({ key, value }) => ({ key, value, partition }));
    await producer.send({ topic, acks: -1, messages, ...(isLarge ? { compression: CompressionTypes.GZIP } : {}) });
  }
}

function batchesOf(records: readonly LogRecord[]): LogRecord[][] {
  const batches: LogRecord[][] = [];
  let bytes = 0;
  for (const record of records) {
    const size = (record.key?.length ?? 0) + (record.value?.length ?? 0) + RECORD_BYTES;
    const batch = batches.at(-1);
    if (batch === undefined || bytes + size > BYTES_A_BATCH) {
      batches.push([record]);
      bytes = size;
    } else {
      batch.push(record);
      bytes += size;
    }
  }
  return batches;
}

/** The first record of a partition, which is no control record. */
async function firstRecord(source: TopicToRead, partition: number): Promise<LogRecord | undefined> {
  let first: LogRecord | undefined;
  await readTopic(source, [partition], (_, records) => {
    first ??= records.find(({ mark }) => mark?.kind !== 'control');
    return first === undefined;
  });
  return first;
}

/** A log's own first record says how many partitions it has, however many its topic was given since. */
async function pinnedIn(source: TopicToRead, ledgerId: string): Promise<number> {
  for (const [partition, { end }] of source.partitions.entries()) {
    if (end === 0) continue;
    const first = await firstRecord(source, partition);
    const envelope = parseEnvelope(first?.value ?? null);
    const pinned = typeof envelope === 'string' ? undefined : pinnedPartitions(envelope, ledgerId);
    if (pinned !== undefined && openingPartition(pinned) === partition) return pinned;
  }
  throw new LogUnfit(
    `${source.topic} does not begin with the opening record of ledger ${ledgerId}: there is no log to copy.`,
  );
}
