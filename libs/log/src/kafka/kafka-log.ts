import { setTimeout as delay } from 'node:timers/promises';

import { type Admin, Kafka, logLevel, type Producer } from 'kafkajs';

import { AppendRounds, type PartitionBatch } from './append-rounds';
import { type ClockReading, stampBehind } from '../clock';
import { LogDamaged, LogUnfit, LogUnreachable } from '../rule/errors';
import type { LogRecord } from '../rule/fold';
import { readAsBrokersStore } from './kafka-fetch';
import { restWhereNothingWaits } from './kafka-request-queue';
import { KafkaReader } from './kafka-reader';
import { checkOpening, openingPartition, openingRecord } from '../rule/opening';
import { connectAll, producerOf } from './connect';
import type { LedgerPort, Progress, RawReader, RecordHandler } from '../ports';
import type { ReaderPulse } from '../reading/reader-pulse';
import { FoldingTail, type Tail, type TailOptions } from '../reading/tail';
import { checkEventsTopic, createEventsTopic, LED_STEP_MS, topicsOf } from './topic';
import { restTurn } from '../turns';
import { within } from '../within';
import { reasonOf } from '../reason';

export interface LogSettings {
  brokers: string[];
  ledgerId: string;
  clientId: string;
  /** Before the topics' names; `budget` unless told otherwise. */
  prefix?: string;
  /** Used when the topic is created; from then on the topic's own number is pinned by its first record. */
  partitions?: number;
  replication?: number;
  /** Writers compare their clock with the brokers'. */
  clock?: () => ClockReading;
  /** Writers create and open a missing log; readers wait for it. */
  create: boolean;
}

const OFFSET_TRIES = 5;

/** The log on Kafka. kafkajs stands in this room alone. */
export class KafkaLog implements LedgerPort {
  private readonly rounds = new AppendRounds(
    (batches) => this.send(batches),
    (partition) => this.leaders[partition] ?? 0,
  );

  private constructor(
    readonly settings: LogSettings,
    private readonly kafka: Kafka,
    private admin: Admin,
    private readonly producer: Producer,
    readonly topic: string,
    /** By partition, the broker that leads it. */
    private leaders: readonly number[],
  ) {}

  get ledgerId(): string {
    return this.settings.ledgerId;
  }

  get partitions(): number {
    return this.leaders.length;
  }

  /**
   * Connects, creates the topic when it is missing and may be created, and checks that it is fit to be a ledger's log. Throws
   * LogUnreachable when no broker answers and LogUnfit when the topic may not be used.
   */
  static async open(settings: LogSettings, progress: Progress = () => undefined): Promise<KafkaLog> {
    progress(`a Kafka broker at ${settings.brokers.join(', ')}`);
    const topic = topicsOf(settings.prefix).events;
    const kafka = kafkaOf(settings);
    const admin = kafka.admin();
    const producer = producerOf(kafka, { retry: { retries: 2, initialRetryTime: 100 } });
    await connectAll([admin, producer], (error) => noBroker(settings.brokers, error));
    try {
      const subject = `the topic ${topic} and its leaders`;
      progress(subject);
      if (settings.create) {
        const { partitions = 6, replication = 1 } = settings;
        await within(createEventsTopic(admin, topic, partitions, replication), subject, LED_STEP_MS);
      } else await untilTopicExists(admin, topic);
      await within(checkEventsTopic(admin, topic, settings.create ? settings.replication : undefined), subject);
      const leaders = await within(leadersOf(admin, topic), subject);
      const log = new KafkaLog(settings, kafka, admin, producer, topic, leaders);
      progress(`the opening record of ${topic}`);
      await log.checkOrOpen();
      return log;
    } catch (error) {
      void Promise.allSettled([admin.disconnect(), producer.disconnect()]);
      throw error;
    }
  }

  append(
    partition: number,
    records: readonly { key: string; value: Buffer }[],
    isAgain = false,
  ): Promise<number | undefined> {
    return this.rounds.append({ partition, records }, isAgain);
  }

