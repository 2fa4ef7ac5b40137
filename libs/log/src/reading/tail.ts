import { setTimeout as delay } from 'node:timers/promises';

import { errorOf, pauses } from '#basics';
import { LogDamaged } from '../rule/errors';
import { type Checkpoint, type LogRecord, PartitionFold, startOf, type StreamHead } from '../rule/fold';
import type { RawReader, RecordHandler } from '../ports';
import type { ReaderPulse } from './reader-pulse';
import { batchOf, type TailBatch } from './tail-batch';

/** A reader's stored position in one partition. */
export interface StoredPosition {
  checkpoint: Checkpoint;
  heads: StreamHead[];
}

/**
 * What a reader does with a batch. The next batch of the partition waits until this settles. A rejection is tried again with the
 * same batch, after a pause that grows to five seconds, so a lost database only delays. A reader that finds its stored position moved
 * by somebody else throws StalePosition, and the tail reads its positions anew.
 */
export type TailHandler = (batch: TailBatch) => Promise<void>;

/** Somebody else has moved the stored position; what this reader holds in memory is of no use any more. */
export class StalePosition extends Error {
  override readonly name = 'StalePosition';
}

export interface TailOptions {
  /** The stored positions; partitions without one are read from their beginning. `taken` ones are taken from another reader. */
  positions: (taken?: readonly number[]) => Promise<Map<number, StoredPosition>>;
  onBatch: TailHandler;
  /** LogDamaged stops its partition; a handler's error is told before each further try. */
  onFailure: (error: Error) => void;
  /** Several readers share the log: each handles the partitions that it has taken, and at first none. */
  isShared?: boolean;
  /** Is told how reading goes; where the log ends is for its owner to tell. */
  pulse?: ReaderPulse;
}

export interface Tail {
  nextOffset(partition: number): number;
  /** The partitions that this reader handles. */
  readonly handled: readonly number[];
  /** Handles these partitions from their stored positions on. */
  take(partitions: readonly number[]): Promise<void>;
  /** Handles this partition no longer; resolves when nothing of it is under way. */
  leave(partition: number): Promise<void>;
  stop(): Promise<void>;
}

type StartReader = (onRecords: RecordHandler, from: readonly number[]) => Promise<RawReader>;

/** Deliveries from another position that may still come after a seek; with more, the position itself is missing. */
const LATE_DELIVERIES = 10;
const READ_AGAIN_AFTER_MS = 1_000;

/** Applies the rule to what a raw reader delivers, and hands it on in batches. */
export class FoldingTail implements Tail {
  private folds: PartitionFold[] = [];
  private readonly damaged = new Set<number>();
  private readonly taken = new Set<number>();
  /** Partitions whose reader was sent to another position, with how often it delivered from elsewhere since. */
  private readonly sought = new Map<number, number>();
  private readonly turns = new Map<number, Promise<void>>();
  private reader: RawReader | undefined;
  private stopping = false;

  constructor(
    private readonly ledgerId: string,
    private readonly partitions: number,
    private readonly options: TailOptions,
  ) {}

  async start(startReader: StartReader, endOffsets: () => Promise<number[]>): Promise<void> {
    const positions = await this.options.positions();
    this.folds = this.partitionNumbers().map((partition) => this.foldAt(partition, positions));
    if (this.options.isShared !== true) for (const partition of this.partitionNumbers()) this.taken.add(partition);
    const ends = await endOffsets();
    for (const [partition, fold] of this.folds.entries()) {
      const end = ends[partition] ?? 0;
      if (end >= fold.nextOffset) continue;
      this.damage(
        partition,
        new LogDamaged(partition, end, `the log ends here, but was read up to ${fold.nextOffset - 1} before`),
      );
    }
    this.reader = await startReader(
      (partition, records) => this.queue(partition, records),
      this.folds.map((fold) => resumeAt(fold)),
    );
  }

  get handled(): number[] {
    return [...this.taken];
  }

  nextOffset(partition: number): number {
    return this.folds[partition]?.nextOffset ?? 0;
  }

  async take(partitions: readonly number[]): Promise<void> {
    // What was under way when the partition was left must have come to its end before the position is read.
    await Promise.all(partitions.map((partition) => this.leave(partition)));
    const positions = await this.options.positions(partitions);
    for (const partition of partitions) {
      const fold = this.foldAt(partition, positions);
      this.folds[partition] = fold;
      this.taken.add(partition);
      this.options.pulse?.startsAt(partition, fold.nextOffset);
      this.seekTo(partition, fold);
    }
  }

