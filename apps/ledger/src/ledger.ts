import { Turns } from '#basics';
import {
  type Command,
  emptyState,
  type LedgerEvent,
  type State,
  STATE_VERSION,
  stateFromJson,
  stateToJson,
  streamOf,
} from '#domain';
import {
  BrokerClock,
  KafkaLog,
  LedgerWriter,
  LogDamaged,
  LogUnfit,
  LogUnreachable,
  ReaderPulse,
  type SnapshotSettings,
  type Submission,
} from '#log';
import {
  type Config,
  keepTrying,
  METRICS,
  type Notice,
  Readers,
  Readiness,
  kafkaIn,
  Startup,
  Waiting,
} from '#platform';
import { type Database, openDatabase } from '#postgres';
import { loadChart, type ParsedCommand } from '#wire';
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Counter, type Registry } from 'prom-client';

import { conditionOf, snapshotNotice } from './ledger-condition';
import { registerLedgerGauges } from './ledger-gauges';
import { snapshotStore } from './snapshot-store';
import { type AnyCommand, budgetDecider, type Sender, submissionOf } from './submission';
import { type Room, roomForTrials, type TrialOutcome, trialOutcome } from './trial';
import type { BudgetOutcome, BudgetVerdict } from './verdict';

export const CONFIG = Symbol('ledger configuration');

type AsSent = NonNullable<ParsedCommand['asSent']>;

