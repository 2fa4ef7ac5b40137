import { setTimeout as delay } from 'node:timers/promises';

import { type Admin, CompressionTypes, type Kafka, type Producer } from 'kafkajs';

import { LogUnfit } from '../rule/errors';
import type { LogSettings } from './kafka-log';
import { KafkaReader } from './kafka-reader';
import type { RawReader, RecordHandler } from '../ports';
import { connectAll, kafkaOf, producerOf, unanswered } from './connect';
import { unauthorizedIn } from './denied';
import type { ReaderPulse } from '../reading/reader-pulse';
import { createTopic, describeSettings, LED_STEP_MS } from './topic';
import { settingsToCreate, wrongWith } from './topic-settings';
import { within } from '../within';

/**
 * Records in one batch. Readers with kafkajs alone step through the offsets that compaction has taken from the end of a batch one fetch
 * at a time, so batches are kept short; and no batch unpacks to more than any reader can be asked to hold.
 */
const RECORDS_A_BATCH = 50;
const BYTES_A_BATCH = 8 * 1024 * 1024;
const OFFSET_TRIES = 5;

export interface CompactedTopicSettings extends Pick<LogSettings, 'brokers' | 'security' | 'clientId'> {
  topic: string;
  partitions: number;
  replication: number;
}

/** A topic that keeps the last record of each key. Its offsets have holes; there is no rule here but the order of each partition. */
export class CompactedTopic {
  private constructor(
    private readonly kafka: Kafka,
    private admin: Admin,
    private readonly producer: Producer,
    private readonly settings: CompactedTopicSettings,
    readonly partitions: number,
  ) {}

  /** Creates the topic when it is missing. Throws LogUnreachable, and LogUnfit for a topic that is not compacted. */
  static async open(settings: CompactedTopicSettings): Promise<CompactedTopic> {
    const kafka = kafkaOf(settings);
    const admin = kafka.admin();
    // Not idempotent: of such a producer compaction keeps empty batches, at which readers with this client stop for ever.
    const producer = producerOf(kafka, { retry: { retries: 2, initialRetryTime: 100 } });
    await connectAll([admin, producer], settings, unanswered);
    try {
      const subject = `the topic ${settings.topic}`;
      await within(create(admin, settings), subject, LED_STEP_MS);
      await within(check(admin, settings.topic), subject);
      const { topics } = await within(admin.fetchTopicMetadata({ topics: [settings.topic] }), subject);
      return new CompactedTopic(kafka, admin, producer, settings, topics[0]?.partitions.length ?? 0);
    } catch (error) {
      void Promise.allSettled([admin.disconnect(), producer.disconnect()]);
      throw unauthorizedIn(error) ?? error;
    }
  }

  /**
   * Reads every record that is left, from the first on. A record may come twice; the last one of a key counts. Where there is none, or none
   * that can be read, a mark takes its offset.
   */
  read(onRecords: RecordHandler, pulse?: ReaderPulse): Promise<RawReader> {
    const { topic, clientId } = this.settings;
    const from = new Array<number>(this.partitions).fill(0);
    return KafkaReader.start(this.kafka, () => this.admin, {
      topic,
      partitions: this.partitions,
      clientId,
      onRecords,
      from,
      ...(pulse === undefined ? {} : { pulse }),
    });
  }

  /** Behind the newest record of each partition. A topic that is new is met with stale metadata, which a new connection has not. */
  async endOffsets(): Promise<number[]> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.endOffsetsNow();
      } catch (error) {
        if (tries === OFFSET_TRIES) throw error;
        await delay(100 * tries);
        const before = this.admin;
        this.admin = this.kafka.admin();
        await Promise.allSettled([before.disconnect(), this.admin.connect()]);
      }
    }
  }

  /** Where another topic of the same brokers ends. */
  async endOffsetsOf(topic: string): Promise<number[]> {
    const ends: number[] = [];
    for (const { partition, high } of await this.admin.fetchTopicOffsets(topic)) ends[partition] = Number(high);
    return ends;
  }

  /** Resolves when every in-sync replica has the records. A rejection says nothing about their fate. */
  async publish(records: readonly { key: string; value: string }[]): Promise<void> {
    for (const messages of batchesOf(records)) {
      await this.producer.send({
        topic: this.settings.topic,
        acks: -1,
        timeout: 10_000,
        compression: CompressionTypes.GZIP,
        messages,
      });
    }
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.producer.disconnect(), this.admin.disconnect()]);
  }

  private async endOffsetsNow(): Promise<number[]> {
    const offsets = await this.admin.fetchTopicOffsets(this.settings.topic);
    const ends = new Map(offsets.map(({ partition, high }) => [partition, Number(high)]));
    return Array.from({ length: this.partitions }, (_, partition) => ends.get(partition) ?? 0);
  }
}

function batchesOf(records: readonly { key: string; value: string }[]): { key: string; value: string }[][] {
  const batches: { key: string; value: string }[][] = [];
  let bytes = 0;
  for (const record of records) {
    const size = Buffer.byteLength(record.value);
    const batch = batches.at(-1);
    if (batch === undefined || batch.length === RECORDS_A_BATCH || bytes + size > BYTES_A_BATCH) {
      batches.push([record]);
      bytes = size;
    } else {
      batch.push(record);
      bytes += size;
    }
  }
  return batches;
}

async function create(admin: Admin, { topic, partitions, replication }: CompactedTopicSettings): Promise<void> {
  await createTopic(admin, {
    topic,
    numPartitions: partitions,
    replicationFactor: replication,
    configEntries: settingsToCreate('tables', replication),
  });
}

async function check(admin: Admin, topic: string): Promise<void> {
  const wrong = wrongWith('tables', await describeSettings(admin, topic));
  if (wrong.length === 0) return;
  throw new LogUnfit(`${topic} may not be used for tables: ${wrong.join('; ')}. Alter the topic, then start again.`);
}
