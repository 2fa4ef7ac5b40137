import { randomUUID } from 'node:crypto';

import { readAsBrokersStore } from '#log';
import { type Admin, Kafka, logLevel } from 'kafkajs';

import type { RawRecord } from '../torture/checker';
import { until } from './wait';

/** A record with the moment at which it was sent, in milliseconds since 1970. */
export type TimedRecord = RawRecord & { sentAt: number };

async function withAdmin<T>(brokers: string[], work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = plainKafka(brokers).admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

/** Where each partition ends. */
export async function endsOf(brokers: string[], topic: string): Promise<Map<number, number>> {
  const offsets = await withAdmin(brokers, (admin) => admin.fetchTopicOffsets(topic));
  return new Map(offsets.map(({ partition, high }) => [partition, Number(high)]));
}

/** Reads a topic from its beginning to its end with a plain consumer, in the order of each partition. */
export async function readTopic(brokers: string[], topic: string): Promise<TimedRecord[]> {
  const ends = await endsOf(brokers, topic);
  const next = new Map<number, number>();
  const records: TimedRecord[] = [];
  const consumer = plainKafka(brokers).consumer({ groupId: `chaos-${randomUUID()}` });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatch: ({ batch: { partition, messages } }) => {
      for (const message of messages) {
        const { offset, key, value, timestamp } = message;
        const { mark } = message as { mark?: { kind: string } };
        // An empty place is a hole, whatever a client makes of it.
        if (mark?.kind === 'nothing') continue;
        // A consumer that joins its group again starts over; a hole would still show, as a step of more than one.
        if (Number(offset) < (next.get(partition) ?? 0)) continue;
        next.set(partition, Number(offset) + 1);
        records.push({ partition, offset: Number(offset), key, value, mark, sentAt: Number(timestamp) });
      }
      return Promise.resolve();
    },
  });
  try {
    const isRead = () => [...ends].every(([partition, end]) => (next.get(partition) ?? 0) >= end);
    await until(`${topic} is read to its end`, isRead, { withinMs: 180_000 });
  } finally {
    await consumer.disconnect();
  }
  return records;
}

/** By itself this client hides the ends of transactions, so that they would look like holes. */
function plainKafka(brokers: string[]): Kafka {
  readAsBrokersStore();
  return new Kafka({ brokers, logLevel: logLevel.NOTHING });
}