/** The write side: the log, and the states and ids that were folded from it. */
@Injectable()
export class Ledger implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(Ledger.name);
  private log: KafkaLog | undefined;
  private writer: LedgerWriter<State, AnyCommand, LedgerEvent, BudgetVerdict> | undefined;
  private onAdvanced: ((stream: string, isOwn: boolean) => void) | undefined;
  private database: Database | undefined;
  private readonly outcomes: Counter<'outcome'>;
  private clock: BrokerClock | undefined;
  private readonly waiting = new Waiting(this.logger);
  private readonly stopping = new AbortController();
  /** Settles when the whole log has been folded; rejects where this ledger cannot start. */
  private starting: Promise<void> | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Readiness) readiness: Readiness,
    @Inject(METRICS) registry: Registry,
    @Inject(Readers) private readonly readers: Readers,
    @Inject(Startup) private readonly startup: Startup,
  ) {
    readiness.register('ledger', () => this.unreadiness());
    readiness.register('snapshots', () => this.writer && snapshotNotice(this.writer));
    this.outcomes = new Counter({
      name: 'ledger_commands_total',
      help: 'Commands by what became of them',
      labelNames: ['outcome'],
      registers: [registry],
    });
    registerLedgerGauges(
      registry,
      () => this.writer,
      () => this.clock,
    );
  }

  /** Does not wait: the process listens, and says what it waits for, until the whole log has been folded. */
  onModuleInit(): void {
    this.starting = this.start().catch((error: unknown) => {
      // Who is told to stop while it starts has nothing to complain of.
      if (!this.stopping.signal.aborted) throw error;
    });
    this.startup.add(this.starting);
  }

  /** Settles when commands are taken. */
  async untilStarted(): Promise<void> {
    await this.starting;
  }

  /** Folds the whole log before the first command is taken. What is not there yet is waited for; what is there and unfit ends the process. */
  private async start(): Promise<void> {
    const { ledgerId, topicPrefix, partitions, replication, chartFiles } = this.config;
    const kafka = kafkaIn(this.config);
    const progress = this.waiting.for;
    const clock = await this.keepTrying(() =>
      BrokerClock.open({ ...kafka, prefix: topicPrefix, replication }, progress),
    );
    this.clock = clock;
    const settings = { ...kafka, clientId: 'ledger', ledgerId, prefix: topicPrefix, partitions, replication };
    const log = await this.keepTrying(() =>
      KafkaLog.open({ ...settings, create: true, clock: () => clock.reading() }, progress),
    );
    this.log = log;
    const events = {
      alarm: (message: string) => this.logger.warn(message),
      advanced: (stream: string, isOwn: boolean) => this.onAdvanced?.(stream, isOwn),
    };
    const chart = loadChart(chartFiles, (message) => this.logger.warn(message));
    const decider = budgetDecider({ chart }, () => new Date().toISOString().slice(0, 10));
    const pulse = new ReaderPulse('the ledger', log.topic, 'Look at the record there and at the brokers.');
    this.readers.add(pulse);
    const snapshots = this.snapshots();
    const writer = await this.keepTrying(() =>
      LedgerWriter.start(log, decider, events, { progress, pulse, ...(snapshots === undefined ? {} : { snapshots }) }),
    );
    this.waiting.over();
    // Opening cannot be broken off, so a shutdown that came meanwhile has found nothing to close.
    if (this.stopping.signal.aborted) {
      await writer.stop();
      await clock.close();
      await log.close();
      return;
    }
    this.writer = writer;
    this.logger.log(`log folded: ${writer.counts.accepted} accepted records`);
  }

  private keepTrying<T>(action: () => Promise<T>): Promise<T> {
    return keepTrying(action, {
      signal: this.stopping.signal,
      isFinal: (error) => error instanceof LogUnfit || error instanceof LogDamaged,
      onFailure: (error) => this.waiting.failed(error),
    });
  }

  /** What is under way is finished before the process ends; what is not known by then is found under its id later. */
  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    this.waiting.over();
    await this.writer?.stop();
    await this.clock?.close();
    await this.log?.close();
    await this.database?.end();
  }

  /**
   * Settles with the command's fate, or with undefined when it is not known within the configured time. Rejects with LogUnreachable where
   * nothing was begun: the log is not folded yet, or a question to the brokers was not answered.
   */
  async submit(submission: Submission<AnyCommand>): Promise<BudgetOutcome | undefined> {
    if (this.writer === undefined) throw new LogUnreachable(this.waiting.sentence ?? 'no commands are taken yet');
    const outcome = await withinTime(
      this.writer.submit(streamOf(submission.command), submission),
      this.config.commandTimeoutMs,
    );
    this.outcomes.inc({ outcome: nameOf(outcome) });
    return outcome;
  }

  /**
   * Decides commands one after another as if they counted, and writes nothing. Undefined where the log's end cannot be read within the
   * configured time.
   */
  async rehearse(
    commands: readonly Command[],
    { actor, correlationId }: Sender,
    room: Room = roomForTrials(),
  ): Promise<(TrialOutcome | BudgetOutcome)[] | undefined> {
    if (this.writer === undefined) return undefined;
    const turns = new Turns();
    const asked: { stream: string; submission: Submission<AnyCommand> }[] = [];
    for (const command of commands) {
      asked.push({ stream: streamOf(command), submission: submissionOf(command, { actor, correlationId }) });
      await turns.next();
    }
    try {
      const outcomes = await withinTime(this.writer.rehearse(asked), this.config.commandTimeoutMs);
      if (outcomes === undefined) return undefined;
      const told: (TrialOutcome | BudgetOutcome)[] = [];
      for (const [index, outcome] of outcomes.entries()) {
        const stream = asked[index]?.stream ?? '';
        told.push(outcome.kind === 'rehearsed' ? trialOutcome(stream, outcome, room) : outcome);
        await turns.next();
      }
      return told;
    } catch (error) {
      if (!(error instanceof LogUnreachable)) throw error;
      this.logger.warn(error.message);
      return undefined;
    }
  }

  /**
   * Whether a command is taken as it was sent, with texts that could not be given any more: where it was recorded before, and where lines or
   * documents of its stream have exactly these names. Undefined where the log's end cannot be read within the configured time.
   */
  async takesAsSent({ command, unclean }: AsSent, sender: Sender): Promise<boolean | undefined> {
    const [outcome] = (await this.rehearse([command], sender)) ?? [];
    if (outcome === undefined || this.writer === undefined) return undefined;
    if (outcome.kind === 'recorded') return true;
    const { spellings } = this.writer.stateOf(streamOf(command));
    return unclean.every((name) => spellings.hasAny(name));
  }

  /** Tells of every stream that has new accepted records, once the log has been folded, and whether all of them are this process's. */
  whenAdvanced(listener: (stream: string, isOwn: boolean) => void): void {
    this.onAdvanced = listener;
  }

  get streamNames(): string[] {
    return this.writer?.streamNames ?? [];
  }

  /** The transfers that have left a department and are not over. */
  transitsOf(stream: string): State['transits'] {
    return this.writer?.stateOf(stream).transits ?? emptyState.transits;
  }

  /** Snapshots are a cache: without a database the history is folded, and while one is down none are kept. */
  private snapshots(): SnapshotSettings<State> | undefined {
    const { databaseUrl, snapshotEvery } = this.config;
    if (databaseUrl === undefined) return undefined;
    const database = openDatabase(databaseUrl, (error) => {
      this.logger.warn(`database of the snapshots: ${error.message}`);
    });
    this.database = database;
    const codec = { version: STATE_VERSION, toJson: stateToJson, fromJson: stateFromJson };
    return { store: snapshotStore(database, this.config), codec, everyRecords: snapshotEvery };
  }

  private unreadiness(): string | Notice | undefined {
    if (this.writer === undefined) return this.waiting.sentence ?? 'the log has not been read to its end yet';
    return conditionOf(this.writer, this.clock, this.config.tailMaxAgeMs);
  }
}

function nameOf(outcome: BudgetOutcome | undefined): string {
  if (outcome === undefined) return 'fate-unknown';
  if (outcome.kind !== 'recorded') return outcome.kind;
  if (!outcome.first) return 'repeated';
  return outcome.receipt.refusal === undefined ? 'accepted' : 'refused';
}

/** The outcome if it comes in time. The command itself goes on either way. */
function withinTime<T>(outcome: Promise<T>, milliseconds: number): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(undefined), milliseconds);
    outcome.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
