import { setTimeout as pause } from 'node:timers/promises';

import { reasonOf } from '#basics';
import type { Chart } from '#domain';
import { CompactedTopic, LogUnfit, ReaderPulse, topicsOf } from '#log';
import { type Config, kafkaIn, METRICS, type Notice, Readers, Readiness, required, Waiting } from '#platform';
import { SessionLocks } from '#postgres';
import { listenForProjections, NothingServed, ReadModels, readStanding, TABLES_PUBLISHER_LOCK } from '#read-model';
import { loadChart } from '#wire';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Counter, Gauge, type Registry } from 'prom-client';

import { CONFIG } from '../configuration';
import { Trouble } from '../trouble';
import { Publication } from './publication';
import { Signal } from './signal';

const LOOK_AGAIN_MS = 1_000;
/** A unit that changes all the time is published this often at most. */
const BETWEEN_ROUNDS_MS = 200;
const CLOSE_WITHIN_MS = 5_000;

/**
 * Publishes each unit-year's newest state to budget.tables. Of several processes one does, and another takes over when it ends; two that
 * both believe to be the one only write the same records twice.
 */
@Injectable()
export class TablesPublisher implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(TablesPublisher.name);
  private readonly trouble = new Trouble(this.logger, 'the publication of tables');
  private readonly waiting = new Waiting(this.logger);
  private readonly pulse: ReaderPulse;
  private readonly forged: Counter;
  private readonly stopping = new AbortController();
  private readonly news = new Signal();
  private readonly url: string;
  private readonly readModels: ReadModels;
  private readonly chart: Chart;
  private publication: Publication | undefined;
  private failure: string | undefined;
  private running: Promise<void> | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Readiness) readiness: Readiness,
    @Inject(METRICS) registry: Registry,
    @Inject(Readers) readers: Readers,
  ) {
    const { tables } = topicsOf(config.topicPrefix);
    this.pulse = new ReaderPulse(
      'the publisher of tables',
      tables,
      'Look at the record there, at the database and at the brokers.',
    );
    readers.add(this.pulse);
    this.url = required(config.databaseUrl, 'DATABASE_URL');
    this.readModels = new ReadModels(this.url, (error) => this.trouble.report(error));
    this.chart = loadChart(config.chartFiles);
    readiness.register('tables', () => this.state());
    this.forged = new Counter({
      name: 'projector_tables_forged_total',
      help: 'Records of budget.tables that were not made of this log, and were replaced',
      registers: [registry],
    });
    const behind = (): number => this.publication?.countBehind ?? 0;
    new Gauge({
      name: 'projector_tables_behind',
      help: 'Unit-years whose newest state is not the last record in the topic yet; 0 in a process that does not publish',
      registers: [registry],
      collect() {
        this.set(behind());
      },
    });
  }

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    this.waiting.over();
    this.news.call();
    await Promise.race([this.running, pause(CLOSE_WITHIN_MS, undefined, { ref: false })]);
    await Promise.race([this.readModels.end(), pause(CLOSE_WITHIN_MS, undefined, { ref: false })]);
  }

  private async run(): Promise<void> {
    while (this.isRunning()) {
      try {
        await this.publishWhileLocked();
      } catch (error) {
        if (!this.isRunning()) return;
        if (error instanceof LogUnfit) {
          this.failure = error.message;
          this.logger.fatal(error.message);
          return;
        }
        this.trouble.report(error);
        this.pulse.crashed(reasonOf(error));
      }
      await this.rest();
    }
  }

  /** Whoever waits for its turn, or for a first event, is ready. */
  private state(): string | Notice | undefined {
    const { sentence } = this.waiting;
    return this.failure ?? (sentence === undefined ? undefined : { notice: sentence });
  }

  private isRunning(): boolean {
    return !this.stopping.signal.aborted;
  }

  private async rest(milliseconds = LOOK_AGAIN_MS): Promise<void> {
    await pause(milliseconds, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }

  /** Waits for its turn and publishes until it is told to stop or something fails. */
  private async publishWhileLocked(): Promise<void> {
    this.waiting.for('a connection to the database');
    const locks = await SessionLocks.connect(this.url);
    try {
      this.waiting.for(undefined);
      while (this.isRunning() && !(await locks.tryLock(TABLES_PUBLISHER_LOCK))) {
        // Another process publishes. Where this one stood still is told until it moves or is not asked to any more.
        this.pulse.handles([]);
        this.pulse.works();
        await this.rest();
      }
      const log = await this.untilThereIsALog();
      if (log !== undefined) await this.publish(log, locks);
    } finally {
      await locks.close();
    }
  }

  private async untilThereIsALog(): Promise<string | undefined> {
    this.waiting.for('a first event in the tables');
    while (this.isRunning()) {
      const log = await this.servedLog();
      if (log !== undefined) return log;
      await this.rest();
    }
    return undefined;
  }

  /** The log of the tables that are read at present, where there are any. */
  private async servedLog(): Promise<string | undefined> {
    try {
      const { database } = await this.readModels.serving();
      return (await readStanding(database)).log;
    } catch (error) {
      if (error instanceof NothingServed) return undefined;
      throw error;
    }
  }

  private async publish(log: string, locks: SessionLocks): Promise<void> {
    this.waiting.for(`the topic ${this.pulse.topic} and its leaders`);
    const topic = await this.openTopic();
    const publication = new Publication(
      this.readModels,
      topic,
      this.chart,
      log,
      () => {
        this.news.call();
      },
      (what) => {
        this.logger.error(what);
      },
      {
        topic: topicsOf(this.config.topicPrefix).events,
        onForged: (what) => {
          this.forged.inc();
          this.logger.error(
            `a record of ${this.pulse.topic} was not made of this log: ${what}; look at who may write there (ACLs)`,
          );
        },
      },
      this.pulse,
    );
    const listening = listenForProjections(this.url, {
      onProjected: () => {
        this.news.call();
      },
      onFailure: (error) => {
        this.trouble.report(error);
      },
    });
    this.publication = publication;
    try {
      this.waiting.for(`${this.pulse.topic} to be read`);
      await publication.start();
      this.waiting.over();
      while (this.isRunning() && !locks.isLost) {
        const hasMore = await publication.round();
        this.pulse.works();
        this.trouble.over();
        await this.rest(BETWEEN_ROUNDS_MS);
        if (!hasMore) await this.news.wait(LOOK_AGAIN_MS);
      }
    } finally {
      this.publication = undefined;
      await Promise.allSettled([listening.stop(), publication.stop()]);
      await topic.close();
    }
  }

  private openTopic(): Promise<CompactedTopic> {
    const { topicPrefix, partitions, replication } = this.config;
    return CompactedTopic.open({
      ...kafkaIn(this.config),
      clientId: 'tables-publisher',
      topic: topicsOf(topicPrefix).tables,
      partitions,
      replication,
    });
  }
}
