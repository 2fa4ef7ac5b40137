import { LogDamaged, LogUnreachable } from '../rule/errors';
import type { LogRecord } from '../rule/fold';
import type { KafkaLog } from '../kafka/kafka-log';
import type { RawReader } from '../kafka/kafka-reader';
import { partitionOf } from '../rule/murmur2';
import {
  DEFAULT_LIMITS,
  PartitionWriter,
  type WriterEvents,
  type WriterLimits,
  type PartitionSnapshot,
} from './partition-writer';
import type { Decider, Outcome, Progress, Submission, Verdict } from '../ports';
import { ReaderPulse } from '../reading/reader-pulse';
import type { Rehearsal, Rehearsed } from './rehearsal';
import type { Head } from '../rule/rule';
import { sentenceOf } from '../rule/sentence';
import { decodeSnapshot, encodeSnapshot, requireSameStops, type SnapshotStore, type StateCodec } from './snapshot';
import { Turns } from '../turns';
import { within } from '../within';
import { reasonOf } from '../reason';

/** Where snapshots go, how states are written, and after how many records of a partition a new one is worth its cost. */
export interface SnapshotSettings<State> {
  store: SnapshotStore;
  codec: StateCodec<State>;
  everyRecords: number;
}

export interface LedgerWriterSettings<State> {
  limits?: WriterLimits;
  snapshots?: SnapshotSettings<State>;
  /** Hears what the start waits for. */
  progress?: Progress;
  /** Is told how reading goes. */
  pulse?: ReaderPulse;
}

const GUARD_EVERY_MS = 1_000;
/** How long after a snapshot that was not kept the next one is made: each takes time from commands. */
const AFTER_FAILURE_MS = 60_000;
/** Snapshots that are loaded side by side. */
const LOADED_AT_ONCE = 3;
/** A large one takes long to be fetched; a database that says nothing for so long is left, and the history is folded. */
const LOADED_WITHIN_MS = 120_000;
/** How long the reader rests after a delivery in which nothing was new; nobody waits for what it will bring next. */
const REST_MS = 10;

