import { reasonOf } from '#basics';
import { LogDamaged, LogUnreachable } from '../rule/errors';
import type { LogRecord } from '../rule/fold';
import { partitionOf } from '../rule/murmur2';
import { DEFAULT_LIMITS, type WriterLimits } from './limits';
import { PartitionWriter, type WriterEvents } from './partition-writer';
import type { Decider, LedgerPort, Outcome, Progress, RawReader, Submission, Verdict } from '../ports';
import { ReaderPulse } from '../reading/reader-pulse';
import { rehearseAll, type Rehearsed } from './rehearsal';
import type { Head } from '../rule/rule';
import { SnapshotKeeper, type SnapshotSettings, type SnapshotTrouble } from './snapshot-keeper';

export interface LedgerWriterSettings<State> {
  limits?: WriterLimits;
  snapshots?: SnapshotSettings<State>;
  /** Hears what the start waits for. */
  progress?: Progress;
  /** Is told how reading goes. */
  pulse?: ReaderPulse;
}

const GUARD_EVERY_MS = 1_000;
/** Snapshots that are loaded side by side. */
const LOADED_AT_ONCE = 3;
/** How long the reader rests after a delivery in which nothing was new; nobody waits for what it will bring next. */
const REST_MS = 10;

/**
 * The write side of the whole log: one PartitionWriter for each partition, fed by one reader. Begins with the newest snapshots, if
 * there are any, and the log behind them, so that every state and every command id is known before the first decision. While it
 * runs, a guard compares the log's ends with what was read.
 */
export class LedgerWriter<
  State,
  Command,
  Event extends { type: string; data: unknown },
  Told extends Verdict = Verdict,
