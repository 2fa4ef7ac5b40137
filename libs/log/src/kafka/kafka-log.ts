import { setTimeout as delay } from 'node:timers/promises';

import { restTurn } from '#basics';
import type { Admin, Kafka, Producer } from 'kafkajs';

import { AppendRounds, type PartitionBatch } from './append-rounds';
import type { ClockReading } from '../clock';
import { LogDamaged } from '../rule/errors';
import { KafkaReader } from './kafka-reader';
import { checkOrOpen } from './check-or-open';
import { connectAll, kafkaOf, noBroker, producerOf } from './connect';
import { unauthorizedIn } from './denied';
import type { Brokers } from './security';
import type { LedgerPort, Progress, RawReader, RecordHandler } from '../ports';
import type { ReaderPulse } from '../reading/reader-pulse';
import { FoldingTail, type Tail, type TailOptions } from '../reading/tail';
import { checkEventsTopic, createEventsTopic, LED_STEP_MS, topicsOf } from './topic';
import { within } from '../within';

export interface LogSettings extends Brokers {
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
    await connectAll([admin, producer], settings, (error) => noBroker(settings.brokers, error));
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
      await checkOrOpen(log, settings.create);
      return log;
    } catch (error) {
      void Promise.allSettled([admin.disconnect(), producer.disconnect()]);
      throw unauthorizedIn(error) ?? error;
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

  /** Reads with the rule applied, from stored positions, in batches that can be stored in one transaction each. */
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

  /** Where each partition begins and ends. A topic or leader that is new is met with stale metadata, which kafkajs keeps for minutes: a new connection sees it afresh. */
  async offsets(): Promise<{ start: number; end: number }[]> {
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
