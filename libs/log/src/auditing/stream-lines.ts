import { type LogRecord, PartitionFold, startOf } from '../rule/fold';
import { partitionOf } from '../rule/murmur2';
import { lineOfRecord } from './verify-file';

/** Picks a stream's records out of its partition as lines of an export, accepted and void ones, with what the rule says of each. */
export class StreamLines {
  readonly partition: number;
  private readonly fold: PartitionFold;

  constructor(
    ledgerId: string,
    private readonly stream: string,
    partitions: number,
  ) {
    this.partition = partitionOf(stream, partitions);
    this.fold = new PartitionFold(ledgerId, partitions, startOf(this.partition));
  }

  /** Of records in the order of the partition, from its first one on. */
  of(records: readonly LogRecord[]): { line: string; accepted: boolean }[] {
    return records.flatMap((record) => {
      const reading = this.fold.read(record);
      if (reading === undefined) return [];
      const accepted = reading.kind === 'accepted' && reading.record.stream === this.stream;
      // Junk under the stream's key may be what is left of a record of it, so it belongs into the evidence.
      const isNamed = 'stream' in reading && reading.stream === this.stream;
      if (!accepted && !isNamed && record.key?.toString('utf8') !== this.stream) return [];
      return [{ line: `${lineOfRecord(record, accepted)}\n`, accepted }];
    });
  }
}
