import { chmodSync, closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import { freePort, type Voter } from '#embedded';
import { type Database, openReadModel } from '#read-model';

import { kafkaJars } from '../support/kafka';
import { departments, registration } from './orders';
import { Load, TOKEN } from './load';
import { Broker, Postgres } from './servers';
import { ServiceProcess } from './service-process';
import { endsOf } from './topic';
import { until } from './wait';
import { knownCallers } from '../support/callers';

export const TOPIC = 'budget.events';
/** Kafka takes 22 letters of base64 for a cluster's identity. */
const CLUSTER_ID = 'Y2hhb3MtY2hhb3MtY2hhbw';

export interface PlaceOptions {
  folder: string;
  brokers?: number;
  writers: number;
  projectors: number;
  clients: number;
  thinkMs: number;
  /** Where the broker's data stand, if not in the folder. */
  kafkaDir?: string;
}

/** A whole installation on this machine: brokers, a database, writers, projectors and the clients that keep them busy. */
export class Place {
  readonly load: Load;
  private readonly kafkaDir: string | undefined;

  private constructor(
    readonly folder: string,
    readonly brokers: readonly Broker[],
    readonly postgres: Postgres,
    readonly writers: readonly ServiceProcess[],
    readonly projectors: readonly ServiceProcess[],
    readonly database: Database,
    options: PlaceOptions,
  ) {
    const { clients, thinkMs } = options;
    this.kafkaDir = options.kafkaDir;
    this.load = new Load({ writers: writers.map(({ url }) => url), clients, thinkMs });
  }

  /** Everything runs and is ready, the departments are registered, and the clients have begun. */
  static async start(options: PlaceOptions): Promise<Place> {
    const { folder } = options;
    mkdirSync(folder, { recursive: true });
    // Postgres may run as another user, who has to be able to pass through.
    chmodSync(folder, 0o711);
    const brokers = await makeBrokers(options);
    const postgres = new Postgres({
      dataDir: join(folder, 'postgres'),
      logFile: join(folder, 'postgres.log'),
      database: 'chaos',
      port: await freePort(),
      settings: { max_connections: '100' },
      report: () => undefined,
    });
    const started = await Promise.allSettled([...brokers, postgres].map((server) => server.start()));
    for (const start of started) {
      if (start.status === 'fulfilled') continue;
      await Promise.allSettled([...brokers, postgres].map((server) => server.stop()));
      throw start.reason;
    }
    const { url } = postgres.running;
    const env = environment(brokers, url);
    const writers = await processes('ledger', options.writers, folder, env);
    const projectors = await processes('projector', options.projectors, folder, env);
    const database = openReadModel(url, () => undefined);
    const place = new Place(folder, brokers, postgres, writers, projectors, database, options);
    try {
      await place.begin();
    } catch (error) {
      await place.stop();
      throw error;
    }
    return place;
  }

  get addresses(): string[] {
    return this.brokers.map(({ address }) => address);
  }

  get processes(): readonly ServiceProcess[] {
    return [...this.writers, ...this.projectors];
  }

  /** Ends that no fault brought about. */
  get crashes(): string[] {
    return this.processes.flatMap(({ crashes }) => crashes);
  }

  /** Every process says that it is ready, and every writer has answered clients again since. */
  async untilAllGoesOn(): Promise<void> {
    await Promise.all(this.processes.map((each) => each.untilReady()));
    const before = [...this.load.finals];
    const goesOn = () => this.load.finals.every((finals, writer) => finals >= (before[writer] ?? 0) + 5);
    await until('every writer answers again', goesOn);
  }

  /** The tables hold all that stands in the log now. */
  async untilProjected(database: Database = this.database): Promise<void> {
    const ends = await endsOf(this.addresses, TOPIC);
    const isDone = async () => {
      const { rows } = await database.query<{ partition: number; next: number }>(
        'select partition, next_offset as next from checkpoint',
      );
      const next = new Map(rows.map((row) => [row.partition, row.next]));
      return [...ends].every(([partition, end]) => (next.get(partition) ?? 0) >= end);
    };
    await until('the log is projected to its end', isDone, { withinMs: 300_000, everyMs: 200 });
  }

  /** A further projector, which fills an empty database of its own from the first record on. */
  async projectFromScratch(): Promise<{ database: Database; stop: () => Promise<void> }> {
    await this.database.query('create database scratch');
    const url = new URL(this.postgres.running.url);
    url.pathname = '/scratch';
    const [projector] = await processes('projector', 1, this.folder, environment(this.brokers, url.href), 'scratch');
    const database = openReadModel(url.href, () => undefined);
    const stop = async () => {
      await projector?.stop();
      await database.end();
    };
    try {
      await projector?.untilReady();
      await this.untilProjected(database);
    } catch (error) {
      await stop();
      throw error;
    }
    return { database, stop };
  }

  /** Leaves no byte on the disk of the broker, which must be one of its own. The answer gives the room back. */
  fillDisk(): () => void {
    if (this.kafkaDir === undefined) throw new Error('the broker has no disk of its own');
    const file = join(this.kafkaDir, 'filler');
    const filler = openSync(file, 'w');
    const block = Buffer.alloc(64 * 1024);
    try {
      for (;;) writeSync(filler, block);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    } finally {
      closeSync(filler);
    }
    return () => {
      rmSync(file);
    };
  }

  async stop(): Promise<void> {
    this.load.abandon();
    await Promise.allSettled(this.processes.map((each) => each.kill()));
    await this.database.end().catch(() => undefined);
    await Promise.allSettled([...this.brokers, this.postgres].map((server) => server.stop()));
  }

  private async begin(): Promise<void> {
    const [first] = this.writers;
    // The first one makes the topic; that several may do so at once is tested elsewhere.
    first?.start();
    await first?.untilReady();
    for (const each of this.processes) if (each !== first) each.start();
    await Promise.all(this.processes.map((each) => each.untilReady()));
    await Promise.all(departments.map((department) => this.load.untilAnswered(registration(department))));
    this.load.start();
    await this.untilAllGoesOn();
  }
}

async function makeBrokers({ folder, brokers = 1, kafkaDir }: PlaceOptions): Promise<Broker[]> {
  const jarsDir = await kafkaJars();
  const voters: Voter[] = [];
  for (let nodeId = 1; nodeId <= brokers; nodeId += 1) voters.push({ nodeId, controllerPort: await freePort() });
  const made: Broker[] = [];
  for (const { nodeId, controllerPort } of voters) {
    const name = `kafka-${nodeId}`;
    made.push(
      new Broker({
        dataDir: join(kafkaDir ?? folder, name),
        jarsDir,
        logFile: join(folder, `${name}.log`),
        heapMiB: 384,
        port: await freePort(),
        controllerPort,
        nodeId,
        voters,
        clusterId: CLUSTER_ID,
      }),
    );
  }
  return made;
}

function environment(brokers: readonly Broker[], databaseUrl: string): Record<string, string> {
  return {
    KAFKA_BROKERS: brokers.map(({ address }) => address).join(','),
    DATABASE_URL: databaseUrl,
    EVENTS_REPLICATION: String(brokers.length),
    ...knownCallers({ chaos: TOKEN }),
  };
}

/** A projector's connections carry its name, so that it can be seen at work. */
async function processes(
  role: 'ledger' | 'projector',
  count: number,
  folder: string,
  env: Record<string, string>,
  prefix: string = role,
): Promise<ServiceProcess[]> {
  const made: ServiceProcess[] = [];
  for (let n = 1; n <= count; n += 1) {
    const name = `${prefix}-${n}`;
    const url = `${env['DATABASE_URL'] ?? ''}?application_name=${name}`;
    made.push(new ServiceProcess(role, name, await freePort(), folder, { ...env, DATABASE_URL: url }));
    if (prefix === 'scratch') made.at(-1)?.start();
  }
  return made;
}
