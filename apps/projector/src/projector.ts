import { setTimeout as pause } from 'node:timers/promises';

import { reasonOf } from '#basics';
import { KafkaLog, LogDamaged, LogUnfit, ReaderPulse, type Tail, type TailBatch, topicsOf, within } from '#log';
import { type Config, kafkaIn, keepTrying, METRICS, Readers, Readiness, required, Waiting } from '#platform';
import type { Database } from '#postgres';
import {
  historyFromOf,
  openReadModel,
  type Projected,
  Projection,
  readStanding,
  readStops,
  type ReadModelVersion,
  schemaOf,
  TablesUnfit,
} from '#read-model';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Registry } from 'prom-client';

import { CONFIG, VERSION } from './configuration';
import { fillOf } from './fill-version';
import { LogWatch } from './log-watch';
import { Notices } from './notices';
import { PartitionShare } from './partition-share';
import { ProjectorMetrics } from './projector-metrics';
import { Recaller } from './recalling/recaller';
import { Trouble } from './trouble';
import { UnfitTables } from './unfit-tables';
import { VersionBuilder } from './version-builder';

const CLOSE_WITHIN_MS = 5_000;
/** Another process may be making the register. */
const PREPARED_WITHIN_MS = 60_000;

/**
 * Reads the log and writes the read model, from the start of the process to its end. A lost database or broker delays it; damage to
 * the log stops it, and readiness says so: to start again would change nothing.
 */
