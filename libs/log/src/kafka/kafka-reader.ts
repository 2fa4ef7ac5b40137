import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import { pauses, reasonOf } from '#basics';
import type { Admin, Consumer, Kafka } from 'kafkajs';

import type { LogRecord } from '../rule/fold';
import { recordsOf } from './kafka-records';
import type { ReaderPulse } from '../reading/reader-pulse';
import { within } from '../within';
import type { RawReader, RecordHandler } from '../ports';

const JOINED_WITHIN_MS = 60_000;

export interface ReaderSettings {
  topic: string;
  partitions: number;
  clientId: string;
  onRecords: RecordHandler;
  from: readonly number[];
  /** Hears when the reader ends and begins again. */
  pulse?: ReaderPulse;
}

/**
 * Reads every partition from given offsets, in a consumer group of its own, since kafkajs cannot assign partitions without one. When its
 * consumer ends, which kafkajs lets happen for good after some errors, a new one with a new group goes on: that needs no
 * patience of the broker's with a member that is gone. Handlers must drop what they have read before.
 */
export class KafkaReader implements RawReader {
  private consumer: Consumer | undefined;
  private groupId = '';
  private readonly next: number[];
  private readonly turns = new Map<number, Promise<void>>();
  private stopping = false;
  private joined: () => void = () => undefined;

  private constructor(
    private readonly kafka: Kafka,
    private readonly admin: () => Admin,
    private readonly settings: ReaderSettings,
  ) {
    this.next = [...settings.from];
  }

  /** Resolves when the reader has joined and stands at its offsets; rejects with LogUnreachable where that takes too long. */
  static async start(kafka: Kafka, admin: () => Admin, settings: ReaderSettings): Promise<KafkaReader> {
    const reader = new KafkaReader(kafka, admin, settings);
    const joined = new Promise<void>((resolve) => (reader.joined = resolve));
    try {
      await within(
        reader.open().then(() => joined),
        `the consumer group of the reader of ${settings.topic}`,
        JOINED_WITHIN_MS,
      );
      return reader;
    } catch (error) {
      void reader.stop().catch(() => undefined);
      throw error;
    }
  }

  seek(partition: number, offset: number): void {
    this.next[partition] = offset;
    try {
      this.consumer?.seek({ topic: this.settings.topic, partition, offset: String(offset) });
    } catch {
      // A consumer that is being replaced cannot seek; the next one begins where `next` says.
    }
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.consumer?.disconnect();
    await this.forgetGroup(this.groupId);
  }

  /** Opens a consumer, and another one for as long as none could be opened. */
  private async open(): Promise<void> {
    const nextPause = pauses({ first: 100, most: 2_000 });
    while (!this.stopping) {
      try {
        await this.run();
        return;
      } catch (error) {
        this.settings.pulse?.crashed(reasonOf(error));
        await this.consumer?.disconnect().catch(() => undefined);
        await delay(nextPause());
      }
    }
  }

  private async run(): Promise<void> {
    const { topic, partitions, clientId } = this.settings;
    this.groupId = `${clientId}-${randomUUID()}`;
    const consumer = this.kafka.consumer({
      groupId: this.groupId,
      maxWaitTimeInMs: 500,
      minBytes: 1,
      maxBytesPerPartition: 4 * 1024 * 1024,
      sessionTimeout: 30_000,
      allowAutoTopicCreation: false,
      retry: { retries: 4, initialRetryTime: 100, maxRetryTime: 1_000, restartOnFailure: () => Promise.resolve(false) },
    });
    this.consumer = consumer;
    consumer.on(consumer.events.GROUP_JOIN, () => {
      if (this.stopping) {
        endJoined(consumer);
        return;
      }
      // Without committed offsets a consumer begins at the start of the log whenever it joins.
      this.next.forEach((offset, partition) => this.seek(partition, offset));
      this.joined();
    });
    consumer.on(consumer.events.FETCH, () => this.settings.pulse?.works());
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (!this.stopping) this.settings.pulse?.crashed(payload.error.message);
      void this.replace(consumer);
    });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: true,
      partitionsConsumedConcurrently: partitions,
      eachBatch: async ({ batch, ...session }) => {
        // A handler may wait long for a lost database; without heartbeats the group would drop this reader meanwhile.
        const beat = setInterval(() => void session.heartbeat().catch(() => undefined), 3_000);
        try {
          await this.deliver(batch.partition, recordsOf(batch));
        } finally {
          clearInterval(beat);
        }
      },
    });
  }

  /** A consumer that was replaced may still be delivering; records of a partition are handled one delivery at a time all the same. */
  private deliver(partition: number, records: LogRecord[]): Promise<void> {
    const turn = (this.turns.get(partition) ?? Promise.resolve()).then(() => this.handle(partition, records));
    this.turns.set(
      partition,
      turn.catch(() => undefined),
    );
    return turn;
  }

  private async handle(partition: number, records: LogRecord[]): Promise<void> {
    const before = this.next[partition] ?? 0;
    await this.settings.onRecords(partition, records);
    // One record early, so that after a lost broker the newest one is met again and must be the same. A handler that has sought
    // another position meanwhile has said where to go on.
    const last = records.at(-1)?.offset ?? 0;
    if (this.next[partition] === before) this.next[partition] = Math.max(before, last);
  }

  private async replace(ended: Consumer): Promise<void> {
    if (this.stopping || this.consumer !== ended) return;
    const left = this.groupId;
    await delay(100);
    await this.open();
    await this.forgetGroup(left);
  }

  /** The group was this reader's alone; leaving it behind would litter the cluster, but a broker that is gone is no reason to fail. */
  private async forgetGroup(groupId: string): Promise<void> {
    await this.admin()
      .deleteGroups([groupId])
      .catch(() => undefined);
  }
}

/**
 * Ends a consumer that was told to end while it joined its group, and did not hear of it: this client knows of no end before it runs, which it
 * does in the turn after it has joined.
 */
export function endJoined(consumer: Consumer): void {
  setImmediate(() => void consumer.disconnect().catch(() => undefined));
}