  private async send(batches: readonly PartitionBatch[]): Promise<Map<number, number>> {
    const messages = batches.flatMap(({ partition, records }) =>
      records.map(({ key, value }) => ({ key, value, partition })),
    );
    try {
      const answers = await this.producer.send({ topic: this.topic, acks: -1, timeout: 10_000, messages });
      return new Map(answers.map(({ partition, baseOffset }) => [partition, Number(baseOffset ?? Number.NaN)]));
    } catch (error) {
      void this.learnLeaders();
      throw error;
    }
  }

  /** A broker that is gone is the usual reason why nobody can be asked; the old leaders then do until the next failure. */
  private async learnLeaders(): Promise<void> {
    const leaders = await leadersOf(this.admin, this.topic).catch(() => []);
    if (leaders.length === this.leaders.length) this.leaders = leaders;
  }

  async endOffsets(): Promise<number[]> {
    return (await this.offsets()).map(({ end }) => end);
  }

  async endOffset(partition: number): Promise<number> {
    return (await this.endOffsets())[partition] ?? 0;
  }

  clock(): ClockReading {
    return this.settings.clock?.() ?? { own: Date.now() };
  }

  private openingTime(): Date {
    const stamp = stampBehind('', this.clock());
    return new Date(stamp.kind === 'clock-apart' ? stamp.broker : stamp.kind === 'stamp' ? stamp.time : Date.now());
  }

  elapsed(): number {
    return performance.now();
  }

  async delay(milliseconds: number, signal?: AbortSignal): Promise<void> {
    await delay(milliseconds, undefined, signal && { signal }).catch(() => undefined);
  }

  async nextTurn(): Promise<void> {
    await restTurn();
  }

  random(): number {
    return Math.random();
  }

  /** Reads with the rule applied, from stored places, in batches that can be stored in one transaction each. */
  async tail(options: TailOptions): Promise<Tail> {
    const tail = new FoldingTail(this.settings.ledgerId, this.partitions, options);
    await tail.start(
      (onRecords, from) => this.read(onRecords, from, options.pulse),
      () => this.endOffsets(),
    );
    return tail;
  }