@Injectable()
export class Projector implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(Projector.name);
  private readonly trouble = new Trouble(this.logger, 'the projection');
  private readonly shareTrouble = new Trouble(this.logger, 'the share of partitions');
  private readonly watchTrouble = new Trouble(this.logger, 'the log');
  private readonly unfit = new UnfitTables(this.logger);
  private readonly serveTrouble = new Trouble(this.logger, 'having the tables read');
  private readonly waiting = new Waiting(this.logger);
  private readonly pulse: ReaderPulse;
  private watch: LogWatch | undefined;
  private readonly stopping = new AbortController();
  private readonly database: Database;
  private readonly builder: VersionBuilder;
  private readonly metrics: ProjectorMetrics;
  private readonly notices: Notices;
  private log: KafkaLog | undefined;
  private tail: Tail | undefined;
  private share: PartitionShare | undefined;
  private sharing: Promise<void> | undefined;
  private recalling: Promise<void> | undefined;
  /** Where the log ended when this process began to read it; ready is who has read so far. */
  private endsAtStart: number[] | undefined;
  private caughtUp = false;
  private failure: string | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(VERSION) private readonly version: ReadModelVersion,
    @Inject(Readiness) readiness: Readiness,
    @Inject(METRICS) registry: Registry,
    @Inject(Readers) readers: Readers,
  ) {
    const { events } = topicsOf(config.topicPrefix);
    this.pulse = new ReaderPulse(
      'the projector',
      events,
      'Look at the record there, at the database and at the brokers.',
    );
    readers.add(this.pulse);
    const url = required(config.databaseUrl, 'DATABASE_URL');
    this.database = openReadModel(url, (error) => this.trouble.report(error), schemaOf(version.version));
    this.builder = new VersionBuilder({
      url,
      database: this.database,
      version,
      fill: fillOf({ ...config, prefix: config.topicPrefix, ...kafkaIn(config) }, url, version, {
        onProjected: (batch, projected) => {
          this.count(batch, projected);
        },
        say: (sentence) => {
          this.logger.warn(sentence);
        },
      }),
      say: (sentence) => {
        this.logger.log(sentence);
      },
    });
    this.notices = new Notices(this.database, version);
    this.metrics = new ProjectorMetrics(registry, {
      lag: () => this.lag(),
      partitions: () => this.share?.count ?? 0,
      build: () => this.builder.progress,
      stoppedStreams: async () => (await readStops(this.database, {})).length,
    });
    readiness.register('projector', () => this.unreadiness());
  }

  /** Does not wait: a process whose database is not there yet lives, and says that it is not ready. */
  onApplicationBootstrap(): void {
    void this.run();
  }

  /** What is being written is finished; the rest is found again in the log. A broker that is lost must not hold up the end. */
  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    this.waiting.over();
    await Promise.race([this.close(), pause(CLOSE_WITHIN_MS, undefined, { ref: false })]);
  }

  private async close(): Promise<void> {
    await this.tail?.stop();
    await this.sharing;
    await this.recalling;
    await this.log?.close();
    await this.database.end();
  }

  private async run(): Promise<void> {
    try {
      this.waiting.for('the database to be prepared');
      await this.keepTrying(() => within(this.builder.enter(), 'the database', PREPARED_WITHIN_MS));
      this.log = await this.keepTrying(() => this.openLog());
      this.waiting.for(() => this.builder.sentence);
      await this.keepTrying(() => this.builder.build(this.stopping.signal));
      const { log } = this;
      this.waiting.for(`the end of ${log.topic}`);
      this.endsAtStart = await this.keepTrying(() => within(log.endOffsets(), `the end of ${log.topic}`));
      this.waiting.for(`the places in the database and the consumer group of the reader of ${log.topic}`);
      const tail = await this.keepTrying(() => this.startTail(log));
      this.tail = tail;
      const url = required(this.config.databaseUrl, 'DATABASE_URL');
      this.share = new PartitionShare(url, this.version.version, log.partitions, tail, this.shareTrouble);
      this.sharing = this.share.run(this.stopping.signal);
      this.watch = new LogWatch(log, this.watchTrouble, (ends) => {
        this.compare(tail, ends);
      });
      void this.watch.run(this.stopping.signal);
      this.waiting.over();
      this.serve();
      this.recall(url);
    } catch (error) {
      this.waiting.over();
      if (!this.stopping.signal.aborted) this.fail(error);
    }
    // Opening cannot be broken off, so a shutdown that came meanwhile has found nothing to close.
    if (this.stopping.signal.aborted) {
      await this.tail?.stop();
      await this.log?.close();
    }
  }

  private async keepTrying<T>(action: () => Promise<T>): Promise<T> {
    const result = await keepTrying(action, {
      signal: this.stopping.signal,
      isFinal: (error) => error instanceof LogUnfit || error instanceof LogDamaged || error instanceof TablesUnfit,
      onFailure: (error) => this.trouble.report(error),
    });
    this.trouble.over();
    return result;
  }

  private openLog(): Promise<KafkaLog> {
    const { ledgerId, topicPrefix } = this.config;
    const settings = { ...kafkaIn(this.config), ledgerId, clientId: 'projector', prefix: topicPrefix, create: false };
    return KafkaLog.open(settings, this.waiting.for);
  }

  /** Partitions that another process handles are no concern of this reader. */
  private compare(tail: Tail, ends: readonly number[]): void {
    const { handled } = tail;
    this.pulse.handles(handled);
    this.pulse.sawEnds(new Map(handled.map((partition) => [partition, ends[partition] ?? 0])));
  }

  private startTail(log: KafkaLog): Promise<Tail> {
    const projection = new Projection(this.database, log.partitions, this.version);
    return log.tail({
      isShared: true,
      pulse: this.pulse,
      positions: (taken) => projection.positions(taken),
      onBatch: (batch) => this.project(projection, batch),
      onFailure: (error) => {
        if (error instanceof LogDamaged) this.fail(error);
        else if (!(error instanceof TablesUnfit)) this.trouble.report(error);
      },
    });
  }

  /** Has the version read by everybody, once it has caught up with the log and with the version that is read so far. */
  private serve(): void {
    const isCaughtUp = async (): Promise<boolean> => (await this.behind(this.endsAtStart ?? [])) === 0;
    void this.builder.serve(isCaughtUp, this.stopping.signal, this.serveTrouble);
  }

  /** Reads what the version has left out from the log, for who asks. */
  private recall(url: string): void {
    const { config, version, logger } = this;
    if (historyFromOf(version.version) === undefined) return;
    const recaller = new Recaller({
      ...{ url, version, keptMinutes: config.historyKeptMinutes, mostBytes: config.historyKeptMb * 1024 ** 2 },
      log: { ...config, prefix: config.topicPrefix },
      trouble: new Trouble(logger, 'the reading of left-out history'),
      say: (sentence) => {
        logger.log(sentence);
      },
    });
    this.recalling = recaller.run(this.stopping.signal);
  }

  private async project(projection: Projection, batch: TailBatch): Promise<void> {
    const projected = await projection.project(batch).catch((error: unknown) => {
      if (error instanceof TablesUnfit) this.unfit.met(batch.partition, error.message);
      throw error;
    });
    this.unfit.over(batch.partition);
    this.trouble.over();
    this.count(batch, projected);
  }

  private count(batch: Pick<TailBatch, 'voids' | 'alarms'>, { events, stopped }: Projected): void {
    for (const alarm of batch.alarms) this.logger.error(alarm);
    for (const { stream, reason } of stopped) this.logger.error(`the projection of ${stream} has stopped: ${reason}`);
    this.metrics.events.inc(events);
    this.metrics.voids.inc(batch.voids);
    this.metrics.alarms.inc(batch.alarms.length + stopped.length);
  }

  private fail(error: unknown): void {
    const what = reasonOf(error);
    this.failure ??= what;
    this.logger.fatal(what);
  }

  private async unreadiness(): Promise<{ notice: string } | string | undefined> {
    const stands = this.failure ?? this.unfit.sentence;
    if (stands !== undefined) return stands;
    // Without a share it handles nothing, so nothing of it could be seen to stand still.
    const lasting = this.shareTrouble.lasting ?? this.watchTrouble.lasting ?? this.serveTrouble.lasting;
    if (lasting !== undefined) return lasting;
    if (this.caughtUp) return this.builder.whyNotRead ?? this.notices.told();
    if (this.endsAtStart === undefined || this.tail === undefined) {
      const { current } = this.trouble;
      const waiting = this.waiting.sentence ?? 'waiting for the database and the log';
      return current === undefined ? waiting : `${waiting}: ${current}`;
    }
    const behind = await this.behind(this.endsAtStart).catch(() => undefined);
    if (behind === undefined) return 'the database does not answer';
    this.caughtUp = behind === 0;
    return this.caughtUp
      ? (this.builder.whyNotRead ?? this.notices.told())
      : `${behind} records of the log are not projected yet`;
  }

  private async lag(): Promise<number> {
    return this.watch?.ends === undefined ? Number.NaN : this.behind(this.watch.ends);
  }

  /** Whoever projects them: the partitions are shared, and the tables are the same for all. */
  private async behind(ends: readonly number[]): Promise<number> {
    const { next } = await readStanding(this.database);
    return ends.reduce((sum, end, partition) => sum + Math.max(0, end - (next.get(partition) ?? 0)), 0);
  }
}
