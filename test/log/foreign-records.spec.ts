import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import {
  copyLog,
  describeTopic,
  firstHash,
  hashOf,
  KafkaLog,
  LedgerWriter,
  LogDamaged,
  openingPartition,
  PartitionFold,
  partitionOf,
  type PartitionReport,
  PartitionVerifier,
  readTopic,
  startOf,
  type StreamHead,
  type Submission,
  type StoredPosition,
} from '#log';
import { ConfigResourceTypes, Kafka, logLevel } from 'kafkajs';

import { purse, type PurseCommand } from '../support/counter';
import { JavaProducer } from '../support/java-producer';
import { createTestDatabase } from '../support/database';
import { newPrefix, testBrokers } from '../support/kafka';
import { startService } from '../support/service';

const RAW_READER = join(__dirname, '..', 'raw-reader', 'raw-reader.mjs');
const LEDGER = 'foreign-records';
const PARTITIONS = 3;
const [A, B, C] = [0, 1, 2].map((place) => streamIn((openingPartition(PARTITIONS) + place) % PARTITIONS));

const open: { stop(): Promise<unknown> }[] = [];
const kafka = new Kafka({ brokers: testBrokers(), logLevel: logLevel.NOTHING });
const admin = kafka.admin();
let java: JavaProducer;

beforeAll(async () => {
  await admin.connect();
  java = await JavaProducer.start();
});
afterEach(stopAll);
afterAll(async () => {
  await java.stop();
  await admin.disconnect();
});

async function stopAll() {
  for (const part of open.reverse()) await part.stop();
  open.length = 0;
}

function streamIn(partition: number): string {
  for (let n = 0; ; n += 1) if (partitionOf(`s/${n}`, PARTITIONS) === partition) return `s/${n}`;
}

const placeOf = (stream: string) => partitionOf(stream, PARTITIONS);

const add = (commandId: string, expectedRevision?: number): Submission<PurseCommand> => ({
  commandId,
  commandHash: hashOf('body'),
  command: { add: 1 },
  actor: '张三',
  correlationId: commandId,
  expectedRevision,
});

/** A record that counts if nothing else is written before it. */
function recordOf(stream: string, revision: number, prevhash: string, text = 'foreign') {
  const value = Buffer.from(
    JSON.stringify({
      specversion: '1.0',
      id: `${stream}@${revision}`,
      type: 'added.v1',
      source: `urn:budget-ledger:${LEDGER}`,
      subject: stream,
      time: new Date().toISOString(),
      datacontenttype: 'application/json',
      revision,
      prevhash,
      commandid: `${text}-${revision}`,
      commandhash: hashOf('body'),
      actor: '李四',
      correlationid: text,
      data: { add: 100, text },
    }),
  );
  return { key: stream, value, hash: hashOf(value) };
}

const junk = { key: 'junk', value: Buffer.from('junk') };

async function openLog(prefix: string) {
  const settings = { brokers: testBrokers(), ledgerId: LEDGER, clientId: 'foreign', prefix, create: true };
  const log = await KafkaLog.open({ ...settings, partitions: PARTITIONS });
  open.push({ stop: () => log.close() });
  return log;
}

async function startWriter(log: KafkaLog) {
  const alarms: string[] = [];
  const writer = await LedgerWriter.start(log, purse, { alarm: (message) => alarms.push(message) });
  open.push(writer);
  return { writer, alarms };
}

type Place = [partition: number, offset: number, hash: string];
const sorted = (positions: readonly Place[]) => [...positions].sort((a, b) => a[0] - b[0] || a[1] - b[1]);

