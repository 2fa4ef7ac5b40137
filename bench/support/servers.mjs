// A Kafka and a Postgres for the benchmark alone, or those that are named; topics and databases of its own in either case.
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';

import { root } from '../../scripts/install.mjs';

const require = createRequire(import.meta.url);
const PARTITIONS = 6;

/** Compiled code of a lib or an app. */
export const compiled = (path) => require(join(root, 'dist', path));

const say = (line) => console.error(line);

export async function startServers({ brokers, databaseUrl }) {
  const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-bench-'));
  // Postgres may run as another user, who has to be able to pass through.
  chmodSync(folder, 0o711);
  const stops = [];
  let kafkaDir;
  const { ensureKafkaJars, freePort, startKafka, startPostgres } = compiled('libs/embedded/src/index.js');
  const stop = async () => {
    for (const end of stops.reverse()) await end().catch(say);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    if (brokers === undefined) {
      const jarsDir = await ensureKafkaJars(root, say);
      const logFile = join(folder, 'kafka.log');
      kafkaDir = join(folder, 'kafka');
      const kafka = await startKafka({ dataDir: kafkaDir, jarsDir, logFile, heapMiB: 1_024 });
      stops.push(() => kafka.stop());
      brokers = kafka.brokers;
    }
    if (databaseUrl === undefined) {
      const logFile = join(folder, 'postgres.log');
      const place = { dataDir: join(folder, 'postgres'), logFile, database: 'bench', report: say };
      // The settings of a small server; durability is as it comes.
      const settings = { shared_buffers: '512MB', max_wal_size: '4GB', max_connections: '200' };
      const postgres = await startPostgres({ ...place, settings });
      stops.push(() => postgres.stop());
      databaseUrl = postgres.url;
    }
  } catch (error) {
    await stop();
    throw error;
  }
  const prefix = `bench-${process.pid}`;
  const admin = new Kafka({ brokers, clientId: 'bench', logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  stops.push(() => admin.disconnect());
  const databases = databasesOf(databaseUrl, prefix);
  stops.push(() => databases.drop());
  stops.push(async () => {
    const made = (await admin.listTopics()).filter((topic) => topic.startsWith(`${prefix}-`));
    if (made.length > 0) await admin.deleteTopics({ topics: made });
  });
  return {
    brokers,
    freePort,
    partitions: PARTITIONS,
    /** Records of a topic, whether they count or not. */
    async records(topic) {
      const ends = await admin.fetchTopicOffsets(topic);
      return ends.reduce((sum, { high }) => sum + Number(high), 0);
    },
    /** Bytes of a topic's log files; undefined where the brokers are not ours. */
    logBytes: (topic) => (kafkaDir === undefined ? undefined : logBytesIn(kafkaDir, topic)),
    database: (name) => databases.create(name),
    /** A prefix for the topics of one ledger, whose log is made here with further settings of the broker. */
    async ledger(name, configEntries = []) {
      const topicPrefix = `${prefix}-${name}`;
      await createLog(admin, `${topicPrefix}.events`, configEntries);
      return topicPrefix;
    },
    async topic(name, configEntries = []) {
      const topic = `${prefix}-${name}`;
      await createLog(admin, topic, configEntries);
      return topic;
    },
    stop,
  };
}

async function createLog(admin, topic, configEntries) {
  const settings = {
    'cleanup.policy': 'delete',
    'retention.ms': '-1',
    'retention.bytes': '-1',
    'unclean.leader.election.enable': 'false',
    'max.message.bytes': String(8 * 1024 * 1024),
  };
  const entries = [...Object.entries(settings).map(([name, value]) => ({ name, value })), ...configEntries];
  const spec = { topic, numPartitions: PARTITIONS, replicationFactor: 1, configEntries: entries };
  await admin.createTopics({ topics: [spec], waitForLeaders: false });
  // A busy broker may not know for a moment what it has just created.
  for (let tries = 0; tries < 100; tries += 1) {
    const isLed = await admin.fetchTopicMetadata({ topics: [topic] }).then(
      ({ topics }) => topics[0].partitions.every(({ leader }) => leader >= 0),
      () => false,
    );
    if (isLed) return;
    await delay(100);
  }
  throw new Error(`the topic ${topic} got no leaders`);
}

function logBytesIn(folder, topic) {
  const isLog = ({ parentPath, name }) => parentPath.includes(`${topic}-`) && name.endsWith('.log');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(isLog);
  return files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

function databasesOf(url, prefix) {
  const names = [];
  const withClient = async (work) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      await work(client);
    } finally {
      await client.end();
    }
  };
  return {
    async create(name) {
      const database = `${prefix}_${name}_${names.length}`.replaceAll('-', '_');
      names.push(database);
      await withClient((client) => client.query(`create database ${database}`));
      const own = new URL(url);
      own.pathname = `/${database}`;
      return own.href;
    },
    drop: () =>
      withClient(async (client) => {
        for (const name of names) await client.query(`drop database if exists ${name} with (force)`);
      }),
  };
}
