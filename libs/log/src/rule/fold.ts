import { type Envelope, hashOf, parseEnvelope } from './envelope';
import { LogDamaged } from './errors';
import type { Mark } from './mark';
import { type Head, firstHead, isMisplaced, judge, type VoidTips } from './rule';
import { readable } from './sentence';

/** A record as Kafka delivers it. */
export interface LogRecord {
  partition: number;
  offset: number;
  key: Buffer | null;
  value: Buffer | null;
  /** Set where the broker holds something else than a client's record. */
  mark?: Mark;
}

/** A record that counts, with its position in the log. */
export interface AcceptedRecord {
  partition: number;
  offset: number;
  stream: string;
  hash: string;
  envelope: Envelope;
}

/** What reading one record comes to. Only `accepted` changes anything; void records are part of the protocol, not errors. */
export type Reading =
  | { kind: 'accepted'; record: AcceptedRecord }
  | { kind: 'void'; stream: string; hash: string }
  /** No envelope of this log: void for everybody, and worth an alarm. */
  | { kind: 'junk'; reason: string }
  /** What a transaction leaves behind: no record at all, and nothing is missing. */
  | { kind: 'control'; what: string }
  /** The stream stops here: this record names a parent that the log never held. */
  | { kind: 'orphan'; stream: string; reason: string }
  /** A record of a stream that has stopped before. */
  | { kind: 'stopped'; stream: string };

/** Where one stream stands in a checkpoint. */
export interface StreamHead extends Head {
  stream: string;
  /** `time` of the record that made the head; empty for a stream without accepted records. */
  time: string;
  /** Void records that a later record could still name as its parent: hash and revision. */
  voidTips: [hash: string, revision: number][];
  /** Why the stream stopped, where it did. */
  stopped?: string;
  /** The offset of the record that stopped it. */
  stoppedAt?: number;
}

/** Where a reader of one partition stands. It is stored in the same transaction as what it covers. */
export interface Checkpoint {
  partition: number;
  /** The next offset to read. */
  nextOffset: number;
  /** Hash of the bytes at `nextOffset - 1`, checked when reading starts again; empty at offset 0. */
  lastHash: string;
}

interface StreamReading {
  head: Head;
  time: string;
  voidTips: VoidTips;
  stopped?: string;
  stoppedAt?: number;
}

/** Already known parse and hash of a record's exact bytes, so that a writer need not parse what it wrote itself. */
export type Recall = (value: Buffer) => { envelope: Envelope; hash: string } | undefined;

/**
 * Applies the rule to one partition in order. Pure bookkeeping: the same records give the same readings in every process. Throws
 * LogDamaged where the partition itself is not what it was.
 */
export class PartitionFold {
  private readonly streams = new Map<string, StreamReading>();
  private position: Checkpoint;

  constructor(
    private readonly ledgerId: string,
    private readonly partitions: number,
    checkpoint: Checkpoint,
    heads: readonly StreamHead[] = [],
  ) {
    this.position = { ...checkpoint };
    for (const { stream, revision, hash, time, voidTips, ...stop } of heads) {
      this.streams.set(stream, { head: { revision, hash }, time, voidTips: new Map(voidTips), ...stop });
    }
  }

  get checkpoint(): Checkpoint {
    return { ...this.position };
  }

  get nextOffset(): number {
    return this.position.nextOffset;
  }

  head(stream: string): Head {
    return this.streams.get(stream)?.head ?? firstHead(this.ledgerId, stream);
  }

  /** When the head was recorded; empty for a stream without accepted records. */
  timeOf(stream: string): string {
    return this.streams.get(stream)?.time ?? '';
  }

  /** Where a stream stands, as a checkpoint stores it; nothing for a stream that has not been met. */
  streamHead(stream: string): StreamHead | undefined {
    const reading = this.streams.get(stream);
    if (reading === undefined) return undefined;
    const { head, time, voidTips, ...stop } = reading;
    return { stream, ...head, time, voidTips: [...voidTips], ...stop };
  }

