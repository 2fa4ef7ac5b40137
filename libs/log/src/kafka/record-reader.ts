import type { Kafka } from 'kafkajs';

import { within } from '../within';
import { kafkaOf } from './connect';
import { RangeReader } from './fetch-range';
import type { Brokers } from './security';
import { topicsOf } from './topic';

const ANSWERED_WITHIN_MS = 5_000;

/** Reads single records of the log where they stand, byte for byte, without a consumer group. It connects when it is first asked, and again after it was cut off. */
export class RecordReader {
  private readonly reader: RangeReader;
  private readonly kafka: Kafka;
  private readonly topic: string;

  constructor({ prefix, ...settings }: Brokers & { prefix: string; clientId: string }) {
    this.kafka = kafkaOf(settings);
    this.topic = topicsOf(prefix).events;
    this.reader = new RangeReader(this.kafka, this.topic);
  }

  /** The exact bytes; undefined where nothing can be read at that place. */
  async at(partition: number, offset: number): Promise<Buffer | undefined> {
    const reading = this.reader.read(offset, partition);
    const records = await within(reading, `partition ${partition} of the log`, ANSWERED_WITHIN_MS);
    return records.find((record) => record.offset === offset)?.value ?? undefined;
  }

  /** The offset behind the last record of each partition. */
  async ends(): Promise<Map<number, number>> {
    const admin = this.kafka.admin();
    const ends = async (): Promise<Map<number, number>> => {
      await admin.connect();
      const offsets = await admin.fetchTopicOffsets(this.topic);
      return new Map(offsets.map(({ partition, high }) => [partition, Number(high)]));
    };
    try {
      return await within(ends(), `the ends of ${this.topic}`, ANSWERED_WITHIN_MS);
    } finally {
      void admin.disconnect().catch(() => undefined);
    }
  }

  close(): Promise<void> {
    return this.reader.close();
  }
}
