import { within } from '../within';
import { kafkaOf } from './connect';
import { RangeReader } from './fetch-range';
import type { Brokers } from './security';
import { topicsOf } from './topic';

const ANSWERED_WITHIN_MS = 5_000;

/** Reads single records of the log where they stand, byte for byte, without a consumer group. It connects when it is first asked, and again after it was cut off. */
export class RecordReader {
  private readonly reader: RangeReader;

  constructor({ prefix, ...settings }: Brokers & { prefix: string; clientId: string }) {
    this.reader = new RangeReader(kafkaOf(settings), topicsOf(prefix).events);
  }

  /** The exact bytes; undefined where nothing can be read at that place. */
  async at(partition: number, offset: number): Promise<Buffer | undefined> {
    const reading = this.reader.read(offset, partition);
    const records = await within(reading, `partition ${partition} of the log`, ANSWERED_WITHIN_MS);
    return records.find((record) => record.offset === offset)?.value ?? undefined;
  }

  close(): Promise<void> {
    return this.reader.close();
  }
}
