import type { Verdict } from '../ports';
import { type ClockReading, streamAhead } from '../clock';
import { KnownIds } from './known-ids';
import type { Tip } from './make-record';
import { KeptStops, type PartitionIdentity, type PartitionSnapshot, snapshotOf } from './partition-snapshot';
import { PartitionFold, startOf } from '../rule/fold';
import { readable } from '../rule/sentence';
import { Stream } from './stream';

/** What one partition holds, as far as it was read: its streams, and what has stopped. */
export class PartitionState<State, Command, Told extends Verdict = Verdict> {
  readonly fold: PartitionFold;
  /** Why nothing of the partition goes on any more. */
  damage: string | undefined;
  private readonly streams = new Map<string, Stream<State, Command, Told>>();
  private readonly stops = new KeptStops();

  constructor(
    readonly identity: PartitionIdentity,
    private readonly initial: State,
    snapshot?: PartitionSnapshot<State, Told>,
  ) {
    const { ledgerId, partitions, partition } = identity;
    const heads = snapshot?.streams.map(({ head }) => head);
    this.fold = new PartitionFold(ledgerId, partitions, snapshot?.checkpoint ?? startOf(partition), heads);
    for (const { head, state, known, stoppedBy } of snapshot?.streams ?? []) {
      const stream = new Stream<State, Command, Told>(partition, head.stream, state, new KnownIds(known));
      stream.stopped = head.stopped;
      if (stoppedBy !== undefined) this.keepStop(stream, stoppedBy);
      this.streams.set(head.stream, stream);
    }
  }

  get nextOffset(): number {
    return this.fold.nextOffset;
  }

  get all(): Iterable<Stream<State, Command, Told>> {
    return this.streams.values();
  }

  get names(): string[] {
    return [...this.streams.keys()];
  }

  /** A stream that is known, or new here from now on. */
  named(name: string): Stream<State, Command, Told> {
    let stream = this.streams.get(name);
    if (stream === undefined) {
      stream = this.newStream(name);
      this.streams.set(name, stream);
    }
    return stream;
  }

  /** A stream that is known, or an empty one of which nothing is kept. */
  peek(name: string): Stream<State, Command, Told> {
    return this.streams.get(name) ?? this.newStream(name);
  }

  /** The domain's state of a stream. */
  of(name: string): State {
    return this.streams.get(name)?.state ?? this.initial;
  }

  /** What was read of a stream so far. */
  tipOf({ name, state }: Stream<State, Command, Told>): Tip<State> {
    return { state, head: this.fold.head(name), time: this.fold.timeOf(name) };
  }

  /** Where the next decision stands. */
  newestTipOf(stream: Stream<State, Command, Told>): Tip<State> {
    return stream.queue.newestAttempt?.after ?? this.tipOf(stream);
  }

  /** Whether commands of the stream still get records. */
  goesOn(stream: Stream<State, Command, Told>): boolean {
    return stream.stopped === undefined && this.damage === undefined;
  }

  keepStop(stream: Stream<State, Command, Told>, record: Buffer): void {
    stream.stoppedBy = this.stops.keep(record);
  }

  /** Why the partition, or streams of it, do not write any more. */
  get stopped(): { stream: string; reason: string }[] {
    if (this.damage !== undefined) return [{ stream: `partition ${this.identity.partition}`, reason: this.damage }];
    return [...this.streams.values()].flatMap(({ name, stopped }) =>
      stopped === undefined ? [] : [{ stream: readable(name), reason: stopped }],
    );
  }

  /** Streams whose newest record lies in the future: they take nothing until it does not. */
  aheadOf(clock: ClockReading): { stream: string; until: string }[] {
    return this.names.flatMap((stream) => {
      const ahead = streamAhead(clock, this.fold.timeOf(stream));
      return ahead === undefined ? [] : [{ stream, until: ahead.until }];
    });
  }

  /** Nothing of a damaged partition is worth being kept. */
  snapshot(): PartitionSnapshot<State, Told> | undefined {
    return this.damage === undefined ? snapshotOf(this.fold, this.all) : undefined;
  }

  private newStream(name: string): Stream<State, Command, Told> {
    return new Stream(this.identity.partition, name, this.initial);
  }
}
