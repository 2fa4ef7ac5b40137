import { randomUUID } from 'node:crypto';

import { errorOf, reasonOf } from '#basics';
import { AssignerProtocol, type Consumer, type PartitionAssigner } from 'kafkajs';

import { LogUnfit, LogUnreachable } from '../rule/errors';
import type { LogRecord } from '../rule/fold';
import { kafkaOf } from './connect';
import { denialIn } from './denied';
import { recordsOf } from './kafka-records';
import type { Brokers } from './security';
import { checkEventsTopic, topicsOf } from './topic';

/** A topic that is only read, whatever its settings are. */
export interface TopicToRead extends Brokers {
  topic: string;
  /** Where each partition begins and ends, at the moment of the call. */
  partitions: { start: number; end: number }[];
  /** Settings that a ledger's log may not have; they are told, and what was written is judged all the same. */
  notice?: string;
}

const CLIENT_ID = 'auditor';
/** Nothing has come for so long: the brokers are gone, or what should be there is not. */
const PATIENCE_MS = 30_000;

/** Looks at a log that is to be read and never written. Throws LogUnreachable where there is no such topic to be had. */
export async function describeTopic({ brokers, security, prefix }: Brokers & { prefix: string }): Promise<TopicToRead> {
  const topic = topicsOf(prefix).events;
  const admin = kafkaOf({ brokers, security, clientId: CLIENT_ID }).admin();
  try {
    await admin.connect();
    if (!(await admin.listTopics()).includes(topic)) {
      throw new LogUnreachable(
        `There is no topic ${topic} at ${brokers.join(', ')}: check the brokers and the prefix.`,
      );
    }
    const offsets = await admin.fetchTopicOffsets(topic);
    const partitions = [...offsets]
      .sort((a, b) => a.partition - b.partition)
      .map(({ low, high }) => ({ start: Number(low), end: Number(high) }));
    const notice = await unfitness(() => checkEventsTopic(admin, topic));
    return { brokers, security, topic, partitions, ...(notice === undefined ? {} : { notice }) };
  } catch (error) {
    if (error instanceof LogUnreachable) throw error;
    const denial = await denialIn(error, { brokers, security });
    if (denial !== undefined) throw new LogUnreachable(denial.message);
    const why = reasonOf(error);
    throw new LogUnreachable(
      `The log could not be reached at ${brokers.join(', ')} (${why}): start Kafka, or name brokers that run.`,
    );
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

/** An auditor may not be permitted to read settings; that says nothing about what was written. */
async function unfitness(check: () => Promise<void>): Promise<string | undefined> {
  try {
    await check();
    return undefined;
  } catch (error) {
    return error instanceof LogUnfit ? error.message : undefined;
  }
}

/**
 * Reads the chosen partitions from their beginning to the given ends, each record once and in order, and then stops. Reading waits for a
 * handler that takes its time, and ends early where it answers false. Several of these may run side by side on different partitions, in
 * threads of their own.
 */
export async function readTopic(
  { brokers, security, topic, partitions }: TopicToRead,
  chosen: readonly number[],
  onRecords: (partition: number, records: LogRecord[]) => unknown,
): Promise<void> {
  const open = new Map(chosen.map((partition) => [partition, partitions[partition] ?? { start: 0, end: 0 }]));
  for (const [partition, { start, end }] of open) if (start >= end) open.delete(partition);
  if (open.size === 0) return;
  const kafka = kafkaOf({ brokers, security, clientId: CLIENT_ID });
  const groupId = `${CLIENT_ID}-${randomUUID()}`;
  const consumer = kafka.consumer({
    groupId,
    partitionAssigners: [onlyThese(topic, [...open.keys()])],
    maxWaitTimeInMs: 100,
    // What a delivery becomes stays in the processor's cache until it is judged: larger ones are read more slowly.
    maxBytesPerPartition: 512 * 1024,
    sessionTimeout: 30_000,
    allowAutoTopicCreation: false,
    retry: { retries: 10, initialRetryTime: 100, maxRetryTime: 2_000, restartOnFailure: () => Promise.resolve(true) },
  });
  try {
    await untilRead(consumer, topic, open, onRecords);
  } finally {
    await consumer.disconnect().catch(() => undefined);
    await forgetGroup(kafka.admin(), groupId);
  }
}

function untilRead(
  consumer: Consumer,
  topic: string,
  open: Map<number, { end: number }>,
  onRecords: (partition: number, records: LogRecord[]) => unknown,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = new Map<number, number>();
    let trouble = '';
    const giveUp = (): void => {
      const [partition = 0, range] = [...open][0] ?? [];
      const from = next.get(partition) ?? 0;
      reject(
        new LogUnreachable(
          `${topic} partition ${partition}: nothing came for ${PATIENCE_MS / 1_000} s from offset ${from}, the end is ${range?.end ?? 0}` +
            `${trouble === '' ? '' : ` (${trouble})`}: check the brokers.`,
        ),
      );
    };
    let patience = setTimeout(giveUp, PATIENCE_MS);
    const take = async (partition: number, records: LogRecord[]): Promise<void> => {
      const range = open.get(partition);
      const from = next.get(partition) ?? 0;
      const last = records.at(-1);
      if (range === undefined || last === undefined) return;
      const fresh = within(records, from, range.end);
      // After a lost broker a consumer may begin again far behind; there is no need to read all of that twice.
      if (last.offset + 1 < from) consumer.seek({ topic, partition, offset: String(from) });
      next.set(partition, Math.max(from, last.offset + 1));
      const goesOn = fresh.length === 0 || (await onRecords(partition, fresh)) !== false;
      if (goesOn && last.offset + 1 < range.end) return;
      open.delete(partition);
      consumer.pause([{ topic, partitions: [partition] }]);
    };
    consumer.on(consumer.events.CRASH, ({ payload }) => (trouble = payload.error.message));
    const run = async (): Promise<void> => {
      await consumer.connect();
      await consumer.subscribe({ topic, fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachBatch: async ({ batch }) => {
          clearTimeout(patience);
          try {
            await take(batch.partition, recordsOf(batch));
          } catch (error) {
            open.clear();
            reject(errorOf(error));
          }
          if (open.size === 0) resolve();
          else patience = setTimeout(giveUp, PATIENCE_MS);
        },
      });
    };
    run().catch((error: unknown) => {
      clearTimeout(patience);
      reject(new LogUnreachable(`${topic} could not be read (${reasonOf(error)}): check the brokers.`));
    });
  });
}