/** A reader that stores its positions, as the projector does. */
async function startTail(log: KafkaLog, positions = new Map<number, StoredPosition>()) {
  const accepted: Place[] = [];
  const failures: Error[] = [];
  const alarms: string[] = [];
  const stored = new Map(positions);
  const tail = await log.tail({
    positions: () => Promise.resolve(new Map(positions)),
    onBatch: (batch) => {
      for (const { partition, offset, hash } of batch.accepted) accepted.push([partition, offset, hash]);
      const heads = new Map<string, StreamHead>(stored.get(batch.partition)?.heads.map((head) => [head.stream, head]));
      for (const head of batch.heads) heads.set(head.stream, head);
      stored.set(batch.partition, { checkpoint: batch.checkpoint, heads: [...heads.values()] });
      alarms.push(...batch.alarms);
      return Promise.resolve();
    },
    onFailure: (error) => failures.push(error),
  });
  open.push(tail);
  const untilRead = async () => {
    const ends = await log.endOffsets();
    await until(() => ends.every((end, partition) => tail.nextOffset(partition) >= end));
  };
  return { tail, accepted, alarms, failures, stored, untilRead };
}

async function until(condition: () => boolean) {
  for (const deadline = Date.now() + 30_000; !condition();) {
    if (Date.now() > deadline) throw new Error('it did not come to that within 30 s');
    await new Promise((done) => setTimeout(done, 20));
  }
}

/** What the rule makes of the topic, read to its end. */
async function accepted(log: KafkaLog): Promise<Place[]> {
  const folds = Array.from({ length: PARTITIONS }, (_, at) => new PartitionFold(LEDGER, PARTITIONS, startOf(at)));
  const positions: Place[] = [];
  const ends = await log.endOffsets();
  let finish = (): void => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const reader = await log.read((partition, records) => {
    for (const record of records) {
      const reading = folds[partition]?.read(record);
      if (reading?.kind === 'accepted') positions.push([partition, record.offset, reading.record.hash]);
    }
    if (folds.every((fold, at) => fold.nextOffset >= ends[at]!)) finish();
    return Promise.resolve();
  }, new Array<number>(PARTITIONS).fill(0));
  await finished;
  await reader.stop();
  return sorted(positions);
}

/** The lines of the file that docs/log-reader.md shows, until there are as many as the library accepts. */
async function rawReaderAccepts(prefix: string, count: number): Promise<Place[]> {
  const child: ChildProcess = spawn(process.execPath, [
    RAW_READER,
    testBrokers().join(','),
    `${prefix}.events`,
    LEDGER,
  ]);
  const positions: Place[] = [];
  const late = setTimeout(() => child.kill('SIGKILL'), 30_000);
  for await (const line of createInterface({ input: child.stdout! })) {
    const { partition, offset, hash } = JSON.parse(line) as { partition: number; offset: number; hash: string };
    positions.push([partition, offset, hash]);
    if (positions.length === count) break;
  }
  clearTimeout(late);
  child.kill('SIGKILL');
  return sorted(positions);
}

/** As `verify` does, but for what the records mean: a purse is no budget. */
async function verify(prefix: string): Promise<PartitionReport[]> {
  const topic = await describeTopic({ brokers: testBrokers(), prefix });
  const settings = { ledgerId: LEDGER, partitions: PARTITIONS, topic: topic.topic, withOpening: true, anchors: [] };
  const verifiers = Array.from(
    { length: PARTITIONS },
    (_, partition) => new PartitionVerifier({ ...settings, partition, ends: [], judge: () => undefined }),
  );
  const chosen = verifiers.map((_, partition) => partition);
  await readTopic(topic, chosen, (partition, records) => verifiers[partition]!.readAll(records));
  return verifiers.map((verifier) => verifier.finish());
}

const faultsIn = async (prefix: string) => (await verify(prefix)).flatMap(({ faults }) => faults);
const copy = (from: string, to: string, without: string[] = []) =>
  copyLog({ brokers: testBrokers(), ledgerId: LEDGER, from, to, replication: 1, cutStreams: [], without });