interface Unkept {
  since: number;
  tries: number;
  reason: string;
}

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
  private readonly savedAt: number[];
  /** Before this time no snapshots are made. */
  private snapshotsFrom = 0;
  /** By partition, why its newest snapshot is not kept. */
  private readonly unkept = new Map<number, Unkept>();
  /** Ends the reader's rest. */
  private rest: AbortController | undefined;

  private constructor(
    private readonly log: KafkaLog,
    private readonly writers: PartitionWriter<State, Command, Event, Told>[],
    private readonly events: WriterEvents,
    private readonly snapshots: SnapshotSettings<State> | undefined,
    private readonly pulse: ReaderPulse,
  ) {
    this.savedAt = writers.map((writer) => writer.nextOffset);
    for (const writer of writers) writer.onBehind = () => this.rest?.abort();
  }

  /** Resolves when the log has been read up to the end that stood at the call. */
  static async start<State, Command, Event extends { type: string; data: unknown }, Told extends Verdict>(
    log: KafkaLog,
    decider: Decider<State, Command, Event, Told>,
    events: WriterEvents,
    { limits = DEFAULT_LIMITS, snapshots, progress = () => undefined, pulse }: LedgerWriterSettings<State> = {},
  ): Promise<LedgerWriter<State, Command, Event, Told>> {
    const place = { ledgerId: log.settings.ledgerId, partitions: log.partitions };
    const writers: PartitionWriter<State, Command, Event, Told>[] = [];
    const partitions = Array.from({ length: log.partitions }, (_, partition) => partition).values();
    if (snapshots !== undefined) progress(() => `snapshots from the database: ${writers.length} of ${log.partitions}`);
    // A few side by side, so that one is fetched while another is read; all bodies at once would take more memory than what they become.
    const lane = async (): Promise<void> => {
      for (const partition of partitions) {
        const snapshot = await loadSnapshot({ ...place, partition }, snapshots, decider, events);
        writers[partition] = new PartitionWriter(partition, place, decider, log, events, limits, snapshot);
      }
    };
    await Promise.all(Array.from({ length: LOADED_AT_ONCE }, lane));
    const ledger = new LedgerWriter(log, writers, events, snapshots, pulse ?? pulseOf(log));
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
      [...partitions].map(async (partition) => this.writers[partition]?.untilPassed(ends[partition] ?? 0)),
    );
    // All of them begin at one moment, although deciding takes turns.
    const rehearsals = new Map<string, Rehearsal<State, Command, Event, Told>>();
    for (const { stream } of asked) {
      if (!rehearsals.has(stream)) rehearsals.set(stream, this.writerOf(stream).rehearsal(stream));
    }
    const outcomes: (Rehearsed<State, Event> | Outcome<Told>)[] = [];
    const turns = new Turns();
    for (const { stream, submission } of asked) {
      outcomes.push(await (rehearsals.get(stream) as Rehearsal<State, Command, Event, Told>).decide(submission));
      await turns.next();
    }
    return outcomes;
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
  get snapshotTrouble(): { partition: number; reason: string; tries: number; forMs: number } | undefined {
    for (const [partition, { since, ...trouble }] of this.unkept) {
      return { partition, ...trouble, forMs: this.log.elapsed() - since };
    }
    return undefined;
  }

  get snapshotsFailing(): number {
    return this.unkept.size;
  }

  /** The most records of a partition that lie behind its snapshot: a start reads them again. */
  get beyondSnapshots(): number {
    return this.writers.reduce(
      (most, { nextOffset }, partition) => Math.max(most, nextOffset - (this.savedAt[partition] ?? 0)),
      0,
    );
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
    await this.saveSnapshots(Math.ceil((this.snapshots?.everyRecords ?? 0) / 10));
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
      if (this.writers.every((writer, partition) => writer.hasPassed(ends[partition] ?? 0))) arrived();
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
    if (this.draining || this.writers.some(({ isBehind }) => isBehind)) return;
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
        if (at >= this.snapshotsFrom) await this.saveSnapshots(this.snapshots?.everyRecords ?? 0);
      } catch (error) {
        this.stopIfGone(error);
      }
    }
  }

  private hasPassed(ends: readonly number[]): boolean {
    return this.writers.every((writer, partition) => writer.hasPassed(ends[partition] ?? 0));
  }

  /** Lost brokers come back, and the age of the tail tells of them meanwhile; a topic that is gone does not. */
  private stopIfGone(error: unknown): void {
    if (!(error instanceof LogDamaged)) return;
    for (const writer of this.writers) writer.stopPartition(error.message);
  }

  private async saveSnapshots(atLeast: number): Promise<void> {
    const { snapshots } = this;
    if (snapshots === undefined) return;
    const place = { ledgerId: this.log.settings.ledgerId, partitions: this.log.partitions };
    for (const [partition, writer] of this.writers.entries()) {
      const { nextOffset } = writer;
      if (nextOffset - (this.savedAt[partition] ?? 0) < Math.max(1, atLeast)) continue;
      const snapshot = writer.snapshot();
      const body =
        snapshot && this.encoded(partition, () => encodeSnapshot({ ...place, partition }, snapshot, snapshots.codec));
      if (body === undefined) continue;
      try {
        await snapshots.store.save(partition, nextOffset, body);
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
  private encoded(partition: number, encode: () => Buffer): Buffer | undefined {
    try {
      return encode();
    } catch (error) {
      this.notKept(partition, sentenceOf(error));
      this.events.alarm(`no snapshot of partition ${partition} can be made: ${sentenceOf(error)}`);
      return undefined;
    }
  }

  private notKept(partition: number, reason: string): void {
    const now = this.log.elapsed();
    this.snapshotsFrom = now + AFTER_FAILURE_MS;
    const { since, tries } = this.unkept.get(partition) ?? { since: now, tries: 0 };
    this.unkept.set(partition, { since, tries: tries + 1, reason });
  }

  private writerOf(stream: string): PartitionWriter<State, Command, Event, Told> {
    const writer = this.writers[partitionOf(stream, this.writers.length)];
    if (writer === undefined) throw new RangeError(`no partition for stream ${stream}`);
    return writer;
  }
}

function pulseOf({ topic }: KafkaLog): ReaderPulse {
  return new ReaderPulse('the ledger', topic, 'Look at the record there and at the brokers.');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

async function loadSnapshot<State, Command, Event extends { type: string; data: unknown }, Told extends Verdict>(
  place: { ledgerId: string; partitions: number; partition: number },
  snapshots: SnapshotSettings<State> | undefined,
  decider: Decider<State, Command, Event, Told>,
  events: WriterEvents,
): Promise<PartitionSnapshot<State, Told> | undefined> {
  if (snapshots === undefined) return undefined;
  try {
    const snapshot = await within(
      tryLoad<State, Told>(place, snapshots),
      `the snapshot of partition ${place.partition}`,
      LOADED_WITHIN_MS,
    );
    if (snapshot !== undefined) requireSameStops(snapshot, decider);
    return snapshot;
  } catch (error) {
    events.alarm(`the snapshot of partition ${place.partition} is ignored, its history is folded: ${reasonOf(error)}`);
    return undefined;
  }
}

async function tryLoad<State, Told extends Verdict>(
  place: { ledgerId: string; partitions: number; partition: number },
  { store, codec }: SnapshotSettings<State>,
): Promise<PartitionSnapshot<State, Told> | undefined> {
  const body = await store.load(place.partition);
  return body === undefined ? undefined : decodeSnapshot(place, body, codec);
}
