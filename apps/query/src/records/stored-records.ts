import { reasonOf } from '#basics';
import { hashOf, parseEnvelope, RecordReader } from '#log';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';

import { OPTIONS, type QueryOptions } from '../configuration';
import type { EventAnswer } from './event-answer';

type Stored = Pick<EventAnswer, 'record' | 'recordUnavailable'>;

/** The records of the log as they stand there now: the tables hold what was read of them, which proves nothing of their bytes. */
@Injectable()
export class StoredRecords implements OnApplicationShutdown {
  private readonly reader: RecordReader | undefined;

  constructor(@Inject(OPTIONS) { config }: QueryOptions) {
    const { brokers, kafkaSecurity: security, topicPrefix: prefix } = config;
    this.reader =
      brokers.length === 0 ? undefined : new RecordReader({ brokers, security, prefix, clientId: 'query-records' });
  }

  /** What cannot be read is no reason to keep the event itself back. */
  async of({ partition, offset, hash }: { partition: number; offset: number; hash: string }): Promise<Stored> {
    if (this.reader === undefined) return { recordUnavailable: 'KAFKA_BROKERS' };
    try {
      const bytes = await this.reader.at(partition, offset);
      if (bytes === undefined)
        return { recordUnavailable: `位置 ${partition}:${offset} 没有记录 no record stands there` };
      const sha256 = hashOf(bytes);
      const text = bytes.toString('utf8');
      const isText = Buffer.from(text, 'utf8').equals(bytes);
      return {
        record: { base64: bytes.toString('base64'), ...(isText ? { text } : {}), sha256, isSame: sha256 === hash },
      };
    } catch (error) {
      return { recordUnavailable: reasonOf(error) };
    }
  }

  /** Where each partition of the log ends. Throws where that cannot be known. */
  async ends(): Promise<Map<number, number>> {
    if (this.reader === undefined) throw new Error('KAFKA_BROKERS');
    return this.reader.ends();
  }

  /** When the record at a place was written, as it says itself; nothing of what is none. */
  async timeOf(partition: number, offset: number): Promise<string | undefined> {
    const bytes = await this.reader?.at(partition, offset);
    const envelope = bytes === undefined ? undefined : parseEnvelope(bytes);
    return typeof envelope === 'object' ? envelope.time : undefined;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.reader?.close();
  }
}