/** Every way to read the log, from its beginning: all of them accept the same records. Answers these. */
async function allAgree(log: KafkaLog, prefix: string): Promise<Place[]> {
  const positions = await accepted(log);
  const { tail, accepted: told, failures, untilRead } = await startTail(log);
  await untilRead();
  // The record that opens the log says nothing of budgets, and no batch holds it.
  expect(sorted(told)).toEqual(positions.filter(([, , hash]) => told.some(([, , other]) => other === hash)));
  expect(told).toHaveLength(positions.length - 1);
  expect(failures).toEqual([]);
  await tail.stop();
  const report = await verify(prefix);
  expect(report.flatMap(({ faults }) => faults)).toEqual([]);
  expect(report.reduce((sum, partition) => sum + partition.accepted, 0)).toBe(positions.length);
  expect(await rawReaderAccepts(prefix, positions.length)).toEqual(positions);
  const next = newPrefix();
  await copy(prefix, next);
  const copied = await openLog(next);
  expect(await accepted(copied)).toEqual(positions);
  expect(await copied.endOffsets()).toEqual(await log.endOffsets());
  return positions;
}

/** A transaction is over before the brokers have written so into each of its partitions. */
async function untilEnd(topic: string, stream: string, end: number) {
  const partition = placeOf(stream);
  let high = 0;
  for (const deadline = Date.now() + 30_000; high < end && Date.now() < deadline;) {
    high = Number((await admin.fetchTopicOffsets(topic)).find((one) => one.partition === partition)?.high);
  }
  expect(high).toBe(end);
}

const entriesOf = (settings: Record<string, string>) =>
  Object.entries(settings).map(([name, value]) => ({ name, value }));

const SETTINGS = {
  'cleanup.policy': 'delete',
  'retention.ms': '-1',
  'retention.bytes': '-1',
  'unclean.leader.election.enable': 'false',
  'max.message.bytes': String(8 * 1024 * 1024),
};

async function alter(topic: string, changes: Record<string, string>) {
  const configEntries = entriesOf({ ...SETTINGS, ...changes });
  const resources = [{ type: ConfigResourceTypes.TOPIC, name: topic, configEntries }];
  await admin.alterConfigs({ validateOnly: false, resources });
}

async function createTopic(prefix: string) {
  const configEntries = entriesOf(SETTINGS);
  const topic = `${prefix}.events`;
  await admin.createTopics({ topics: [{ topic, numPartitions: PARTITIONS, replicationFactor: 1, configEntries }] });
  return topic;
}

