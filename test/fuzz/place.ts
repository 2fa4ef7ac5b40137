import { readFileSync } from 'node:fs';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { freePort, type KafkaServer, type PostgresServer, startKafka, startPostgres } from '#embedded';
import { type Database, openReadModel } from '#read-model';

import { ServiceProcess } from '../chaos/service-process';
import { createTestDatabase } from '../support/database';
import { kafkaJars, newPrefix, testBrokers } from '../support/kafka';
import { callersEnv } from './callers';
import { LEDGER_ID, PARTITIONS } from './forged';

const ROLES = ['ledger', 'projector', 'query'] as const;
type Role = (typeof ROLES)[number];

/** What all of it stands on: servers of its own, or those that the test command started. */
export interface Servers {
  brokers: string[];
  databaseUrl: string;
  prefix: string;
  stop(): Promise<void>;
}

export async function ownServers(folder: string): Promise<Servers> {
  // Postgres may run as another user, who has to be able to pass through.
  chmodSync(folder, 0o711);
  const jarsDir = await kafkaJars();
  const started: (KafkaServer | PostgresServer)[] = [];
  const kafka = await startKafka({
    dataDir: join(folder, 'kafka'),
    jarsDir,
    logFile: join(folder, 'kafka.log'),
    heapMiB: 512,
  });
  started.push(kafka);
  const postgres = await startPostgres({
    dataDir: join(folder, 'postgres'),
    logFile: join(folder, 'postgres.log'),
    database: 'fuzz',
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
    report: () => undefined,
  });
  started.push(postgres);
  const stop = async (): Promise<void> => {
    await Promise.allSettled(started.map((server) => server.stop()));
  };
  return { brokers: kafka.brokers, databaseUrl: postgres.url, prefix: 'budget', stop };
}

export async function sharedServers(): Promise<Servers> {
  const database = await createTestDatabase();
  return { brokers: testBrokers(), databaseUrl: database.url, prefix: newPrefix(), stop: () => database.drop() };
}

/** One process of each role, as an operator would start them. */
export class Place {
  private constructor(
    readonly servers: Servers,
    readonly services: Readonly<Record<Role, ServiceProcess>>,
    readonly database: Database,
    readonly env: Readonly<Record<string, string>>,
  ) {}

  static async start(folder: string, servers: Servers): Promise<Place> {
    mkdirSync(folder, { recursive: true });
    const env = {
      KAFKA_BROKERS: servers.brokers.join(','),
      DATABASE_URL: servers.databaseUrl,
      TOPIC_PREFIX: servers.prefix,
      LEDGER_ID,
      EVENTS_PARTITIONS: String(PARTITIONS),
      ...callersEnv(folder),
      LOG_LEVEL: 'error',
      // Small, so that snapshots are made again and again while all this goes on.
      SNAPSHOT_EVERY: '500',
    };
    const made = await Promise.all(
      ROLES.map(async (role) => [role, new ServiceProcess(role, role, await freePort(), folder, env)] as const),
    );
    const services = Object.fromEntries(made) as Record<Role, ServiceProcess>;
    const place = new Place(
      servers,
      services,
      openReadModel(servers.databaseUrl, () => undefined),
      env,
    );
    try {
      for (const role of ROLES) services[role].start();
      await Promise.all(ROLES.map((role) => services[role].untilReady()));
    } catch (error) {
      await place.stop();
      throw error;
    }
    return place;
  }

  get all(): readonly ServiceProcess[] {
    return ROLES.map((role) => this.services[role]);
  }

  async stop(): Promise<void> {
    await Promise.allSettled(this.all.map((service) => service.kill()));
    await this.database.end().catch(() => undefined);
  }
}

/** What a process holds in memory now, in MiB. */
export function residentMiB(pid: number): number {
  const [, kB] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kB ?? 0) / 1024;
}
