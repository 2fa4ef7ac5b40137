import { setTimeout as pause } from 'node:timers/promises';

import { Counter, Gauge, type Registry } from 'prom-client';

const PATIENCE_MS = 1_000;

/** What operators watch. What is not known is not a number. */
export class ProjectorMetrics {
  readonly events: Counter;
  readonly voids: Counter;
  readonly alarms: Counter;

  constructor(
    registry: Registry,
    readers: { lag: () => Promise<number>; partitions: () => number; stoppedStreams: () => Promise<number> },
  ) {
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
    gaugeOf(registry, 'projector_partitions', 'Partitions that this process projects', readers.partitions);
    gaugeOf(
      registry,
      'projector_stopped_streams',
      'Streams whose projection waits for an operator',
      readers.stoppedStreams,
    );
  }
}

function gaugeOf(registry: Registry, name: string, help: string, read: () => number | Promise<number>): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    async collect() {
      this.set(await known(read));
    },
  });
}

/** A lost database must not take the other figures away. */
async function known(read: () => number | Promise<number>): Promise<number> {
  const unknown = pause(PATIENCE_MS, Number.NaN, { ref: false });
  try {
    return await Promise.race([read(), unknown]);
  } catch {
    return Number.NaN;
  }
}