> {
  private reader: RawReader | undefined;
  private draining = false;
  private guard: Promise<void> | undefined;
  /** When this process last knew that it had read everything. */
  private freshAt = 0;
  /** Ends the reader's rest. */
  private rest: AbortController | undefined;

  private constructor(
    private readonly log: LedgerPort,
    private readonly writers: PartitionWriter<State, Command, Event, Told>[],
    private readonly snapshots: SnapshotKeeper<State, Told>,
    private readonly pulse: ReaderPulse,
  ) {
    for (const writer of writers) writer.ends.onBehind = () => this.rest?.abort();
  }

  /** Resolves when the log has been read up to the end that stood at the call. */
  static async start<State, Command, Event extends { type: string; data: unknown }, Told extends Verdict>(
    log: LedgerPort,
    decider: Decider<State, Command, Event, Told>,
    events: WriterEvents,
    { limits = DEFAULT_LIMITS, snapshots, progress = () => undefined, pulse }: LedgerWriterSettings<State> = {},
  ): Promise<LedgerWriter<State, Command, Event, Told>> {
    const identity = { ledgerId: log.ledgerId, partitions: log.partitions };
    const keeper = new SnapshotKeeper<State, Told>(identity, snapshots, () => log.elapsed(), events);
    const writers: PartitionWriter<State, Command, Event, Told>[] = [];
    const partitions = Array.from({ length: log.partitions }, (_, partition) => partition).values();
    if (snapshots !== undefined) progress(() => `snapshots from the database: ${writers.length} of ${log.partitions}`);
    // A few side by side, so that one is fetched while another is read; all bodies at once would take more memory than what they become.
    const lane = async (): Promise<void> => {
      for (const partition of partitions) {
        const snapshot = await keeper.load(partition, decider);
        writers[partition] = new PartitionWriter(partition, identity, decider, log, events, limits, snapshot);
      }
    };
    await Promise.all(Array.from({ length: LOADED_AT_ONCE }, lane));
    const ledger = new LedgerWriter(log, writers, keeper, pulse ?? pulseOf(log));
    progress(`the end of ${log.topic}`);
    const ends = await log.endOffsets();
    progress(() => `the log to be read: ${ledger.leftBefore(ends)} records are left of ${sum(ends)}`);
    await ledger.readUpTo(ends);
    ledger.freshAt = log.elapsed();
    ledger.guard = ledger.watch();
    return ledger;
  }

  submit(stream: string, submission: Submission<Command>): Promise<Outcome<Told>> {
    if (this.draining) return Promise.resolve({ kind: 'overloaded', queued: this.open });
    return this.writerOf(stream).submit(stream, submission);
  }

  /** Every stream that the log holds. */
  get streamNames(): string[] {
    return this.writers.flatMap((writer) => writer.streamNames);
  }

  /**
   * Decides commands one after another as they would be if they counted, at the log's end as it stands at the call, and writes
   * nothing. Throws LogUnreachable where the end cannot be learned.
   */
  async rehearse(
    asked: readonly { stream: string; submission: Submission<Command> }[],
  ): Promise<(Rehearsed<State, Event> | Outcome<Told>)[]> {
    const ends = await this.log.endOffsets().catch((error: unknown) => {
      throw new LogUnreachable(`the end of the log is not known: ${reasonOf(error)}`);
    });
    const partitions = new Set(asked.map(({ stream }) => partitionOf(stream, this.writers.length)));
    await Promise.all(
      [...partitions].map(async (partition) => this.writers[partition]?.ends.untilPassed(ends[partition] ?? 0)),
    );
    return rehearseAll(asked, (stream) => this.writerOf(stream).rehearsal(stream));
  }

  stateOf(stream: string): State {
    return this.writerOf(stream).stateOf(stream);
  }

  headOf(stream: string): Head {
    return this.writerOf(stream).headOf(stream);
  }

  /** Commands that wait or are under way. */
  get open(): number {
    return this.writers.reduce((sum, writer) => sum + writer.open, 0);
  }

  /** Streams whose newest record lies in the future, and until when they take nothing. */
  get ahead(): { stream: string; until: string }[] {
    return this.writers.flatMap((writer) => writer.ahead);
  }

  get stopped(): { stream: string; reason: string }[] {
    return this.writers.flatMap((writer) => writer.stopped);
  }

  /** Why a partition's newest snapshot is not kept, and for how long; nothing while all are. */
  get snapshotTrouble(): SnapshotTrouble | undefined {
    return this.snapshots.trouble;
  }

  get snapshotsFailing(): number {
    return this.snapshots.failing;
  }

  /** The most records of a partition that lie behind its snapshot: a start reads them again. */
  get beyondSnapshots(): number {
    return this.snapshots.beyond(this.writers);
  }

  /** Milliseconds since this process last knew that it had read everything. */
  get tailAgeMs(): number {
    return this.log.elapsed() - this.freshAt;
  }

  /** Milliseconds for which some partition has acknowledged nothing that was sent to it; 0 while all do. */
  get appendsFailingMs(): number {
    const now = this.log.elapsed();
    return this.writers.reduce((longest, { failingSince = now }) => Math.max(longest, now - failingSince), 0);
  }

  get counts(): { accepted: number; void: number; junk: number; control: number; foreign: number; lostRaces: number } {
    const total = { accepted: 0, void: 0, junk: 0, control: 0, foreign: 0, lostRaces: 0 };
    for (const { counts } of this.writers) {
      total.accepted += counts.accepted;
      total.void += counts.void;
      total.junk += counts.junk;
      total.control += counts.control;
      total.foreign += counts.foreign;
      total.lostRaces += counts.lostRaces;
    }
    return total;
  }

  /** Takes nothing new, and waits until what is under way is known or the time is up: a lost broker keeps nobody from stopping. */
  async stop(timeoutMs = 10_000): Promise<void> {
    this.draining = true;
    const timeUp = new AbortController();
    await Promise.race([this.drain(timeUp.signal), this.log.delay(timeoutMs, timeUp.signal)]);
    timeUp.abort();
    for (const writer of this.writers) writer.giveUp();
    await this.snapshots.saveLast(this.writers);
  }

  private async drain(timeUp: AbortSignal): Promise<void> {
    while (this.open > 0 && !timeUp.aborted) await this.log.delay(20);
    await this.reader?.stop();
    await this.guard;
  }

  private async readUpTo(ends: readonly number[]): Promise<void> {
    this.writers.forEach((writer, partition) => {
      writer.checkEnd(ends[partition] ?? 0, writer.nextOffset);
      this.pulse.startsAt(partition, writer.readOffset);
    });
    const watching = setInterval(() => {
      this.pulse.sawEnds(ends);
    }, GUARD_EVERY_MS).unref();
    let arrived = (): void => undefined;
    const caughtUp = new Promise<void>((resolve) => (arrived = resolve));
    const check = (): void => {
      if (this.hasPassed(ends)) arrived();
    };
    // Reading starts one record early, so that the record that was read last is met again and must be the same.
    const from = this.writers.map(({ nextOffset }) => Math.max(0, nextOffset - 1));
    this.reader = await this.log.read(
      async (partition, records) => {
        const isNews = this.take(partition, records);
        check();
        if (!isNews) await this.restReader();
      },
      from,
      this.pulse,
    );
    check();
    await caughtUp;
    clearInterval(watching);
  }

  /** Records before these ends that were not read yet. */
  private leftBefore(ends: readonly number[]): number {
    return sum(this.writers.map(({ nextOffset }, partition) => Math.max(0, (ends[partition] ?? 0) - nextOffset)));
  }

  /** Answers whether there was anything in it that was not known before. */
  private take(partition: number, records: readonly LogRecord[]): boolean {
    const writer = this.writers[partition];
    const last = records.at(-1);
    if (writer === undefined || last === undefined) return false;
    const known = writer.nextOffset;
    writer.receive(records);
    this.pulse.moved(partition, writer.readOffset);
    // After a lost broker a consumer may begin again far behind; there is no need to read all of that twice.
    if (last.offset + 1 < writer.readOffset) this.reader?.seek(partition, writer.readOffset - 1);
    return writer.nextOffset > known;
  }

  /** A writer that is alone knows its records from their acknowledgements, and reads them in few large portions. */
  private async restReader(): Promise<void> {
    if (this.draining || this.writers.some(({ ends }) => ends.isBehind)) return;
    this.rest ??= new AbortController();
    const { rest } = this;
    await this.log.delay(REST_MS, rest.signal);
    if (this.rest === rest) this.rest = undefined;
  }

  /** A log that was cut, or deleted and made again, delivers nothing that would show it; only its ends do. */
  private async watch(): Promise<void> {
    let seen: { at: number; ends: number[] } | undefined;
    while (!this.draining) {
      await this.log.delay(GUARD_EVERY_MS);
      if (seen !== undefined && this.hasPassed(seen.ends)) {
        this.freshAt = seen.at;
        seen = undefined;
      }
      try {
        const at = this.log.elapsed();
        const read = this.writers.map(({ nextOffset }) => nextOffset);
        const ends = await this.log.endOffsets();
        this.writers.forEach((writer, partition) => {
          writer.checkEnd(ends[partition] ?? 0, read[partition] ?? 0);
        });
        this.pulse.sawEnds(ends);
        seen ??= { at, ends };
        if (this.hasPassed(seen.ends)) this.freshAt = seen.at;
        await this.snapshots.saveDue(this.writers, at);
      } catch (error) {
        this.stopIfGone(error);
      }
    }
  }

  private hasPassed(ends: readonly number[]): boolean {
    return this.writers.every((writer, partition) => writer.ends.hasPassed(ends[partition] ?? 0));
  }

  /** Lost brokers come back, and the age of the tail tells of them meanwhile; a topic that is gone does not. */
  private stopIfGone(error: unknown): void {
    if (!(error instanceof LogDamaged)) return;
    for (const writer of this.writers) writer.stopPartition(error.message);
  }

  private writerOf(stream: string): PartitionWriter<State, Command, Event, Told> {
    const writer = this.writers[partitionOf(stream, this.writers.length)];
    if (writer === undefined) throw new RangeError(`no partition for stream ${stream}`);
    return writer;
  }
}

function pulseOf({ topic }: LedgerPort): ReaderPulse {
  return new ReaderPulse('the ledger', topic, 'Look at the record there and at the brokers.');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