  /** Stops a stream whose accepted event its reader cannot understand; the other streams go on. */
  stop(stream: string, reason: string): void {
    const reading = this.streams.get(stream);
    if (reading !== undefined) reading.stopped ??= reason;
  }

  /** Reads the next record. One that was read before must be the same; one that is missing stops the partition. */
  read(record: LogRecord, recall?: Recall): Reading | undefined {
    const { partition, offset, value } = record;
    if (offset < this.position.nextOffset) {
      this.checkMetAgain(record);
      return undefined;
    }
    if (offset > this.position.nextOffset) {
      throw new LogDamaged(partition, this.position.nextOffset, `records are missing up to offset ${offset}`);
    }
    refuseDamage(record);
    const known = value === null ? undefined : recall?.(value);
    const hash = known?.hash ?? hashOf(value ?? '');
    this.position = { partition, nextOffset: offset + 1, lastHash: hash };
    return this.judge(record, hash, known?.envelope ?? parseEnvelope(value));
  }

  /**
   * Applies the rule without asking whether the record is the next one: for a reader that has seen to that itself. Only the order
   * within a stream matters then. `envelope` is what parseEnvelope made of the record's value, and `hash` that of its bytes.
   */
  judge(record: LogRecord, hash: string, envelope: Envelope | string): Reading {
    const { partition, offset, mark } = record;
    if (mark?.kind === 'control') return { kind: 'control', what: mark.what };
    if (typeof envelope === 'string') return { kind: 'junk', reason: envelope };
    const { subject: stream, revision, prevhash, time } = envelope;
    const claim = { key: record.key?.toString('utf8') ?? '', partition, subject: stream, revision, prevhash };
    if (isMisplaced(claim, this.partitions)) {
      return {
        kind: 'junk',
        reason: `key ${readable(claim.key)} in partition ${partition} is not the place of stream ${readable(stream)}`,
      };
    }
    const reading = this.streams.get(stream) ?? {
      head: firstHead(this.ledgerId, stream),
      time: '',
      voidTips: new Map<string, number>(),
    };
    this.streams.set(stream, reading);
    if (reading.stopped !== undefined) return { kind: 'stopped', stream };
    switch (judge(reading.head, reading.voidTips, claim, hash)) {
      case 'accepted':
        reading.head = { revision, hash };
        reading.time = time;
        return { kind: 'accepted', record: { partition, offset, stream, hash, envelope } };
      case 'void':
        return { kind: 'void', stream, hash };
      case 'orphan': {
        const reason =
          `partition ${partition} offset ${offset}: revision ${revision} of ${readable(stream)} names a parent that the log does not ` +
          `hold (head is revision ${reading.head.revision}); a record before it was altered or lost`;
        reading.stopped = reason;
        reading.stoppedAt = offset;
        return { kind: 'orphan', stream, reason };
      }
    }
  }

  private checkMetAgain(record: LogRecord): void {
    const { partition, offset, value } = record;
    if (offset !== this.position.nextOffset - 1 || this.position.lastHash === '') return;
    refuseDamage(record);
    if (hashOf(value ?? '') !== this.position.lastHash) {
      throw new LogDamaged(partition, offset, 'the record there is not the one that was read before');
    }
  }
}

/** Throws LogDamaged where there should be a record and none can be read. */
function refuseDamage({ partition, offset, mark }: LogRecord): void {
  if (mark?.kind === 'unreadable') {
    throw new LogDamaged(
      partition,
      offset,
      `the batch up to offset ${mark.last} cannot be read: ${mark.why}. If it was written so, copy the log without it (copy-log --without ${partition}:${offset})`,
    );
  }
  if (mark?.kind === 'nothing') {
    throw new LogDamaged(partition, offset, 'records are missing here, the broker holds an empty batch in their place');
  }
}

export function startOf(partition: number): Checkpoint {
  return { partition, nextOffset: 0, lastHash: '' };
}
