import { setTimeout as pause } from 'node:timers/promises';

import { type BuildProgress, shareOf } from '#read-model';
import { Counter, Gauge, type Registry } from 'prom-client';

const PATIENCE_MS = 1_000;

const BUILD_GAUGES: readonly (readonly [name: string, help: string, read: (progress: BuildProgress) => number])[] = [
  ['projector_build_records', 'Records read while the tables are filled', ({ records }) => records],
  ['projector_build_share', 'Share of the records read while the tables are filled, 0 to 1', shareOf],
  ['projector_build_records_per_second', 'Pace of the filling of the tables', ({ perSecond }) => perSecond],
  [
    'projector_build_seconds_left',
    'Seconds until the tables are filled, without their indexes',
    ({ secondsLeft }) => secondsLeft ?? Number.NaN,
  ],
];

/** What operators watch. What is not known is not a number. */
export class ProjectorMetrics {
  readonly events: Counter;
  readonly voids: Counter;
  readonly alarms: Counter;

  constructor(
    registry: Registry,
    readers: {
      lag: () => Promise<number>;
      partitions: () => number;
      stoppedStreams: () => Promise<number>;
      build: () => BuildProgress | undefined;
    },
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
    // Outside of a filling these are not numbers.
    for (const [name, help, read] of BUILD_GAUGES) {
      gaugeOf(registry, name, help, () => {
        const progress = readers.build();
        return progress === undefined ? Number.NaN : read(progress);
      });
    }
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
