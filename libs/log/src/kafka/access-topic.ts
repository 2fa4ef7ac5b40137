import { type Admin, CompressionTypes, type Kafka, type Producer } from 'kafkajs';

import { LogUnfit } from '../rule/errors';
import { within } from '../within';
import { connectAll, kafkaOf, producerOf, unanswered } from './connect';
import { RangeReader, type StoredRecord } from './fetch-range';
import type { Brokers } from './security';
import { createTopic, describeSettings, LED_STEP_MS, topicsOf } from './topic';
import { settingsToCreate, wrongWith } from './topic-settings';

export interface AccessTopicSettings extends Brokers {
  clientId: string;
  prefix: string;
  replication: number;
  retentionDays: number;
}

const DAY_MS = 24 * 60 * 60 * 1_000;
const ANSWERED_WITHIN_MS = 5_000;

/**
 * Who tried what, for as long as it is kept. It has one partition, so that a record is found by its time and a page goes on by an
 * offset; what is written here is bounded by who writes it.
 */
export class AccessTopic {
  private constructor(
    private readonly admin: Admin,
    private readonly producer: Producer,
    private readonly reader: RangeReader,
    readonly topic: string,
    /** That the topic keeps its records for another time than was asked for. */
    readonly notice: string | undefined,
  ) {}

  /** Creates the topic when it is missing. Throws LogUnreachable, and LogUnfit for a topic that does not delete by age. */
  static async open(settings: AccessTopicSettings): Promise<AccessTopic> {
    const topic = topicsOf(settings.prefix).access;
    const kafka: Kafka = kafkaOf(settings);
    const admin = kafka.admin();
    const producer = producerOf(kafka, { retry: { retries: 2, initialRetryTime: 100 } });
    await connectAll([admin, producer], settings, unanswered);
    try {
      const creating = createTopic(admin, {
        topic,
        numPartitions: 1,
        replicationFactor: settings.replication,
        configEntries: settingsToCreate('access', settings.replication, settings.retentionDays * DAY_MS),
      });
      await within(creating, `the topic ${topic}`, LED_STEP_MS);
      const stands = await within(describeSettings(admin, topic), `the topic ${topic}`);
      const wrong = wrongWith('access', stands);
      if (wrong.length > 0) throw new LogUnfit(`${topic}: ${wrong.join('; ')}. Alter the topic.`);
      const notice = otherRetention(topic, stands.settings, settings.retentionDays);
      return new AccessTopic(admin, producer, new RangeReader(kafka, topic), topic, notice);
    } catch (error) {
      void Promise.allSettled([admin.disconnect(), producer.disconnect()]);
      throw error;
    }
  }

  /** Resolves when the brokers have all of them; what a rejection leaves open comes once more when it is tried again. */
  async keep(values: readonly string[]): Promise<void> {
    const messages = values.map((value) => ({ key: null, value, partition: 0 }));
    await this.producer.send({
      topic: this.topic,
      acks: -1,
      timeout: ANSWERED_WITHIN_MS,
      compression: CompressionTypes.GZIP,
      messages,
    });
  }

  /** The offset of the first record that was kept at this time or later; the end where there is none. */
  async offsetAt(timeMs: number): Promise<number> {
    const asked = this.admin.fetchTopicOffsetsByTimestamp(this.topic, timeMs);
    const [found] = await within(asked, this.topic, ANSWERED_WITHIN_MS);
    return Number(found?.offset ?? 0);
  }

  /** From where to where there are records now. */
  async bounds(): Promise<{ start: number; end: number }> {
    const [found] = await within(this.admin.fetchTopicOffsets(this.topic), this.topic, ANSWERED_WITHIN_MS);
    return { start: Number(found?.low ?? 0), end: Number(found?.high ?? 0) };
  }

  /** What stands from an offset on, as much as the broker answers at once. */
  read(offset: number): Promise<StoredRecord[]> {
    return within(this.reader.read(offset), this.topic, ANSWERED_WITHIN_MS);
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.producer.disconnect(), this.admin.disconnect(), this.reader.close()]);
  }
}

function otherRetention(topic: string, settings: ReadonlyMap<string, string>, days: number): string | undefined {
  const kept = Number(settings.get('retention.ms'));
  if (kept === days * DAY_MS) return undefined;
  const now = kept < 0 ? 'for ever' : `for ${Math.round(kept / DAY_MS)} days`;
  return `${topic} keeps its records ${now}, and ACCESS_RETENTION_DAYS says ${days}: alter retention.ms of the topic, or the variable`;
}
