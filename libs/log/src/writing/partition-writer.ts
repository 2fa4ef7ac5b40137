import { reasonOf } from '#basics';
import type { Attempt } from './attempt';
import { AwaitedEnds } from './awaited-ends';
import { Decisions } from './decisions';
import { DEFAULT_LIMITS, type WriterLimits } from './limits';
import { Outbox } from './outbox';
import { type Author, OwnRecords } from './own-records';
import type { PartitionSnapshot } from './partition-snapshot';
import { PartitionState } from './partition-state';
import type { Decider, LogPort, Outcome, Submission, Verdict } from '../ports';
import type { Rehearsal } from './rehearsal';
import { LogDamaged } from '../rule/errors';
import type { AcceptedRecord, LogRecord, Reading } from '../rule/fold';
import { OPENING_STREAM } from '../rule/opening';
import type { Head } from '../rule/rule';
import { readable, sentenceOf } from '../rule/sentence';
import type { Stream } from './stream';
import { understand } from './understand';

export interface WriterEvents {
  /** Junk, orphans, failed appends: for the operator's log and metrics. */
  alarm(message: string): void;
  /**
   * A stream has new accepted records; told once for each delivery that brought some. `isOwn` is false where somebody else wrote any
   * of them.
   */
  advanced?(stream: string, isOwn: boolean): void;
}

/** A stream that a record has moved on, or stopped for good, and who did it: a stop is nobody's record. */
interface Moved<State, Command, Told extends Verdict> {
  stream: Stream<State, Command, Told>;
  by: Author | 'nobody';
}

/**
 * Writes and reads one partition: folds what is read, decides commands against the state that those before them will leave, appends
 * one batch at a time, and answers when it has read its own record back. Any number of writers may do so side by side; the log's
 * rule alone says which record counts. Single-threaded and free of clocks and I/O of its own, so that it can be tortured.
 */
export class PartitionWriter<
  State,
  Command,
  Event extends { type: string; data: unknown },
  Told extends Verdict = Verdict,