/** Nearly every delivery is wanted as a whole, and need not be copied. */
function within(records: LogRecord[], from: number, end: number): LogRecord[] {
  const [first, last] = [records[0], records.at(-1)];
  if (first !== undefined && last !== undefined && first.offset >= from && last.offset < end) return records;
  return records.filter(({ offset }) => offset >= from && offset < end);
}

/** kafkajs cannot assign partitions without a group, so this group of one assigns itself the partitions that it wants. */
function onlyThese(topic: string, partitions: number[]): PartitionAssigner {
  const name = 'chosen-partitions';
  const userData = Buffer.alloc(0);
  return () => ({
    name,
    version: 1,
    assign: ({ members }) =>
      Promise.resolve(
        members.map(({ memberId }) => ({
          memberId,
          memberAssignment: AssignerProtocol.MemberAssignment.encode({
            version: 1,
            assignment: { [topic]: partitions },
            userData,
          }),
        })),
      ),
    protocol: ({ topics }) => ({
      name,
      metadata: AssignerProtocol.MemberMetadata.encode({ version: 1, topics, userData }),
    }),
  });
}

/** The group was this reader's alone; leaving it behind would litter the cluster, but that is no reason to fail. */
async function forgetGroup(admin: ReturnType<ReturnType<typeof kafkaOf>['admin']>, groupId: string): Promise<void> {
  try {
    await admin.connect();
    await admin.deleteGroups([groupId]);
  } catch {
    // Nothing depends on it.
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}
