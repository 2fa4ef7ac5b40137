import { reasonOf } from '#basics';
import type { WriterEvents } from './partition-writer';
import type { PartitionSnapshot } from './partition-snapshot';
import type { Decider, Verdict } from '../ports';
import { sentenceOf } from '../rule/sentence';
import { decodeSnapshot, encodeSnapshot, requireSameStops, type SnapshotStore, type StateCodec } from './snapshot';
import { within } from '../within';

/** Where snapshots go, how states are written, and after how many records of a partition a new one is worth its cost. */
export interface SnapshotSettings<State> {
  store: SnapshotStore;
  codec: StateCodec<State>;
  everyRecords: number;
}

/** Why a partition's newest snapshot is not kept, and for how long. */
export interface SnapshotTrouble {
  partition: number;
  reason: string;
  tries: number;
  forMs: number;
}

/** How long after a snapshot that was not kept the next one is made: each takes time from commands. */
const AFTER_FAILURE_MS = 60_000;
/** A large one takes long to be fetched; a database that says nothing for so long is left, and the history is folded. */
const LOADED_WITHIN_MS = 120_000;

interface Unkept {
  since: number;
  tries: number;
  reason: string;
}

/** What snapshots are taken of. */
export interface SnapshotSource<State, Told extends Verdict = Verdict> {
  readonly nextOffset: number;
  snapshot(): PartitionSnapshot<State, Told> | undefined;
}

/** Loads and saves the snapshots of a log's partitions. Without settings there are none, and every start reads everything. */
export class SnapshotKeeper<State, Told extends Verdict = Verdict> {
  /** By partition, the next offset of the newest one that is kept. */
  private readonly savedAt: number[] = [];
  /** Before this time none are made. */
  private pausedUntil = 0;
  private readonly unkept = new Map<number, Unkept>();

  constructor(
    private readonly log: { ledgerId: string; partitions: number },
    private readonly settings: SnapshotSettings<State> | undefined,
    private readonly elapsed: () => number,
    private readonly events: Pick<WriterEvents, 'alarm'>,
  ) {}

  /** Why one is not kept; nothing while all are. */
  get trouble(): SnapshotTrouble | undefined {
    for (const [partition, { since, ...trouble }] of this.unkept) {
      return { partition, ...trouble, forMs: this.elapsed() - since };
    }
    return undefined;
  }

  get failing(): number {
    return this.unkept.size;
  }

  /** The most records of a partition that lie behind its snapshot. */
  beyond(sources: readonly SnapshotSource<State, Told>[]): number {
    return sources.reduce(
      (most, { nextOffset }, partition) => Math.max(most, nextOffset - (this.savedAt[partition] ?? 0)),
      0,
    );
  }

  /** Where a partition goes on; nothing where its history is to be folded. */
  async load<Command, Event extends { type: string; data: unknown }>(
    partition: number,
    decider: Decider<State, Command, Event, Told>,
  ): Promise<PartitionSnapshot<State, Told> | undefined> {
    if (this.settings === undefined) return undefined;
    try {
      const loading = this.tryLoad(partition, this.settings);
      const snapshot = await within(loading, `the snapshot of partition ${partition}`, LOADED_WITHIN_MS);
      if (snapshot !== undefined) {
        requireSameStops(snapshot, decider);
        this.savedAt[partition] = snapshot.checkpoint.nextOffset;
      }
      return snapshot;
    } catch (error) {
      this.events.alarm(`the snapshot of partition ${partition} is ignored, its history is folded: ${reasonOf(error)}`);
      return undefined;
    }
  }

  private async tryLoad(
    partition: number,
    { store, codec }: SnapshotSettings<State>,
  ): Promise<PartitionSnapshot<State, Told> | undefined> {
    const body = await store.load(partition);
    return body === undefined ? undefined : decodeSnapshot({ ...this.log, partition }, body, codec);
  }

  /** Saves those that are worth their cost, unless one could not be kept a while ago. */
  async saveDue(sources: readonly SnapshotSource<State, Told>[], now: number): Promise<void> {
    if (now >= this.pausedUntil) await this.save(sources, this.settings?.everyRecords ?? 0);
  }

  /** Saves what a next start is spared much by, before this process ends. */
  async saveLast(sources: readonly SnapshotSource<State, Told>[]): Promise<void> {
    await this.save(sources, Math.ceil((this.settings?.everyRecords ?? 0) / 10));
  }

  private async save(sources: readonly SnapshotSource<State, Told>[], atLeast: number): Promise<void> {
    const { settings } = this;
    if (settings === undefined) return;
    for (const [partition, source] of sources.entries()) {
      const { nextOffset } = source;
      if (nextOffset - (this.savedAt[partition] ?? 0) < Math.max(1, atLeast)) continue;
      const body = this.encoded(partition, source, settings.codec);
      if (body === undefined) continue;
      try {
        await settings.store.save(partition, nextOffset, body);
        this.savedAt[partition] = nextOffset;
        this.unkept.delete(partition);
      } catch (error) {
        this.notKept(partition, reasonOf(error));
        this.events.alarm(`no snapshot of partition ${partition} was saved: ${reasonOf(error)}`);
        // What stood in the way of one will stand in the way of the others.
        return;
      }
    }
  }

  /** A state that cannot be written keeps its own partition from a snapshot, and none of the others. */
  private encoded(
    partition: number,
    source: SnapshotSource<State, Told>,
    codec: StateCodec<State>,
  ): Buffer | undefined {
    const snapshot = source.snapshot();
    if (snapshot === undefined) return undefined;
    try {
      return encodeSnapshot({ ...this.log, partition }, snapshot, codec);
    } catch (error) {
      this.notKept(partition, sentenceOf(error));
      this.events.alarm(`no snapshot of partition ${partition} can be made: ${sentenceOf(error)}`);
      return undefined;
    }
  }

  private notKept(partition: number, reason: string): void {
    const now = this.elapsed();
    this.pausedUntil = now + AFTER_FAILURE_MS;
    const { since, tries } = this.unkept.get(partition) ?? { since: now, tries: 0 };
    this.unkept.set(partition, { since, tries: tries + 1, reason });
  }
}