test('open, committed and aborted transactions: every reader counts what the rule counts, at once, and passes their ends by', async () => {
  const prefix = newPrefix();
  const topic = await createTopic(prefix);
  // At the head: a transaction that came to nothing leaves a control record before the record that opens the log.
  await java.begin(`tx-${prefix}`);
  await expect(
    java.send({ name: `tx-${prefix}` }, topic, placeOf(A!), [{ key: null, value: 9_000_000 }]),
  ).rejects.toThrow('TooLarge');
  await java.abort(`tx-${prefix}`);
  await untilEnd(topic, A!, 1);
  const log = await openLog(prefix);
  expect(await log.endOffset(placeOf(A!))).toBe(2);
  const { writer, alarms } = await startWriter(log);
  const live = await startTail(log);

  // Aborted, at the head of a partition: one record that counts, one that does not.
  const first = recordOf(B!, 1, firstHash(LEDGER, B!));
  await java.begin(`tx-${prefix}`);
  await java.send({ name: `tx-${prefix}` }, topic, placeOf(B!), [first, junk]);
  await java.abort(`tx-${prefix}`);
  await untilEnd(topic, B!, 3);
  expect(await writer.submit(B!, add('b', 1))).toMatchObject({ kind: 'recorded', receipt: { revision: 2, offset: 3 } });

  // Committed, in the middle: one that counts and its double.
  await writer.submit(A!, add('a1'));
  const second = recordOf(A!, 2, writer.headOf(A!).hash);
  await java.begin(`tx-${prefix}`);
  await java.send({ name: `tx-${prefix}` }, topic, placeOf(A!), [second, second]);
  await java.commit(`tx-${prefix}`);
  await untilEnd(topic, A!, 6);
  expect(await writer.submit(A!, add('a2', 2))).toMatchObject({ kind: 'recorded', receipt: { revision: 3 } });

  // Open: nobody waits for its end, and nothing of it is hidden.
  await java.begin(`tx-${prefix}`);
  const third = recordOf(A!, 4, writer.headOf(A!).hash);
  await java.send({ name: `tx-${prefix}` }, topic, placeOf(A!), [third]);
  await java.send({ name: `tx-${prefix}` }, topic, placeOf(C!), [recordOf(C!, 1, firstHash(LEDGER, C!)), junk]);
  expect(await writer.submit(A!, add('a3', 4))).toMatchObject({ kind: 'recorded', receipt: { revision: 5 } });
  expect(await writer.submit(C!, add('c', 1))).toMatchObject({ kind: 'recorded', receipt: { revision: 2 } });
  const whileOpen = await allAgree(log, prefix);
  expect(whileOpen).toHaveLength(10);
  const { writer: meanwhile } = await startWriter(await openLog(prefix));
  expect(meanwhile.headOf(A!)).toEqual(writer.headOf(A!));
  await live.untilRead();
  expect(sorted(live.accepted)).toHaveLength(9);

  // Its end is the last thing in two partitions: no end is waited for, and positions behind it are good positions.
  await java.abort(`tx-${prefix}`);
  await untilEnd(topic, A!, 10);
  await untilEnd(topic, C!, 4);
  await live.untilRead();
  expect(sorted(await allAgree(log, prefix))).toEqual(whileOpen);
  const { writer: later, alarms: laterAlarms } = await startWriter(await openLog(prefix));
  expect([later.stateOf(A!), later.stateOf(B!), later.stateOf(C!)]).toEqual([203, 101, 101]);
  expect(later.stopped).toEqual([]);
  const resumed = await startTail(log, live.stored);
  const { receipt } = (await later.submit(A!, add('a4', 5))) as {
    receipt: { partition: number; offset: number; hash: string };
  };
  await later.submit(C!, add('c2', 2));
  await resumed.untilRead();
  await live.untilRead();
  expect(resumed.failures).toEqual([]);
  expect(resumed.accepted).toHaveLength(2);
  expect(resumed.accepted).toContainEqual([receipt.partition, receipt.offset, receipt.hash]);
  expect(live.failures).toEqual([]);
  for (const told of [alarms, laterAlarms, live.alarms]) {
    expect(told.filter((alarm) => alarm.includes('control record (abort of a transaction)'))).toHaveLength(4);
    expect(told.filter((alarm) => alarm.includes('control record (commit of a transaction)'))).toHaveLength(1);
  }
  expect(later.counts).toMatchObject({ control: 5, junk: 2 });
  // A retry gets its first answer also behind all of this.
  expect(await later.submit(A!, add('a1'))).toMatchObject({ kind: 'recorded', first: false });
});

test('records packed by any codec, and a topic that packs what it is given: every reader reads them', async () => {
  const prefix = newPrefix();
  const log = await openLog(prefix);
  const topic = `${prefix}.events`;
  const { writer } = await startWriter(log);
  const live = await startTail(log);
  let revision = 0;
  for (const codec of ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const) {
    const one = recordOf(A!, revision + 1, writer.headOf(A!).hash, codec);
    // Long enough for several blocks, and hardly to be packed at all.
    const noise = Buffer.from(Array.from({ length: 400_000 }, (_, at) => (at * at * 31 + (at >> 3)) & 0xff));
    const two = recordOf(A!, revision + 2, one.hash, `${codec} ${noise.toString('base64')}`);
    await java.send({ codec }, topic, placeOf(A!), [one, { key: 'junk', value: 3_000_000 }, two]);
    revision += 2;
    await until(() => writer.headOf(A!).revision === revision);
    expect(await writer.submit(A!, add(codec, revision))).toMatchObject({ kind: 'recorded' });
    revision += 1;
  }
  // What a broker packs by itself, until somebody puts its settings right.
  await alter(topic, { 'compression.type': 'zstd' });
  expect(await writer.submit(A!, add('last', revision))).toMatchObject({ kind: 'recorded' });
  await alter(topic, { 'compression.type': 'producer' });
  await live.untilRead();
  expect(live.failures).toEqual([]);
  expect(await allAgree(log, prefix)).toHaveLength(1 + 5 * 3 + 1);
  const { writer: later } = await startWriter(await openLog(prefix));
  expect(later.headOf(A!)).toEqual(writer.headOf(A!));
});

