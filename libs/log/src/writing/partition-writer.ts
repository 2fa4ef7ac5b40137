import { streamAhead } from '../clock';
import type { Envelope } from '../rule/envelope';
import { LogDamaged, LogUnreachable } from '../rule/errors';
import {
  type AcceptedRecord,
  type Checkpoint,
  type LogRecord,
  PartitionFold,
  type Reading,
  startOf,
  type StreamHead,
} from '../rule/fold';
import { type Known, KnownIds, type PackedIds } from './known-ids';
import { inSteps, makingRecord, type Result, type Tip, type WritingPlace } from './make-record';
import { OPENING_STREAM } from '../rule/opening';
import type { Decider, LogPort, Outcome, Receipt, Submission, Verdict } from '../ports';
import { pauses } from '../pauses';
import { Rehearsal } from './rehearsal';
import type { Head } from '../rule/rule';
import { readable, sentenceOf } from '../rule/sentence';
import { toldOf, understand } from './understand';
import { reasonOf } from '../reason';

export interface WriterLimits {
  /** Commands that may wait or be under way in one partition. */
  queued: number;
  /** Decisions of one stream that may be under way without being read back. */
  pipelined: number;
  /** Races that a command may lose before it is answered `contended`. */
  tries: number;
  /** The largest record, and the largest batch, that the broker is asked to take. */
  recordBytes: number;
  batchBytes: number;
}

export const DEFAULT_LIMITS: WriterLimits = {
  queued: 20_000,
  pipelined: 2_000,
  tries: 32,
  recordBytes: 8 * 1024 * 1024 - 4_096,
  batchBytes: 2 * 1024 * 1024,
};

/** A stream goes one at a time until it has seen this many of its own records accepted without a foreign one. */
const CALM_AFTER = 16;
/** In a contended stream a winner lets the losers go first for about this long. */
const COURTESY_MS = 6;
const RETRY_MS = { first: 50, most: 2_000 };
/** Records at which streams of a partition have stopped are kept for its snapshots up to this size in all. */
const STOP_BYTES = 16 * 1024 * 1024;

/** A decision as bytes, and what it would make of its stream. */
interface Attempt<State, Told extends Verdict> {
  key: string;
  bytes: Buffer;
  hash: string;
  envelope: Envelope;
  after: Tip<State>;
  told: Verdict<Told['refusal'], Told['warning']>;
  /** How often its bytes were handed to the broker. */
  sends: number;
  fate: 'unknown' | 'accepted' | 'void';
}

interface Task<State, Command, Told extends Verdict> {
  submission: Submission<Command>;
  /** How many ids its stream knew when this one was found to be none of them; while there are no more, it still is none. */
  newAmong: number;
  tries: number;
  attempt?: Attempt<State, Told>;
  /** Set once the reader has passed the end of the log that stood when an unmet expected revision was seen. */
  caughtUp?: boolean;
  settle: ((outcome: Outcome<Told>) => void)[];
  fail: ((error: unknown) => void)[];
}

interface Stream<State, Command, Told extends Verdict> {
  name: string;
  state: State;
  /** Every id that was folded, with what is needed to answer it again. */
  known: KnownIds<Told>;
  /** Waiting for a decision, in order. */
  queue: Task<State, Command, Told>[];
  /** The record of a large decision is being made, in several turns; its task stays at the head of the queue meanwhile. */
  making: boolean;
  /** Decided and not read back yet, in order of their revisions. */
  flight: Task<State, Command, Told>[];
  /** Both of them by id, so that a repeat joins what is under way. */
  open: Map<string, Task<State, Command, Told>>;
  /** Above zero while others write the stream too. */
  contended: number;
  yielding: boolean;
  stopped?: string;
  /** The record that is not understood, where it was kept. */
  stoppedBy?: Buffer;
}

/** A partition's state as it was at one place of the log. */
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