  leave(partition: number): Promise<void> {
    return this.inTurn(partition, () => {
      this.taken.delete(partition);
      return Promise.resolve();
    });
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.reader?.stop();
    await Promise.all(this.turns.values());
  }

  /**
   * Resolves when what was delivered before is handled, so that one delivery of each partition waits while another is worked on: the next
   * ones are read meanwhile.
   */
  private async queue(partition: number, records: LogRecord[]): Promise<void> {
    const before = this.turns.get(partition);
    void this.inTurn(partition, () =>
      this.receive(partition, records).catch((error: unknown) => this.readAgain(partition, errorOf(error))),
    );
    await before;
  }

  /** What could not be handled counts as delivered, and nobody would bring it again. */
  private async readAgain(partition: number, failure: Error): Promise<void> {
    this.options.onFailure(failure);
    const fold = this.folds[partition];
    if (fold === undefined || this.stopping) return;
    await delay(READ_AGAIN_AFTER_MS);
    this.seekTo(partition, fold);
  }

  /** What concerns a partition happens one after the other. */
  private inTurn(partition: number, work: () => Promise<void>): Promise<void> {
    const turn = (this.turns.get(partition) ?? Promise.resolve()).then(work);
    this.turns.set(
      partition,
      turn.catch(() => undefined),
    );
    return turn;
  }

  private async receive(partition: number, records: LogRecord[]): Promise<void> {
    const fold = this.folds[partition];
    const last = records.at(-1);
    if (fold === undefined || last === undefined || this.damaged.has(partition) || this.stopping) return;
    if (!this.taken.has(partition) || this.isLate(partition, fold, records)) return;
    let batch: TailBatch | undefined;
    try {
      batch = batchOf(fold, partition, records);
    } catch (error) {
      if (!(error instanceof LogDamaged)) throw error;
      this.damage(partition, error);
      return;
    }
    // After a lost broker a consumer may begin again far behind; there is no need to read all of that twice.
    if (last.offset + 1 < fold.nextOffset) this.reader?.seek(partition, resumeAt(fold));
    if (batch !== undefined) await this.deliver(batch);
  }

  /** What was on its way when the reader was sent elsewhere is no hole in the log. */
  private isLate(partition: number, fold: PartitionFold, [first]: readonly LogRecord[]): boolean {
    const late = this.sought.get(partition);
    if (late === undefined || first === undefined) return false;
    if (first.offset <= fold.nextOffset || late === LATE_DELIVERIES) {
      this.sought.delete(partition);
      return false;
    }
    this.sought.set(partition, late + 1);
    this.reader?.seek(partition, resumeAt(fold));
    return true;
  }

  private async deliver(batch: TailBatch): Promise<void> {
    const nextPause = pauses({ first: 100, most: 5_000 });
    while (!this.stopping) {
      try {
        await this.options.onBatch(batch);
        this.options.pulse?.moved(batch.partition, batch.checkpoint.nextOffset);
        return;
      } catch (error) {
        if (error instanceof StalePosition) {
          if (await this.readPositionAgain(batch.partition)) return;
        } else {
          const failure = errorOf(error);
          this.options.pulse?.troubled(batch.partition, failure.message);
          this.options.onFailure(failure);
        }
        await delay(nextPause());
      }
    }
  }

  private async readPositionAgain(partition: number): Promise<boolean> {
    try {
      const fold = this.foldAt(partition, await this.options.positions());
      this.folds[partition] = fold;
      this.options.pulse?.startsAt(partition, fold.nextOffset);
      this.seekTo(partition, fold);
      return true;
    } catch (error) {
      this.options.onFailure(errorOf(error));
      return false;
    }
  }

  /** Reads on from where the fold stands; what is still on its way from elsewhere comes late. */
  private seekTo(partition: number, fold: PartitionFold): void {
    this.sought.set(partition, 0);
    this.reader?.seek(partition, resumeAt(fold));
  }

  private foldAt(partition: number, positions: Map<number, StoredPosition>): PartitionFold {
    const position = positions.get(partition);
    return new PartitionFold(
      this.ledgerId,
      this.partitions,
      position?.checkpoint ?? startOf(partition),
      position?.heads,
    );
  }

  private damage(partition: number, error: LogDamaged): void {
    this.damaged.add(partition);
    this.options.onFailure(error);
  }

  private partitionNumbers(): number[] {
    return Array.from({ length: this.partitions }, (_, partition) => partition);
  }
}

/** Reading starts one record early, so that the record that was read last is met again and must be the same. */
function resumeAt(fold: PartitionFold): number {
  return Math.max(0, fold.nextOffset - 1);
}