test('a batch that unpacks to far too much stops its partition and says how to go on; the copy without it keeps every place', async () => {
  const prefix = newPrefix();
  const log = await openLog(prefix);
  const topic = `${prefix}.events`;
  const { writer, alarms } = await startWriter(log);
  const live = await startTail(log);
  await writer.submit(A!, add('a1'));
  const [at] = await java.send({ codec: 'zstd' }, topic, placeOf(A!), [{ key: A!, value: 70 * 1024 * 1024 }]);
  const place = `${placeOf(A!)}:${at!}`;
  await until(() => writer.stopped.length > 0);
  expect(writer.stopped[0]).toMatchObject({
    stream: `partition ${placeOf(A!)}`,
    reason: expect.stringContaining(`copy-log --without ${place}`) as string,
  });
  expect(await writer.submit(A!, add('a2'))).toMatchObject({ kind: 'stopped' });
  expect(await writer.submit(B!, add('b1'))).toMatchObject({ kind: 'recorded' });
  await until(() => live.failures.length > 0);
  expect(live.failures[0]).toBeInstanceOf(LogDamaged);
  expect(alarms.filter((alarm) => alarm.includes('cannot be read'))).toHaveLength(1);
  // Others may have written behind it.
  const behind = recordOf(A!, 2, writer.headOf(A!).hash);
  expect(await java.send({}, topic, placeOf(A!), [behind])).toEqual([at! + 1]);
  expect(await faultsIn(prefix)).toMatchObject([
    { partition: placeOf(A!), offset: at, why: { en: expect.stringContaining('cannot be read') as string } },
  ]);
  const { writer: restarted } = await startWriter(await openLog(prefix));
  expect(restarted.stopped).toHaveLength(1);
  const [refused, next] = [newPrefix(), newPrefix()];
  await expect(copy(prefix, refused)).rejects.toThrow(`copy-log --without ${place}`);
  expect(await copy(prefix, next, [place])).toMatchObject({ unreadable: 1 });
  const { writer: goingOn } = await startWriter(await openLog(next));
  expect(goingOn.headOf(A!)).toEqual({ revision: 2, hash: behind.hash });
  expect(await goingOn.submit(A!, add('a3', 2))).toMatchObject({ receipt: { offset: at! + 2 } });
  expect(await goingOn.submit(A!, add('a1'))).toMatchObject({ first: false });
  expect(await faultsIn(next)).toEqual([]);
});

test('the running service projects past the end of a transaction, says what it met, and starts behind it', async () => {
  const prefix = newPrefix();
  const database = await createTestDatabase();
  const start = async () => {
    const service = await startService({ prefix, databaseUrl: database.url });
    open.push(service);
    const text = async (path: string) => (await fetch(`${service.url}${path}`)).text();
    const metric = async (name: string) => Number(new RegExp(`^${name} (.*)$`, 'm').exec(await text('/metrics'))?.[1]);
    const untilMetric = async (name: string, value: number) => {
      for (const deadline = Date.now() + 30_000; (await metric(name)) !== value;) {
        if (Date.now() > deadline) throw new Error(`${name} is ${await metric(name)} and not ${value}`);
        await new Promise((done) => setTimeout(done, 100));
      }
    };
    return { service, text, untilMetric };
  };
  const first = await start();
  const topic = `${prefix}.events`;
  await java.begin(`tx-${prefix}`);
  await java.send({ name: `tx-${prefix}`, codec: 'lz4' }, topic, 0, [junk]);
  await java.abort(`tx-${prefix}`);
  await first.untilMetric('ledger_records_control', 1);
  // Junk and the end of the transaction.
  await first.untilMetric('projector_alarms_total', 2);
  await first.untilMetric('projector_lag_records', 0);
  await stopAll();
  const second = await start();
  await second.untilMetric('projector_lag_records', 0);
  await second.untilMetric('projector_partitions', 6);
  expect(await second.text('/health/ready')).toContain('"ready":true');
  await stopAll();
  await database.drop();
});
