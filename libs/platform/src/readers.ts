import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Gauge, type Registry } from 'prom-client';

import { Readiness } from './health';
import { METRICS } from './metrics-registry';

/** How a reader goes, as ReaderPulse of the log tells it. */
export interface ReaderState {
  readonly reader: string;
  readonly topic: string;
  /** What is wrong, where and what to do; nothing while it goes well. */
  readonly complaint: string | undefined;
  readonly stalls: readonly unknown[];
  readonly lag: number;
  readonly crashes: number;
}

const LOOK_EVERY_MS = 1_000;

/** All readers of a process: one that ends again and again, or stands still, shows in readiness, in the metrics and in the log. */
@Injectable()
export class Readers implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(Readers.name);
  private readonly states: ReaderState[] = [];
  private readonly complaining = new Set<ReaderState>();
  private timer: NodeJS.Timeout | undefined;

  constructor(@Inject(Readiness) readiness: Readiness, @Inject(METRICS) registry: Registry) {
    readiness.register('readers', () => this.complaint);
    const states = (): readonly ReaderState[] => this.states;
    const gauge = (name: string, help: string, read: (state: ReaderState) => number): void => {
      new Gauge({
        name,
        help,
        labelNames: ['reader', 'topic'],
        registers: [registry],
        collect() {
          this.reset();
          for (const state of states()) this.set({ reader: state.reader, topic: state.topic }, read(state));
        },
      });
    };
    gauge('reader_stalled_partitions', 'Partitions that a reader does not get on with', ({ stalls }) => stalls.length);
    gauge('reader_complains', '1 while a reader stands still or ends again and again', ({ complaint }) =>
      complaint === undefined ? 0 : 1,
    );
    gauge('reader_lag_records', 'Records that a reader has still to handle', ({ lag }) => lag);
    gauge('reader_crashes', 'How often a reader has ended and begun again since the start', ({ crashes }) => crashes);
  }

  add(state: ReaderState): void {
    this.states.push(state);
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.tell();
    }, LOOK_EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private get complaint(): string | undefined {
    const complaints = this.states.flatMap(({ complaint }) => complaint ?? []);
    return complaints.length === 0 ? undefined : complaints.join(' ');
  }

  /** Once when it begins, and once when it is over. */
  private tell(): void {
    for (const state of this.states) {
      const { complaint } = state;
      if (complaint !== undefined && !this.complaining.has(state)) this.logger.error(complaint);
      if (complaint === undefined && this.complaining.has(state)) this.logger.log(`${state.reader}: goes on`);
      if (complaint === undefined) this.complaining.delete(state);
      else this.complaining.add(state);
    }
  }
}