> {
  /** How far the log has been read, for who waits for it. */
  readonly ends: AwaitedEnds;
  private readonly state: PartitionState<State, Command, Told>;
  private readonly own: OwnRecords<Attempt<State, Told>>;
  private readonly outbox: Outbox<Attempt<State, Told>>;
  private readonly decisions: Decisions<State, Command, Event, Told>;
  private readonly met = { accepted: 0, void: 0, junk: 0, control: 0, foreign: 0 };

  constructor(
    private readonly partition: number,
    identity: { ledgerId: string; partitions: number },
    private readonly decider: Decider<State, Command, Event, Told>,
    private readonly port: LogPort,
    private readonly events: WriterEvents,
    limits: WriterLimits = DEFAULT_LIMITS,
    snapshot?: PartitionSnapshot<State, Told>,
  ) {
    this.state = new PartitionState({ ...identity, partition }, decider.initial, snapshot);
    this.ends = new AwaitedEnds(this.state);
    this.own = new OwnRecords(partition, limits.queued);
    this.outbox = new Outbox(partition, port, limits.batchBytes, {
      sending: (batch) => this.own.sending(batch),
      acknowledged: (first, sent) => this.takeAcknowledged(first, sent),
      alarm: (message) => events.alarm(message),
    });
    this.decisions = new Decisions(this.state, decider, port, limits, this.ends, this.outbox);
    for (const { name, stopped } of this.state.all) if (stopped !== undefined) this.alarmOfStop(name, stopped);
  }

  get nextOffset(): number {
    return this.state.nextOffset;
  }

  /** The next offset that the reader has to bring: what was only acknowledged must be met all the same. */
  get readOffset(): number {
    return this.own.firstUnmet ?? this.nextOffset;
  }

  /** Commands that wait or are under way. */
  get open(): number {
    return this.decisions.open;
  }

  get counts(): { accepted: number; void: number; junk: number; control: number; foreign: number; lostRaces: number } {
    return { ...this.met, lostRaces: this.decisions.lostRaces };
  }

  /** When appends began to fail; undefined while they succeed. */
  get failingSince(): number | undefined {
    return this.outbox.failingSince;
  }

  /** Why this partition, or streams of it, do not write any more. */
  get stopped(): { stream: string; reason: string }[] {
    return this.state.stopped;
  }

  /** Streams whose newest record lies in the future: they take nothing until it does not. */
  get ahead(): { stream: string; until: string }[] {
    return this.state.aheadOf(this.port.clock());
  }

  /** The streams that are known here. */
  get streamNames(): string[] {
    return this.state.names;
  }

  stateOf(stream: string): State {
    return this.state.of(stream);
  }

  headOf(stream: string): Head {
    return this.state.fold.head(stream);
  }

  /** What a later process needs to go on from here; nothing of a damaged partition, and of one with stops that are too large to be kept. */
  snapshot(): PartitionSnapshot<State, Told> | undefined {
    return this.state.snapshot();
  }

  /** Settles when the command's fate is known: read back from the log, or answered without a record. */
  submit(stream: string, submission: Submission<Command>): Promise<Outcome<Told>> {
    return this.decisions.submit(stream, submission);
  }

  /** Decides commands of a stream without writing anything, from what was read so far. */
  rehearsal(stream: string): Rehearsal<State, Command, Event, Told> {
    return this.decisions.rehearsal(stream);
  }

  /** Takes what the log delivers, in order. Throws nothing: damage stops the partition and answers all that is open. */
  receive(records: readonly LogRecord[]): void {
    for (const record of records) this.meet(record);
    this.read(records);
  }

  /**
   * A log that ends before what was read from it has been cut, or was deleted and made again. `read` is where this reader stood
   * before it asked for the end, because it reads on while the answer is on its way.
   */
  checkEnd(end: number, read: number): void {
    if (end >= read) return;
    const { message } = new LogDamaged(this.partition, end, `the log ends here, but was read up to ${read - 1}`);
    this.stopPartition(message);
  }

  /** Sends nothing any more. What is open stays unanswered, since its fate is not known: its id gives it later. */
  giveUp(): void {
    this.outbox.close();
  }

  /** Ends this partition: everything open and everything new is answered `stopped`. */
  stopPartition(reason: string): void {
    if (this.state.damage !== undefined) return;
    this.state.damage = reason;
    this.events.alarm(reason);
    for (const stream of this.state.all) {
      for (const task of stream.queue.takeAll()) this.decisions.finish(stream, task, { kind: 'stopped', reason });
    }
    this.outbox.close();
    this.ends.close();
  }

  private read(records: readonly LogRecord[]): void {
    if (this.state.damage !== undefined) return;
    const touched = new Map<Stream<State, Command, Told>, Author | 'nobody'>();
    for (const record of records) {
      let reading: Reading | undefined;
      try {
        reading = this.state.fold.read(record, (value) => this.own.recall(value));
      } catch (error) {
        this.stopPartition(reasonOf(error));
        return;
      }
      if (reading === undefined) continue;
      const moved = this.take(reading, record);
      if (moved !== undefined && touched.get(moved.stream) !== 'foreign') touched.set(moved.stream, moved.by);
    }
    for (const [stream, by] of touched) {
      this.events.advanced?.(stream.name, by !== 'foreign');
      this.decisions.advance(stream);
    }
    this.ends.release();
  }

  /** Does not wait for the reader where it can only bring what was acknowledged, and hurries it where it must bring others' records. */
  private takeAcknowledged(first: number | undefined, sent: readonly Attempt<State, Told>[]): void {
    if (first === undefined) return;
    const { nextOffset } = this;
    if (first > nextOffset) this.ends.expect(first + sent.length);
    const records = this.own.readAhead(nextOffset, first, sent);
    if (records.length > 0) this.read(records);
  }

  private meet(record: LogRecord): void {
    if (this.state.damage !== undefined || this.own.meet(record)) return;
    const why = 'the record there is not the one that was acknowledged';
    this.stopPartition(new LogDamaged(this.partition, record.offset, why).message);
  }

  /** Applies one reading; answers the stream whose queue may go on. */
  private take(reading: Reading, { value }: LogRecord): Moved<State, Command, Told> | undefined {
    switch (reading.kind) {
      case 'accepted': {
        this.met.accepted += 1;
        const stream = this.state.named(reading.record.stream);
        return { stream, by: this.accept(stream, reading.record, value) };
      }
      case 'void': {
        this.met.void += 1;
        const stream = this.state.named(reading.stream);
        // A foreign record that lost shows that somebody else writes this stream, who must get a chance.
        if (this.own.authorOfVoid(reading.hash) === 'foreign') stream.queue.contend();
        return undefined;
      }
      case 'junk':
        this.met.junk += 1;
        this.events.alarm(`partition ${this.partition} offset ${this.nextOffset - 1}: void record, ${reading.reason}`);
        return undefined;
      case 'control':
        this.met.control += 1;
        this.events.alarm(`partition ${this.partition} offset ${this.nextOffset - 1}: ${reading.what}, passed by`);
        return undefined;
      case 'orphan': {
        const stream = this.state.named(reading.stream);
        this.stopStream(stream, reading.reason);
        return { stream, by: 'nobody' };
      }
      case 'stopped':
        return undefined;
    }
  }

  /** Takes a record that counts; answers whose it was. */
  private accept(stream: Stream<State, Command, Told>, record: AcceptedRecord, value: Buffer | null): Author {
    const task = stream.queue.oldestInFlight;
    const attempt = task?.attempt;
    if (task === undefined || attempt?.hash !== record.hash) {
      this.met.foreign += 1;
      if (record.stream !== OPENING_STREAM) this.acceptForeign(stream, record, value);
      return 'foreign';
    }
    this.own.accepted(attempt);
    stream.queue.land();
    stream.state = attempt.after.state;
    const receipt = stream.remember(record, attempt.told);
    this.decisions.finish(stream, task, { kind: 'recorded', first: true, receipt });
    this.decisions.calm(stream);
    return 'own';
  }

  private acceptForeign(stream: Stream<State, Command, Told>, record: AcceptedRecord, value: Buffer | null): void {
    try {
      // Whatever is wrong with the event, and wherever it shows, is its own stream's matter.
      const { state, told } = understand(this.decider, stream.state, record.envelope);
      stream.remember(record, told);
      stream.state = state;
    } catch (error) {
      const why = sentenceOf(error);
      const reason = `partition ${record.partition} offset ${record.offset}: ${why}; upgrade this program, then start it again`;
      this.state.fold.stop(stream.name, reason);
      if (value !== null) this.state.keepStop(stream, value);
      this.stopStream(stream, reason);
      return;
    }
    const lost = this.decisions.loseRace(stream);
    for (const attempt of lost) this.own.lost(attempt);
    if (lost.length > 0) this.outbox.dropDecided();
  }

  /** Those of its commands that wait are answered when it is advanced. */
  private stopStream(stream: Stream<State, Command, Told>, reason: string): void {
    stream.stopped ??= reason;
    this.alarmOfStop(stream.name, reason);
    for (const task of stream.queue.takeFlight()) {
      if (task.attempt !== undefined) task.attempt.fate = 'void';
      this.decisions.finish(stream, task, { kind: 'stopped', reason });
    }
    this.outbox.dropDecided();
  }

  private alarmOfStop(stream: string, reason: string): void {
    this.events.alarm(`stream ${readable(stream)} has stopped: ${reason}`);
  }
}
