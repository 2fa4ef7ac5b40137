import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { type KafkaServer, startKafka } from '#embedded';
import { CompactedTopic } from '#log';
import { type Admin, Kafka, logLevel } from 'kafkajs';

import { until } from '../chaos/wait';
import { kafkaJars } from '../support/kafka';

const READER = join(__dirname, '..', 'readers', 'tables-reader.mjs');
/** The least that a broker takes; a record of a third of it closes a segment with every fourth one. */
const SEGMENT_BYTES = 1024 * 1024;

let folder: string;
let server: KafkaServer;
let kafka: Kafka;
let admin: Admin;
let children: ChildProcess[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'budget-ledger-compaction-'));
  server = await startKafka({
    dataDir: join(folder, 'kafka'),
    jarsDir: await kafkaJars(),
    logFile: join(folder, 'kafka.log'),
    heapMiB: 384,
    extraConfig: { 'log.cleaner.backoff.ms': '100' },
  });
  kafka = new Kafka({ brokers: server.brokers, logLevel: logLevel.NOTHING });
  admin = kafka.admin();
  await admin.connect();
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children = [];
});
afterAll(async () => {
  await admin.disconnect();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A topic of one partition that is compacted as soon as a segment is closed. */
async function eagerTopic(topic: string): Promise<void> {
  const config = {
    'cleanup.policy': 'compact',
    'segment.bytes': String(SEGMENT_BYTES),
    'segment.ms': '300',
    'min.cleanable.dirty.ratio': '0.01',
    'max.compaction.lag.ms': '300',
    'max.message.bytes': String(8 * 1024 * 1024),
  };
  await admin.createTopics({
    waitForLeaders: true,
    topics: [
      { topic, numPartitions: 1, configEntries: Object.entries(config).map(([name, value]) => ({ name, value })) },
    ],
  });
}

/** A value that does not get smaller when it is packed. */
function valueOf(offset: number, bytes = 100): string {
  return JSON.stringify({
    form: 1,
    log: 'log',
    position: `0:${offset}`,
    filler: randomBytes(bytes).toString('base64'),
  });
}

async function openTopic(topic: string): Promise<CompactedTopic> {
  return CompactedTopic.open({ brokers: server.brokers, clientId: 'spec', topic, partitions: 1, replication: 1 });
}

/** What a plain consumer gets from an offset on, until it has the last record or the time is over. */
async function readFrom(topic: string, from: number, last: number, withinMs = 90_000): Promise<number[]> {
  const offsets: number[] = [];
  const consumer = kafka.consumer({ groupId: `from-${randomBytes(6).toString('hex')}`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachMessage: ({ message }) => {
      offsets.push(Number(message.offset));
      return Promise.resolve();
    },
  });
  consumer.seek({ topic, partition: 0, offset: String(from) });
  const deadline = Date.now() + withinMs;
  while (offsets.at(-1) !== last && Date.now() < deadline) await pause(20);
  await consumer.disconnect();
  return offsets.filter((offset) => offset >= from);
}

/** Closes segments until fewer than so many records are left. Answers the offsets that are. */
async function compacted(topic: string, write: () => Promise<void>, atMost: number): Promise<number[]> {
  for (let tries = 0; tries < 40; tries += 1) {
    await write();
    await pause(500);
    const [{ high } = { high: '0' }] = await admin.fetchTopicOffsets(topic);
    const offsets = await readFrom(topic, 0, Number(high) - 1);
    if (offsets.length <= atMost) return offsets;
  }
  throw new Error('the broker did not compact the topic');
}

function startReader(topic: string, file: string): ChildProcess {
  const child = spawn(process.execPath, [READER, server.brokers.join(','), topic, file], { stdio: 'inherit' });
  children.push(child);
  return child;
}

function statesIn(file: string): Record<string, { position: string }> {
  return existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as { states: Record<string, { position: string }> }).states
    : {};
}

describe('the compacted topic', () => {
  it('gives a new reader everything after compaction, and an old one what it lacks, from any offset', async () => {
    const topic = 'plain.tables';
    await eagerTopic(topic);
    const tables = await openTopic(topic);
    const early = join(folder, 'early.json');
    let offset = 0;
    // One batch of ten keys after the other; of each only the first key is never written again, so the ends of the batches go.
    for (let round = 0; round < 30; round += 1) {
      const keys = Array.from({ length: 10 }, (_, n) => (n === 0 ? `only-${round}` : `often-${n}`));
      await tables.publish(keys.map((key) => ({ key, value: valueOf(offset++, 30_000) })));
      if (round === 10) {
        const child = startReader(topic, early);
        await until('the early reader has read', () => Object.keys(statesIn(early)).length > 15);
        child.kill('SIGKILL');
      }
    }
    const left = await compacted(topic, () => tables.publish([{ key: 'tick', value: valueOf(offset++) }]), 80);
    // There are holes, wide and narrow ones.
    expect(left.length).toBeLessThan(offset / 3);
    const last = left.at(-1)!;
    for (let from = 0; from < 300; from += 23) {
      expect(await readFrom(topic, from, last)).toEqual(left.filter((each) => each >= from));
    }
    const fresh = join(folder, 'fresh.json');
    startReader(topic, early);
    startReader(topic, fresh);
    const isComplete = (file: string) => statesIn(file)['tick']?.position === `0:${offset - 1}`;
    await until('both readers have all', () => isComplete(early) && isComplete(fresh));
    expect(statesIn(early)).toEqual(statesIn(fresh));
    expect(Object.keys(statesIn(fresh))).toHaveLength(30 + 9 + 1);
    await tables.close();
  });

  it('is read by the ledger itself after compaction', async () => {
    const tables = await openTopic('plain.tables');
    const keys = new Set<string>();
    let to = 0;
    const reader = await tables.read((_partition, records) => {
      for (const { key, offset, mark } of records) {
        if (mark === undefined) keys.add(key!.toString());
        to = offset + 1;
      }
      return Promise.resolve();
    });
    const [end] = await tables.endOffsets();
    await until('it has read to the end', () => to === end);
    expect(keys.size).toBe(40);
    await reader.stop();
    await tables.close();
  });

  it('is read past the empty batches that are left of an idempotent producer, at which this client alone stands still', async () => {
    const topic = 'idempotent.tables';
    await eagerTopic(topic);
    const idempotent = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
    await idempotent.connect();
    const batch = (size: number) =>
      Array.from({ length: 10 }, (_, n) => ({ key: `often-${n}`, value: valueOf(n, size) }));
    await idempotent.send({ topic, messages: batch(50_000) });
    await idempotent.disconnect();
    const tables = await openTopic(topic);
    /** Reads everything that is left; answers where nothing stands any more. */
    const emptyPlaces = async (): Promise<number[]> => {
      const [end] = await tables.endOffsets();
      const empty: number[] = [];
      let to = 0;
      const reader = await tables.read((_partition, records) => {
        for (const { offset, mark } of records) {
          to = offset + 1;
          if (mark?.kind === 'nothing') empty.push(offset);
        }
        return Promise.resolve();
      });
      await until('it has read to the end', () => to >= end!);
      await reader.stop();
      return empty;
    };
    // Its last batch is kept without records, alone in its segment, because a broker keeps a producer's last sequence number.
    let isEmptied = false;
    for (let tries = 0; tries < 20 && !isEmptied; tries += 1) {
      await tables.publish(batch(50_000));
      await pause(300);
      isEmptied = (await emptyPlaces()).includes(9);
    }
    expect(isEmptied).toBe(true);
    await tables.close();
  });
});
