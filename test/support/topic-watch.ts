import { randomUUID } from 'node:crypto';

import { type Consumer, Kafka, logLevel } from 'kafkajs';

import { until } from '../chaos/wait';

export interface WatchedRecord {
  partition: number;
  offset: number;
  key: string;
  value: Buffer | null;
  headers: Record<string, string>;
}

/** A plain consumer that keeps every record of a topic, in the order of each partition. */
export class TopicWatch {
  readonly records: WatchedRecord[] = [];
  private readonly next = new Map<number, number>();

  private constructor(private readonly consumer: Consumer) {}

  /** Waits for the topic to be there, and for its leaders. */
  static async start(brokers: string[], topic: string): Promise<TopicWatch> {
    const kafka = new Kafka({ brokers, logLevel: logLevel.NOTHING });
    await until(`${topic} is there`, () => isThere(kafka, topic), { everyMs: 100 });
    const watch = new TopicWatch(kafka.consumer({ groupId: `watch-${randomUUID()}`, maxWaitTimeInMs: 100 }));
    await watch.run(topic);
    return watch;
  }

  /** The last record of each key. */
  get last(): Map<string, WatchedRecord> {
    return new Map(this.records.map((record) => [record.key, record]));
  }

  async stop(): Promise<void> {
    await this.consumer.disconnect();
  }

  private async run(topic: string): Promise<void> {
    await this.consumer.connect();
    await this.consumer.subscribe({ topic, fromBeginning: true });
    await this.consumer.run({
      autoCommit: false,
      eachMessage: ({ partition, message }) => {
        const offset = Number(message.offset);
        if (offset < (this.next.get(partition) ?? 0)) return Promise.resolve();
        this.next.set(partition, offset + 1);
        const headers = Object.fromEntries(
          Object.entries(message.headers ?? {}).map(([name, at]) => [name, String(at)]),
        );
        this.records.push({ partition, offset, key: message.key?.toString() ?? '', value: message.value, headers });
        return Promise.resolve();
      },
    });
  }
}

async function isThere(kafka: Kafka, topic: string): Promise<boolean> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    await admin.fetchTopicOffsets(topic);
    return true;
  } catch {
    return false;
  } finally {
    await admin.disconnect();
  }
}
