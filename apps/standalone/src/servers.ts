import { join } from 'node:path';

import { ensureKafkaJars, type ServerProcess, startKafka, startPostgres } from '#embedded';
import { requireBroker } from '#log';
import type { Config } from '#platform';

import { keepKafkaPort, keptKafkaPort } from './kafka-port';

/** Where the events and the read model are, and what was started for them. */
export interface Servers {
  brokers: string[];
  databaseUrl: string;
  started: { name: string; server: ServerProcess }[];
}

const KAFKA_HEAP_MIB = 512;

/** Starts a Kafka and a Postgres of our own where the configuration names none. Their data stay in the data folder. */
export async function startServers(
  config: Config,
  dataDir: string,
  report: (line: string) => void,
  started: Servers['started'],
): Promise<Servers> {
  const [brokers, databaseUrl] = await allOrFirstFailure([
    config.brokers.length > 0 ? answering(config) : kafka(config, dataDir, report, started),
    config.databaseUrl === undefined ? postgres(dataDir, report, started) : Promise.resolve(config.databaseUrl),
  ]);
  return { brokers, databaseUrl, started };
}

/** Who starts at a terminal is told at once of brokers that are not there; a service of its own would wait for them. */
async function answering({ brokers, kafkaSecurity: security }: Config): Promise<string[]> {
  await requireBroker({ brokers, security });
  return brokers;
}

async function kafka(
  { kafkaPort }: Config,
  dataDir: string,
  report: (line: string) => void,
  started: Servers['started'],
): Promise<string[]> {
  const port = keptKafkaPort(dataDir, kafkaPort);
  const jarsDir = await ensureKafkaJars(process.cwd(), report);
  report('启动 Kafka Starting Kafka');
  const server = await startKafka({
    dataDir: join(dataDir, 'kafka'),
    jarsDir,
    logFile: join(dataDir, 'kafka.log'),
    heapMiB: KAFKA_HEAP_MIB,
    ...(port === undefined ? {} : { port }),
    onWaiting: report,
  });
  keepKafkaPort(dataDir, server.brokers[0] ?? '');
  started.push({ name: 'Kafka', server });
  report(`Kafka ${server.brokers.join(',')}`);
  return server.brokers;
}

async function postgres(dataDir: string, report: (line: string) => void, started: Servers['started']): Promise<string> {
  report('启动 Postgres Starting Postgres');
  const server = await startPostgres({
    dataDir: join(dataDir, 'postgres'),
    logFile: join(dataDir, 'postgres.log'),
    database: 'budget',
    report,
  });
  started.push({ name: 'Postgres', server });
  report('Postgres 已就绪 Postgres is ready');
  return server.url;
}

/** Waits for both even when one fails, so that the other one is known and can be stopped. */
async function allOrFirstFailure<A, B>(parts: [Promise<A>, Promise<B>]): Promise<[A, B]> {
  await Promise.allSettled(parts);
  return Promise.all(parts);
}