  read(onRecords: RecordHandler, from: readonly number[], pulse?: ReaderPulse): Promise<RawReader> {
    const { topic, partitions, settings } = this;
    return KafkaReader.start(this.kafka, () => this.admin, {
      topic,
      partitions,
      clientId: settings.clientId,
      onRecords,
      from,
      ...(pulse === undefined ? {} : { pulse }),
    });
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.producer.disconnect(), this.admin.disconnect()]);
  }

  /** A topic or leader that is new is met with stale metadata, which kafkajs keeps for minutes: a new connection sees it afresh. */
  private async offsets(): Promise<{ start: number; end: number }[]> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.offsetsNow();
      } catch (error) {
        if (tries === OFFSET_TRIES) throw (await this.isGone()) ? this.gone() : error;
        await delay(100 * tries);
        await this.connectAdminAgain();
      }
    }
  }

  /** True only when a broker answers that it knows no such topic; an unreachable cluster proves nothing. */
  private async isGone(): Promise<boolean> {
    try {
      return !(await this.admin.listTopics()).includes(this.topic);
    } catch {
      return false;
    }
  }

  private gone(): LogDamaged {
    return new LogDamaged(0, 0, `the topic ${this.topic} is gone`);
  }

  private async connectAdminAgain(): Promise<void> {
    const before = this.admin;
    this.admin = this.kafka.admin();
    await Promise.allSettled([before.disconnect(), this.admin.connect()]);
  }

  private async offsetsNow(): Promise<{ start: number; end: number }[]> {
    const offsets = await this.admin.fetchTopicOffsets(this.topic);
    const byPartition = new Map(
      offsets.map(({ partition, low, high }) => [partition, { start: Number(low), end: Number(high) }]),
    );
    return Array.from(
      { length: this.partitions },
      (_, partition) => byPartition.get(partition) ?? { start: 0, end: 0 },
    );
  }

  /** An empty log is opened, or waited for; one that holds records must begin with its opening record. */
  private async checkOrOpen(): Promise<void> {
    const { ledgerId, create } = this.settings;
    const place = openingPartition(this.partitions);
    for (;;) {
      const offsets = await within(this.offsets(), `the ends of ${this.topic}`);
      const forgotten = offsets.findIndex(({ start }) => start > 0);
      if (forgotten >= 0) {
        throw new LogUnfit(
          `${this.topic} partition ${forgotten} begins at offset ${offsets[forgotten]?.start ?? 0}: its first records were deleted. Restore the topic.`,
        );
      }
      const first = await this.firstRecord(place, offsets[place]?.end ?? 0);
      if (first !== undefined) {
        checkOpening(this.topic, ledgerId, this.partitions, first.value);
        return;
      }
      for (const [partition, { end }] of offsets.entries()) {
        if ((await this.firstRecord(partition, end)) !== undefined) {
          checkOpening(this.topic, ledgerId, this.partitions, null);
        }
      }
      if (create) {
        const opening = openingRecord(ledgerId, this.partitions, this.openingTime());
        await within(this.append(place, [opening]), `the opening record of ${this.topic}`);
      } else await delay(200);
    }
  }

  /** The first record before an end, which is no control record; nothing where there is none. */
  private async firstRecord(partition: number, end: number): Promise<LogRecord | undefined> {
    if (end === 0) return undefined;
    let found: (record: LogRecord | undefined) => void;
    const record = new Promise<LogRecord | undefined>((resolve) => (found = resolve));
    const reader = await this.read((from, records) => {
      if (from !== partition) return Promise.resolve();
      const first = records.find(({ mark }) => mark?.kind !== 'control');
      if (first !== undefined || (records.at(-1)?.offset ?? 0) + 1 >= end) found(first);
      return Promise.resolve();
    }, new Array<number>(this.partitions).fill(0));
    const patience = new AbortController();
    try {
      return await Promise.race([
        record,
        delay(30_000, undefined, { signal: patience.signal }).then(() => {
          throw new LogUnreachable(
            `The first record of ${this.topic} could not be read within 30 seconds: check the brokers.`,
          );
        }),
      ]);
    } finally {
      patience.abort();
      await reader.stop();
    }
  }
}

/** The sentence for whoever starts a ledger without its brokers. */
export function noBroker(brokers: readonly string[], error: unknown): LogUnreachable {
  const why = reasonOf(error);
  return new LogUnreachable(
    `No Kafka broker answered at ${brokers.join(', ')} (${why}): start it, or set KAFKA_BROKERS to one that runs.`,
  );
}

/** Throws LogUnreachable, with what to do, where none of these brokers answers. */
export async function requireBroker(brokers: string[]): Promise<void> {
  const admin = kafkaOf({ brokers, clientId: 'ledger-start' }).admin();
  try {
    await within(admin.connect(), 'connecting');
  } catch (error) {
    throw noBroker(brokers, error);
  } finally {
    void admin.disconnect().catch(() => undefined);
  }
}

/** One way to reach the brokers for everything in this room. */
export function kafkaOf({ brokers, clientId }: Pick<LogSettings, 'brokers' | 'clientId'>): Kafka {
  readAsBrokersStore();
  restWhereNothingWaits();
  return new Kafka({
    brokers,
    clientId,
    logLevel: logLevel.NOTHING,
    connectionTimeout: 3_000,
    requestTimeout: 15_000,
    enforceRequestTimeout: true,
    retry: { retries: 5, initialRetryTime: 100, maxRetryTime: 2_000 },
  });
}

/** By partition, the broker that leads it. */
async function leadersOf(admin: Admin, topic: string): Promise<number[]> {
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  const leaders: number[] = [];
  for (const { partitionId, leader } of topics[0]?.partitions ?? []) leaders[partitionId] = leader;
  return leaders;
}

async function untilTopicExists(admin: Admin, topic: string): Promise<void> {
  while (!(await within(admin.listTopics(), 'the list of topics')).includes(topic)) await delay(500);
}