export interface WriterEvents {
  /** Junk, orphans, failed appends: for the operator's log and metrics. */
  alarm(message: string): void;
  /**
   * A stream has new accepted records; told once for each delivery that brought some. `isOwn` is false where somebody else wrote any
   * of them.
   */
  advanced?(stream: string, isOwn: boolean): void;
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
  private readonly fold: PartitionFold;
  private readonly streams = new Map<string, Stream<State, Command, Told>>();
  private outbox: Attempt<State, Told>[] = [];
  /** Sent attempts in the order in which they should be read back, so that their bytes need not be parsed again. */
  private unread: Attempt<State, Told>[] = [];
  /** Acknowledged records that were taken from the acknowledgement, and that the reader has not met yet. */
  private unmet: LogRecord[] = [];
  /** Own records that lost; reading them back says nothing about other writers. */
  private readonly ownVoids = new Set<string>();
  /** When appends began to fail; undefined while they succeed. */
  failingSince: number | undefined;
  private sending = false;
  private hasGivenUp = false;
  private pumpIsDue = false;
  private size = 0;
  private stopBytes = 0;
  private damage: string | undefined;
  /** Who waits until the log has been read up to an end that was seen. */
  private waitingForEnd: { end: number; go: () => void }[] = [];
  /** What stands before this offset is waited for, and only the reader can bring it. */
  private awaited = 0;
  /** Told when the reader should bring at once what it has. */
  onBehind: () => void = () => undefined;
  readonly counts = { accepted: 0, void: 0, junk: 0, control: 0, foreign: 0, lostRaces: 0 };

  constructor(
    private readonly partition: number,
    private readonly place: { ledgerId: string; partitions: number },
    private readonly decider: Decider<State, Command, Event, Told>,
    private readonly port: LogPort,
    private readonly events: WriterEvents,
    private readonly limits: WriterLimits = DEFAULT_LIMITS,
    snapshot?: PartitionSnapshot<State, Told>,
  ) {
    const { ledgerId, partitions } = place;
    const heads = snapshot?.streams.map(({ head }) => head);
    this.fold = new PartitionFold(ledgerId, partitions, snapshot?.checkpoint ?? startOf(partition), heads);
    for (const { head, state, known, stoppedBy } of snapshot?.streams ?? []) {
      const stream = newStream<State, Command, Told>(head.stream, state, new KnownIds<Told>(known));
      this.streams.set(head.stream, stream);
      if (stoppedBy !== undefined) this.keepStop(stream, stoppedBy);
      if (head.stopped !== undefined) this.stopStream(stream, head.stopped);
    }
  }

  /** What a later process needs to go on from here; nothing of a damaged partition, and of one with stops that are too large to be kept. */
  snapshot(): PartitionSnapshot<State, Told> | undefined {
    if (this.damage !== undefined) return undefined;
    const streams: SnapshotStream<State, Told>[] = [];
    for (const { name, state, known, stoppedBy } of this.streams.values()) {
      const head = this.fold.streamHead(name);
      if (head === undefined) continue;
      // An orphan stops its stream for every program; what is not understood is judged again by the one that starts.
      const isJudgedAgain = head.stopped !== undefined && head.stoppedAt === undefined;
      if (isJudgedAgain && stoppedBy === undefined) return undefined;
      streams.push({ head, state, known: known.snapshot(), stoppedBy });
    }
    return { checkpoint: this.fold.checkpoint, streams };
  }

