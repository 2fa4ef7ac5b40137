import type { ClockReading, NoStamp } from './clock';
import type { ReaderPulse } from './reading/reader-pulse';
import type { Envelope } from './rule/envelope';
import type { LogRecord } from './rule/fold';

/** What a writer needs of the world. Kafka is one such world, a seeded simulation in the tests is another. */
export interface LogPort {
  /**
   * Appends records to one partition as one batch, one behind another. Resolves when every in-sync replica has it, with the offset of
   * the first record where the log tells it; a rejection says nothing about its fate, it may stand in the log or not, or appear
   * later. `isAgain` marks what was sent before.
   */
  append(
    partition: number,
    records: readonly { key: string; value: Buffer }[],
    isAgain: boolean,
  ): Promise<number | undefined>;
  /** The offset behind the newest record that readers can see. */
  endOffset(partition: number): Promise<number>;
  /** What time it is, by this machine and by the brokers. */
  clock(): ClockReading;
  /** Milliseconds since some moment, by a clock that nobody sets. */
  elapsed(): number;
  delay(milliseconds: number): Promise<void>;
  /** Settles when everybody else who has something to do has had a turn. */
  nextTurn(): Promise<void>;
  /** From 0 up to 1, for pauses that must not fall into step. */
  random(): number;
}

/** Delivers raw records of a partition in order; the next delivery of that partition waits until this settles. */
export type RecordHandler = (partition: number, records: LogRecord[]) => Promise<void>;

/** A running reader of raw records. */
export interface RawReader {
  seek(partition: number, offset: number): void;
  stop(): Promise<void>;
}

/** What the writer of a whole log needs of the world. */
export interface LedgerPort extends LogPort {
  readonly ledgerId: string;
  readonly topic: string;
  readonly partitions: number;
  /** By partition, the offset behind the newest record that readers can see. Rejects with LogDamaged where the log is gone. */
  endOffsets(): Promise<number[]>;
  /** A delay that is broken off ends early. */
  delay(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Reads every partition from the given offsets. The handler must drop what it has read before. */
  read(onRecords: RecordHandler, from: readonly number[], pulse?: ReaderPulse): Promise<RawReader>;
}

/** Hears what is being waited for, in words that may be asked for again while the wait goes on, and at last that nothing is. */
export type Progress = (waitingFor: string | (() => string) | undefined) => void;

/** What a repeat of a command must be told again, besides its receipt. The log keeps it and does not look into it. */
export interface Verdict<Refusal = unknown, Warning = unknown> {
  /** Present where the record is a refusal. */
  refusal?: Refusal;
  /** Present where the event warns of something. */
  warning?: Warning;
}

/** The domain as the log sees it: pure functions and nothing of what they mean. */
export interface Decider<
  State,
  Command,
  Event extends { type: string; data: unknown },
  Told extends Verdict = Verdict,
> {
  initial: State;
  decide(state: State, command: Command): Event;
  evolve(state: State, event: Event): State;
  /** Reads an accepted record; a throw stops its stream. */
  read(envelope: Envelope): Event;
  /** What a repeat of a refused command must be told again; undefined for an event that is no refusal. */
  refusalOf(event: Event): Told['refusal'] | undefined;
  /** Whether applying and writing the event takes so long that others should have turns in between. */
  isLarge(event: Event): boolean;
  /** What an accepted event warns of, which a repeat must be told again as well; undefined where it is nothing. */
  warningOf?(event: Event): Told['warning'] | undefined;
}

/** One command on its way into the log. */
export interface Submission<Command> {
  commandId: string;
  /** Hash of the command's canonical body. */
  commandHash: string;
  command: Command;
  actor: string;
  correlationId: string;
  expectedRevision?: number | undefined;
}

/** The record that a command became: its receipt. */
export interface Receipt<Told extends Verdict = Verdict> extends Verdict<Told['refusal'], Told['warning']> {
  commandId: string;
  eventId: string;
  stream: string;
  revision: number;
  partition: number;
  offset: number;
  /** SHA-256 of the record's exact bytes, lowercase hex. */
  hash: string;
}

export type Outcome<Told extends Verdict = Verdict> =
  /** `first` is false for a repeat, which gets the first answer whichever it was. */
  | { kind: 'recorded'; first: boolean; receipt: Receipt<Told> }
  /** The id was used with another body. */
  | { kind: 'id-reused'; receipt?: Receipt<Told> }
  | { kind: 'wrong-revision'; expected: number; actual: number }
  | { kind: 'too-large'; bytes: number; limitBytes: number }
  /** Lost too many races; nothing of it stands in the log or ever will. */
  | { kind: 'contended'; tries: number }
  | { kind: 'overloaded'; queued: number }
  | { kind: 'stopped'; reason: string }
  | NoStamp;
