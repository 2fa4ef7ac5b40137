import type { Verdict } from '../ports';
import type { PackedIds } from './known-ids';
import type { Checkpoint, PartitionFold, StreamHead } from '../rule/fold';

/** Records at which streams of a partition have stopped are kept for its snapshots up to this size in all. */
const STOP_BYTES = 16 * 1024 * 1024;

/** Which partition of which log. */
export interface PartitionIdentity {
  ledgerId: string;
  partitions: number;
  partition: number;
}

/** A partition's state as it was at one position of the log. */
export interface PartitionSnapshot<State, Told extends Verdict = Verdict> {
  checkpoint: Checkpoint;
  streams: SnapshotStream<State, Told>[];
}

interface SnapshotStream<State, Told extends Verdict> {
  head: StreamHead;
  state: State;
  known: PackedIds<Told>;
  /** Of a stream that has stopped at an event: its record. The state is the one before it. */
  stoppedBy?: Buffer | undefined;
}

/** What a snapshot takes of a stream. */
interface Kept<State, Told extends Verdict> {
  name: string;
  state: State;
  known: { snapshot(): PackedIds<Told> };
  stoppedBy: Buffer | undefined;
}

/** What a later process needs to go on from here; nothing of a partition with stops that were too large to be kept. */
export function snapshotOf<State, Told extends Verdict>(
  fold: Pick<PartitionFold, 'checkpoint' | 'streamHead'>,
  kept: Iterable<Kept<State, Told>>,
): PartitionSnapshot<State, Told> | undefined {
  const streams: SnapshotStream<State, Told>[] = [];
  for (const { name, state, known, stoppedBy } of kept) {
    const head = fold.streamHead(name);
    if (head === undefined) continue;
    // An orphan stops its stream for every program; what is not understood is judged again by the one that starts.
    const isJudgedAgain = head.stopped !== undefined && head.stoppedAt === undefined;
    if (isJudgedAgain && stoppedBy === undefined) return undefined;
    streams.push({ head, state, known: known.snapshot(), stoppedBy });
  }
  return { checkpoint: fold.checkpoint, streams };
}

/** The records at which streams of one partition have stopped. */
export class KeptStops {
  private bytes = 0;

  /** The record, for as long as its stream stands still; nothing where all of them would get too large. */
  keep(record: Buffer): Buffer | undefined {
    if (this.bytes + record.length > STOP_BYTES) return undefined;
    this.bytes += record.length;
    // A copy, since a part of what was fetched would keep all of it in memory.
    return Buffer.from(record);
  }
}