  private keepStop(stream: Stream<State, Command, Told>, record: Buffer): void {
    if (this.stopBytes + record.length > STOP_BYTES) return;
    this.stopBytes += record.length;
    // A copy, since a part of what was fetched would keep all of it in memory.
    stream.stoppedBy = Buffer.from(record);
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

  get nextOffset(): number {
    return this.fold.nextOffset;
  }

  /** The next offset that the reader has to bring: what was only acknowledged must be met all the same. */
  get readOffset(): number {
    return this.unmet[0]?.offset ?? this.nextOffset;
  }

  /** True once everything before the offset was read, or will never be because the partition has stopped. */
  hasPassed(offset: number): boolean {
    return this.damage !== undefined || this.nextOffset >= offset;
  }

  /** Commands that wait or are under way. */
  get open(): number {
    return this.size;
  }

  /** Why this partition, or streams of it, do not write any more. */
  get stopped(): { stream: string; reason: string }[] {
    if (this.damage !== undefined) return [{ stream: `partition ${this.partition}`, reason: this.damage }];
    return [...this.streams.values()].flatMap(({ name, stopped }) =>
      stopped === undefined ? [] : [{ stream: readable(name), reason: stopped }],
    );
  }

  /** Streams whose newest record lies in the future: they take nothing until it does not. */
  get ahead(): { stream: string; until: string }[] {
    const reading = this.port.clock();
    return this.streamNames.flatMap((stream) => {
      const ahead = streamAhead(reading, this.fold.timeOf(stream));
      return ahead === undefined ? [] : [{ stream, until: ahead.until }];
    });
  }

  /** The streams that are known here. */
  get streamNames(): string[] {
    return [...this.streams.keys()];
  }

  /** Settles once everything before the offset was read, or will never be because the partition has stopped. */
  untilPassed(end: number): Promise<void> {
    if (this.hasPassed(end)) return Promise.resolve();
    return new Promise((go) => this.waitFor(end, go));
  }

  /** True while somebody waits for what only the reader can bring. */
  get isBehind(): boolean {
    return this.damage === undefined && this.nextOffset < this.awaited;
  }

  /** Decides commands of a stream without writing anything, from what was read so far. */
  rehearsal(name: string): Rehearsal<State, Command, Event, Told> {
    const { partition, nextOffset } = this;
    const stream = this.streams.get(name) ?? newStream(name, this.decider.initial, new KnownIds<Told>());
    const start = {
      tip: this.tipOf(stream),
      ...(nextOffset === 0 ? {} : { place: { partition, offset: nextOffset - 1 } }),
      answered: (submission: Submission<unknown>): Outcome<Told> | undefined => {
        const reason = this.damage ?? stream.stopped;
        return reason === undefined ? this.answerTo(stream, submission) : { kind: 'stopped', reason };
      },
    };
    return new Rehearsal(start, this.decider, this.writingPlace(name), () => this.port.nextTurn());
  }

  stateOf(stream: string): State {
    return this.streams.get(stream)?.state ?? this.decider.initial;
  }

  headOf(stream: string): Head {
    return this.fold.head(stream);
  }

  /** Settles when the command's fate is known: read back from the log, or answered without a record. */
  submit(name: string, submission: Submission<Command>): Promise<Outcome<Told>> {
    if (this.damage !== undefined) return Promise.resolve({ kind: 'stopped', reason: this.damage });
    const stream = this.streamNamed(name);
    const known = this.answerTo(stream, submission);
    if (known !== undefined) return Promise.resolve(known);
    const open = stream.open.get(submission.commandId);
    if (open !== undefined) return join(open, submission);
    if (this.size >= this.limits.queued) return Promise.resolve({ kind: 'overloaded', queued: this.size });
    return new Promise((resolve, reject) => {
      const newAmong = stream.known.size;
      const task: Task<State, Command, Told> = { submission, newAmong, tries: 0, settle: [resolve], fail: [reject] };
      this.size += 1;
      stream.open.set(submission.commandId, task);
      stream.queue.push(task);
      this.advance(stream);
    });
  }

  /** Takes what the log delivers, in order. Throws nothing: damage stops the partition and answers all that is open. */
  receive(records: readonly LogRecord[]): void {
    for (const record of records) this.meet(record);
    this.read(records);
  }

  private read(records: readonly LogRecord[]): void {
    if (this.damage !== undefined) return;
    const touched = new Map<Stream<State, Command, Told>, { isOwn: boolean }>();
    for (const record of records) {
      let reading: Reading | undefined;
      try {
        reading = this.fold.read(record, (value) => this.recall(value));
      } catch (error) {
        this.stopPartition(reasonOf(error));
        return;
      }
      if (reading === undefined) continue;
      const { foreign } = this.counts;
      const stream = this.take(reading, record);
      if (stream === undefined) continue;
      const wasOwn = touched.get(stream)?.isOwn ?? true;
      touched.set(stream, { isOwn: wasOwn && this.counts.foreign === foreign });
    }
    for (const [stream, { isOwn }] of touched) {
      this.events.advanced?.(stream.name, isOwn);
      this.advance(stream);
    }
    for (const resume of this.waitingForEnd.filter(({ end }) => this.nextOffset >= end)) resume.go();
    this.waitingForEnd = this.waitingForEnd.filter(({ end }) => this.nextOffset < end);
  }

  /**
   * Takes what was acknowledged without waiting for the reader, where it stands directly behind what was read: nobody else's record can be in
   * between. An acknowledgement of all in-sync replicas says no less than reading the record back. Where others wrote meanwhile, the reader
   * brings their records and these.
   */
  private takeAcknowledged(first: number | undefined, sent: readonly Attempt<State, Told>[]): void {
    const read = this.nextOffset - (first ?? Number.NaN);
    if (first !== undefined && read < 0) this.expect(first + sent.length);
    if (!(read >= 0) || read >= sent.length || this.unmet.length >= this.limits.queued) return;
    const { partition, nextOffset } = this;
    const records = sent
      .slice(read)
      .map(({ key, bytes }, index) => ({ partition, offset: nextOffset + index, key: Buffer.from(key), value: bytes }));
    for (const record of records) this.unmet.push(record);
    this.read(records);
  }

  private waitFor(end: number, go: () => void): void {
    this.waitingForEnd.push({ end, go });
    this.expect(end);
  }

  private expect(end: number): void {
    this.awaited = Math.max(this.awaited, end);
    this.onBehind();
  }

  /** What was acknowledged at an offset must be what stands there. */
  private meet({ offset, value }: LogRecord): void {
    const [promised] = this.unmet;
    if (promised === undefined || offset !== promised.offset || this.damage !== undefined) return;
    this.unmet.shift();
    if (value?.equals(promised.value ?? Buffer.alloc(0)) === true) return;
    const why = 'the record there is not the one that was acknowledged';
    this.stopPartition(new LogDamaged(this.partition, offset, why).message);
  }

  /** Applies one reading; answers the stream whose queue may go on. */
  private take(reading: Reading, { value }: LogRecord): Stream<State, Command, Told> | undefined {
    switch (reading.kind) {
      case 'accepted': {
        this.counts.accepted += 1;
        const stream = this.streamNamed(reading.record.stream);
        const first = stream.flight[0];
        if (first?.attempt?.hash === reading.record.hash) this.confirm(stream, first, first.attempt, reading.record);
        else this.takeForeign(stream, reading.record, value);
        return stream;
      }
      case 'void': {
        this.counts.void += 1;
        // A foreign record that lost shows that somebody else writes this stream, who must get a chance.
        const stream = this.streamNamed(reading.stream);
        if (!this.ownVoids.delete(reading.hash)) stream.contended = CALM_AFTER;
        return undefined;
      }
      case 'junk':
        this.counts.junk += 1;
        this.events.alarm(`partition ${this.partition} offset ${this.nextOffset - 1}: void record, ${reading.reason}`);
        return undefined;
      case 'control':
        this.counts.control += 1;
        this.events.alarm(`partition ${this.partition} offset ${this.nextOffset - 1}: ${reading.what}, passed by`);
        return undefined;
      case 'orphan':
        return this.stopStream(this.streamNamed(reading.stream), reading.reason);
      case 'stopped':
        return undefined;
    }
  }

  private confirm(
    stream: Stream<State, Command, Told>,
    task: Task<State, Command, Told>,
    attempt: Attempt<State, Told>,
    record: AcceptedRecord,
  ): void {
    attempt.fate = 'accepted';
    // The double of a record that was sent again is no sign of another writer.
    if (attempt.sends > 1) this.ownVoids.add(attempt.hash);
    stream.flight.shift();
    stream.state = attempt.after.state;
    const receipt = this.remember(stream, record, attempt.told);
    this.finish(stream, task, { kind: 'recorded', first: true, receipt });
    if (stream.contended > 0) {
      stream.contended -= 1;
      this.yieldToOthers(stream);
    }
  }

  /** Somebody else extended the head: what stands behind it is void for ever and is decided again, in order. */
  private takeForeign(stream: Stream<State, Command, Told>, record: AcceptedRecord, value: Buffer | null): void {
    this.counts.foreign += 1;
    if (record.stream === OPENING_STREAM) return;
    try {
      // Whatever is wrong with the event, and wherever it shows, is its own stream's matter.
      const { state, told } = understand(this.decider, stream.state, record.envelope);
      this.remember(stream, record, told);
      stream.state = state;
    } catch (error) {
      const why = sentenceOf(error);
      const reason = `partition ${record.partition} offset ${record.offset}: ${why}; upgrade this program, then start it again`;
      this.fold.stop(stream.name, reason);
      if (value !== null) this.keepStop(stream, value);
      this.stopStream(stream, reason);
      return;
    }
    if (stream.flight.length === 0) return;
    for (const task of stream.flight) {
      const attempt = task.attempt;
      if (attempt === undefined) continue;
      attempt.fate = 'void';
      if (attempt.sends > 0) this.ownVoids.add(attempt.hash);
      delete task.attempt;
      task.tries += 1;
      this.counts.lostRaces += 1;
    }
    stream.queue = [...stream.flight, ...stream.queue];
    stream.flight = [];
    stream.contended = CALM_AFTER;
    this.outbox = this.outbox.filter(({ fate }) => fate === 'unknown');
  }

  private remember(
    stream: Stream<State, Command, Told>,
    record: AcceptedRecord,
    told: Verdict<Told['refusal'], Told['warning']>,
  ): Receipt<Told> {
    const { offset, hash, envelope } = record;
    const { revision, commandid, commandhash: commandHash } = envelope;
    const known: Known<Told> = { revision, offset, hash, commandHash, ...told };
    stream.known.add(commandid, known);
    return this.receiptOf(stream, commandid, known);
  }

  private receiptOf(stream: Stream<State, Command, Told>, commandId: string, known: Known<Told>): Receipt<Told> {
    const { revision, offset, hash, refusal, warning } = known;
    return {
      commandId,
      eventId: `${stream.name}@${revision}`,
      stream: stream.name,
      revision,
      partition: this.partition,
      offset,
      hash,
      ...(refusal === undefined ? {} : { refusal }),
      ...(warning === undefined ? {} : { warning }),
    };
  }

  /** Decides what may be decided now, and sends it. */
  private advance(stream: Stream<State, Command, Told>): void {
    for (let task = stream.queue[0]; task !== undefined; task = stream.queue[0]) {
      if (stream.stopped === undefined && !this.hasRoom(stream)) break;
      const outcome = this.outcomeWithoutRecord(stream, task);
      if (outcome === 'wait') break;
      if (outcome === undefined) this.attempt(stream, task);
      else {
        stream.queue.shift();
        this.finish(stream, task, outcome);
      }
    }
    this.schedulePump();
  }

  private hasRoom(stream: Stream<State, Command, Told>): boolean {
    if (stream.making) return false;
    if (stream.contended > 0) return stream.flight.length === 0 && !stream.yielding;
    return stream.flight.length < this.limits.pipelined;
  }

  private outcomeWithoutRecord(
    stream: Stream<State, Command, Told>,
    task: Task<State, Command, Told>,
  ): Outcome<Told> | 'wait' | undefined {
    if (stream.stopped !== undefined) return { kind: 'stopped', reason: stream.stopped };
    const isNew = task.newAmong === stream.known.size;
    const known = isNew ? undefined : this.answerTo(stream, task.submission);
    if (known !== undefined) return known;
    if (task.tries >= this.limits.tries) return { kind: 'contended', tries: task.tries };
    const expected = task.submission.expectedRevision;
    if (expected === undefined) return undefined;
    // A decision on an expected revision is made against the log alone, never against what may still become void.
    if (stream.flight.length > 0) return 'wait';
    const actual = this.fold.head(stream.name).revision;
    if (expected === actual) return undefined;
    if (expected < actual || task.caughtUp === true) return { kind: 'wrong-revision', expected, actual };
    void this.catchUp(stream, task);
    return 'wait';
  }

  /** The sender knows a revision that was not read yet: read to the log's end before saying that it is wrong. */
  private async catchUp(stream: Stream<State, Command, Told>, task: Task<State, Command, Told>): Promise<void> {
    if (task.caughtUp !== undefined) return;
    task.caughtUp = false;
    const go = (): void => {
      task.caughtUp = true;
      this.advance(stream);
    };
    try {
      const end = await this.port.endOffset(this.partition);
      if (this.nextOffset >= end) go();
      else this.waitFor(end, go);
    } catch (error) {
      stream.queue = stream.queue.filter((waiting) => waiting !== task);
      const why = reasonOf(error);
      this.fail(stream, task, new LogUnreachable(`the end of the log is not known: ${why}`));
      this.advance(stream);
    }
  }

  /** Makes the record that the first command of the queue becomes if nobody else is faster. */
  private attempt(stream: Stream<State, Command, Told>, task: Task<State, Command, Told>): void {
    const tip = this.newestTipOf(stream);
    const steps = makingRecord(this.decider, this.writingPlace(stream.name), tip, task.submission);
    const isLarge = (event: Event): boolean => this.decider.isLarge(event);
    let made: Result<State, Event> | Promise<Result<State, Event>>;
    try {
      made = inSteps(steps, isLarge, () => this.port.nextTurn());
    } catch (error) {
      this.failMaking(stream, task, error);
      return;
    }
    if (made instanceof Promise) void this.attemptLater(stream, task, tip, made);
    else this.takeMade(stream, task, made);
  }

  /** The others of the stream wait, so that all of them keep their order; whatever changed the tip meanwhile has this one decided again. */
  private async attemptLater(
    stream: Stream<State, Command, Told>,
    task: Task<State, Command, Told>,
    tip: Tip<State>,
    making: Promise<Result<State, Event>>,
  ): Promise<void> {
    stream.making = true;
    const settle = await making.then(
      (made) => () => this.takeMade(stream, task, made),
      (error: unknown) => () => this.failMaking(stream, task, error),
    );
    stream.making = false;
    // A stop has answered it.
    const isOpen = stream.stopped === undefined && this.damage === undefined;
    if (isOpen && stream.queue[0] === task && this.newestTipOf(stream).head.hash === tip.head.hash) settle();
    else if (isOpen) {
      task.tries += 1;
      this.counts.lostRaces += 1;
    }
    this.advance(stream);
  }

  private failMaking(stream: Stream<State, Command, Told>, task: Task<State, Command, Told>, error: unknown): void {
    stream.queue.shift();
    this.fail(stream, task, error);
  }

  private takeMade(
    stream: Stream<State, Command, Told>,
    task: Task<State, Command, Told>,
    made: Result<State, Event>,
  ): void {
    stream.queue.shift();
    if (made.kind !== 'made') {
      this.finish(stream, task, made);
      return;
    }
    const { event, envelope, bytes, after } = made;
    const told = toldOf(this.decider, event);
    task.attempt = {
      key: stream.name,
      bytes,
      hash: after.head.hash,
      envelope,
      after,
      told,
      sends: 0,
      fate: 'unknown',
    };
    stream.flight.push(task);
    this.outbox.push(task.attempt);
  }

  /** Where the next decision stands. */
  private newestTipOf(stream: Stream<State, Command, Told>): Tip<State> {
    return stream.flight.at(-1)?.attempt?.after ?? this.tipOf(stream);
  }

  /** What was read of a stream so far. */
  private tipOf({ name, state }: Stream<State, Command, Told>): Tip<State> {
    return { state, head: this.fold.head(name), time: this.fold.timeOf(name) };
  }

  private writingPlace(stream: string): WritingPlace {
    return { stream, ledgerId: this.place.ledgerId, clock: this.port.clock(), recordBytes: this.limits.recordBytes };
  }

  /** Commands that arrive in one turn of the event loop go out together. */
  private schedulePump(): void {
    if (this.pumpIsDue || this.sending || this.outbox.length === 0) return;
    this.pumpIsDue = true;
    queueMicrotask(() => {
      this.pumpIsDue = false;
      void this.pump();
    });
  }

  /** One append in flight for the partition; whatever piles up meanwhile is the next batch, so parents always go before children. */
  private async pump(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    while (this.outbox.length > 0 && this.mayWrite) await this.send(this.nextBatch());
    this.sending = false;
  }

  private nextBatch(): Attempt<State, Told>[] {
    let bytes = 0;
    let count = 0;
    for (const attempt of this.outbox) {
      bytes += attempt.bytes.length;
      if (count > 0 && bytes > this.limits.batchBytes) break;
      count += 1;
    }
    return this.outbox.splice(0, count);
  }

  /** Sends the same bytes again until each of them is acknowledged, or known to be accepted or void. */
  private async send(batch: Attempt<State, Told>[]): Promise<void> {
    for (const attempt of batch) this.unread.push(attempt);
    const nextPause = pauses(RETRY_MS);
    for (;;) {
      const unknown = batch.filter(({ fate }) => fate === 'unknown');
      if (unknown.length === 0 || !this.mayWrite) return;
      for (const attempt of unknown) attempt.sends += 1;
      let first: number | undefined;
      try {
        first = await this.port.append(
          this.partition,
          unknown.map(({ key, bytes }) => ({ key, value: bytes })),
          unknown.some(({ sends }) => sends > 1),
        );
      } catch (error) {
        this.failingSince ??= this.port.elapsed();
        const why = reasonOf(error);
        this.events.alarm(
          `partition ${this.partition}: ${unknown.length} records of unknown fate are sent again: ${why}`,
        );
        await this.port.delay(nextPause());
        continue;
      }
      this.failingSince = undefined;
      this.takeAcknowledged(first, unknown);
      return;
    }
  }

  private recall(value: Buffer): { envelope: Envelope; hash: string } | undefined {
    for (let next = this.unread[0]; next !== undefined; next = this.unread[0]) {
      const isNext = value.equals(next.bytes);
      if (!isNext && next.fate === 'unknown') return undefined;
      this.unread.shift();
      if (isNext) return next;
    }
    return undefined;
  }

  private answerTo(
    stream: Stream<State, Command, Told>,
    { commandId, commandHash }: Submission<unknown>,
  ): Outcome<Told> | undefined {
    const known = stream.known.get(commandId);
    if (known === undefined) return undefined;
    const receipt = this.receiptOf(stream, commandId, known);
    return stream.known.hasBody(known, commandHash)
      ? { kind: 'recorded', first: false, receipt }
      : { kind: 'id-reused', receipt };
  }

  private yieldToOthers(stream: Stream<State, Command, Told>): void {
    if (stream.queue.length === 0) return;
    stream.yielding = true;
    void this.port.delay(COURTESY_MS * (0.5 + this.port.random())).then(() => {
      stream.yielding = false;
      this.advance(stream);
    });
  }

  private finish(stream: Stream<State, Command, Told>, task: Task<State, Command, Told>, outcome: Outcome<Told>): void {
    this.close(stream, task);
    task.settle.forEach((settle, index) => {
      settle(outcome.kind === 'recorded' && index > 0 ? { ...outcome, first: false } : outcome);
    });
  }

  private fail(stream: Stream<State, Command, Told>, task: Task<State, Command, Told>, error: unknown): void {
    this.close(stream, task);
    for (const fail of task.fail) fail(error);
  }

  private close(stream: Stream<State, Command, Told>, task: Task<State, Command, Told>): void {
    if (stream.open.delete(task.submission.commandId)) this.size -= 1;
  }

  private stopStream(stream: Stream<State, Command, Told>, reason: string): Stream<State, Command, Told> {
    stream.stopped ??= reason;
    this.events.alarm(`stream ${readable(stream.name)} has stopped: ${reason}`);
    for (const task of stream.flight) {
      if (task.attempt !== undefined) task.attempt.fate = 'void';
      this.finish(stream, task, { kind: 'stopped', reason });
    }
    stream.flight = [];
    this.outbox = this.outbox.filter(({ fate }) => fate === 'unknown');
    return stream;
  }

  private get mayWrite(): boolean {
    return this.damage === undefined && !this.hasGivenUp;
  }

  /** Sends nothing any more. What is open stays unanswered, since its fate is not known: its id gives it later. */
  giveUp(): void {
    this.hasGivenUp = true;
  }

  /** Ends this partition: everything open and everything new is answered `stopped`. */
  stopPartition(reason: string): void {
    if (this.damage !== undefined) return;
    this.damage = reason;
    this.events.alarm(reason);
    for (const stream of this.streams.values()) {
      for (const task of [...stream.flight, ...stream.queue]) this.finish(stream, task, { kind: 'stopped', reason });
      stream.flight = [];
      stream.queue = [];
    }
    this.outbox = [];
    for (const { go } of this.waitingForEnd.splice(0)) go();
  }

  private streamNamed(name: string): Stream<State, Command, Told> {
    let stream = this.streams.get(name);
    if (stream === undefined) {
      stream = newStream(name, this.decider.initial, new KnownIds<Told>());
      this.streams.set(name, stream);
    }
    return stream;
  }
}

function newStream<State, Command, Told extends Verdict>(
  name: string,
  state: State,
  known: KnownIds<Told>,
): Stream<State, Command, Told> {
  return { name, state, known, queue: [], making: false, flight: [], open: new Map(), contended: 0, yielding: false };
}

function join<State, Command, Told extends Verdict>(
  open: Task<State, Command, Told>,
  submission: Submission<Command>,
): Promise<Outcome<Told>> {
  if (open.submission.commandHash !== submission.commandHash) return Promise.resolve({ kind: 'id-reused' });
  return new Promise((resolve, reject) => {
    open.settle.push(resolve);
    open.fail.push(reject);
  });
}
