import { setTimeout as pause } from 'node:timers/promises';

import { Counter, Gauge, type Registry } from 'prom-client';

const PATIENCE_MS = 1_000;

/** What operators watch. The two readers ask the log and the database when the metrics are fetched. */
export class ProjectorMetrics {
  readonly events: Counter;
  readonly voids: Counter;
  readonly alarms: Counter;

  constructor(registry: Registry, readers: { lag: () => Promise<number>; stoppedStreams: () => Promise<number> }) {
    const registers = [registry];
    this.events = new Counter({ name: 'projector_events_total', help: 'Events projected since the start', registers });
    this.voids = new Counter({
      name: 'projector_void_records_total',
      help: 'Void records read since the start',
      registers,
    });
    this.alarms = new Counter({
      name: 'projector_alarms_total',
      help: 'Junk, orphans and events that are not understood, since the start',
      registers,
    });
    gaugeOf(registry, 'projector_lag_records', 'Records in the log that are not projected yet', readers.lag);
    gaugeOf(
      registry,
      'projector_stopped_streams',
      'Streams whose projection waits for an operator',
      readers.stoppedStreams,
    );
  }
}

function gaugeOf(registry: Registry, name: string, help: string, read: () => Promise<number>): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    async collect() {
      // A lost database or broker must not take the other figures away; "not a number" says that this one is not known.
      const unknown = pause(PATIENCE_MS, Number.NaN, { ref: false });
      this.set(await Promise.race([read().catch(() => Number.NaN), unknown]));
    },
  });
}
