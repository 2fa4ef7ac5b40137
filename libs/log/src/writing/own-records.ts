import type { Envelope } from '../rule/envelope';
import type { LogRecord } from '../rule/fold';
import type { Outgoing } from './outbox';

/** Who wrote a record: this writer, or somebody else. */
export type Author = 'own' | 'foreign';

/** A record of this writer, as it was made. */
export interface OwnRecord extends Outgoing {
  hash: string;
  envelope: Envelope;
}

/** What one writer has sent to its partition, until it is met there: its own records are known when they are read back. */
export class OwnRecords<Item extends OwnRecord> {
  /** In the order in which they should be read back, so that their bytes need not be parsed again. */
  private readonly unread: Item[] = [];
  /** Taken from their acknowledgement, and not met by the reader yet. */
  private readonly unmet: LogRecord[] = [];
  /** Of those that lost, or may stand in the log twice: reading them back says nothing about other writers. */
  private readonly voids = new Set<string>();

  constructor(
    private readonly partition: number,
    /** No more than this are taken without waiting for the reader. */
    private readonly mostUnmet: number,
  ) {}

  /** Where the reader has to bring what was only acknowledged. */
  get firstUnmet(): number | undefined {
    return this.unmet[0]?.offset;
  }

  sending(batch: readonly Item[]): void {
    for (const item of batch) this.unread.push(item);
  }

  /** The record that these bytes are, where they are the next ones to be read back. */
  recall(value: Buffer): Item | undefined {
    for (let next = this.unread[0]; next !== undefined; next = this.unread[0]) {
      const isNext = value.equals(next.bytes);
      if (!isNext && next.fate === 'unknown') return undefined;
      this.unread.shift();
      if (isNext) return next;
    }
    return undefined;
  }

  /**
   * What may be read without waiting for the reader: what was acknowledged where it stands directly behind what was read, since nobody
   * else's record can be in between. An acknowledgement of all in-sync replicas says no less than reading the record back. Where others
   * wrote meanwhile, it is nothing: the reader brings their records and these.
   */
  readAhead(nextOffset: number, first: number, sent: readonly Item[]): LogRecord[] {
    const read = nextOffset - first;
    // An offset that is no number says nothing of where the records stand.
    if (!(read >= 0) || this.unmet.length >= this.mostUnmet) return [];
    const { partition } = this;
    const records = sent
      .slice(read)
      .map(({ key, bytes }, index) => ({ partition, offset: nextOffset + index, key: Buffer.from(key), value: bytes }));
    for (const record of records) this.unmet.push(record);
    return records;
  }

  /** What was acknowledged at an offset must be what stands there; false where it is not. */
  meet({ offset, value }: LogRecord): boolean {
    const [promised] = this.unmet;
    if (promised === undefined || offset !== promised.offset) return true;
    this.unmet.shift();
    return value?.equals(promised.value ?? Buffer.alloc(0)) === true;
  }

  /** It counts. What was sent again may stand in the log a second time, and is void there. */
  accepted(item: Item): void {
    item.fate = 'accepted';
    if (item.sends > 1) this.voids.add(item.hash);
  }

  /** It will never count; where it was sent, it is met all the same. */
  lost(item: Item): void {
    item.fate = 'void';
    if (item.sends > 0) this.voids.add(item.hash);
  }

  /** Who wrote a void record. */
  authorOfVoid(hash: string): Author {
    return this.voids.delete(hash) ? 'own' : 'foreign';
  }
}
