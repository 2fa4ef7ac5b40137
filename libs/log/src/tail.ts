import type { AcceptedRecord, Checkpoint, StreamHead } from './fold';

/** What one delivery of a partition came to, ready to be stored in one transaction. */
export interface TailBatch {
  partition: number;
  /** Records that count, in order. */
  accepted: AcceptedRecord[];
  /** Where the reader stands after this batch. */
  checkpoint: Checkpoint;
  /** The heads of the streams that this batch touched, accepted or void. */
  heads: StreamHead[];
  voids: number;
  /** Junk and orphans, in words: alarms for an operator. */
  alarms: string[];
  /** Stops a stream whose accepted event the reader cannot understand; its later records are left out of every batch. */
  stop(stream: string, reason: string): void;
}

/** A reader's stored place in one partition. */
export interface TailPlace {
  checkpoint: Checkpoint;
  heads: StreamHead[];
}

/**
 * What a reader does with a batch. The next batch of the partition waits until this settles. A rejection is tried again with the
 * same batch, after a pause that grows to five seconds, so a lost database only delays. A reader that finds its stored place moved
 * by somebody else throws StalePlace, and the tail reads its places anew.
 */
export type TailHandler = (batch: TailBatch) => Promise<void>;

/** Somebody else has moved the stored place; what this reader holds in memory is of no use any more. */
export class StalePlace extends Error {
  override readonly name = 'StalePlace';
}
