import { hashOf, KafkaLog, LedgerWriter, type SnapshotStore, type Submission } from '#log';
import { type Database, openDatabase } from '#postgres';
import { Kafka, logLevel } from 'kafkajs';

import { snapshotStore } from '../../apps/ledger/src/snapshot-store';
import { purse, purseCodec, type PurseCommand } from '../support/counter';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { newPrefix, testBrokers } from '../support/kafka';

let server: TestDatabase;
let database: Database;
const open: { stop(): Promise<void> }[] = [];
beforeAll(async () => {
  server = await createTestDatabase();
  database = openDatabase(server.url, () => undefined);
});
afterEach(async () => {
  for (const part of open.reverse()) await part.stop();
  open.length = 0;
});
afterAll(async () => {
  await database.end();
  await server.drop();
});

const LEDGER = 'snapshot-ledger';

/** Counts what a start reads, which is what a snapshot is there to save. */
async function start(prefix: string, store: SnapshotStore, alarms: string[] = [], codec = purseCodec) {
  const log = await KafkaLog.open({ brokers: testBrokers(), ledgerId: LEDGER, clientId: 'spec', prefix, create: true });
  const snapshots = { store, codec, everyRecords: 10 };
  const writer = await LedgerWriter.start(log, purse, { alarm: (message) => alarms.push(message) }, { snapshots });
  const stop = async () => {
    await writer.stop();
    await log.close();
  };
  const service = { log, writer, stop };
  open.push(service);
  return service;
}

async function stop(service: { stop(): Promise<void> }) {
  open.splice(open.indexOf(service), 1);
  await service.stop();
}

const add = (n: number, amount: number): Submission<PurseCommand> => ({
  commandId: `c${n}`,
  commandHash: hashOf(String(amount)),
  command: { add: amount },
  actor: 'tester',
  correlationId: `c${n}`,
});

/** Five hundred commands over seven streams, some of them refused. */
const amounts = Array.from({ length: 500 }, (_, n) => (n % 11 === 10 ? -1_000_000 : n));
const submitAll = (writer: { submit: LedgerWriter<number, PurseCommand, never>['submit'] }) =>
  Promise.all(amounts.map((amount, n) => writer.submit(`s/${n % 7}`, add(n, amount))));

test('a body comes back as it was kept, whatever its place is called and however large it is; there may be none', async () => {
  const place = { ledgerId: `${LEDGER} of the people's "bureau"\\`, topicPrefix: newPrefix() };
  const store = snapshotStore(database, place);
  expect(await store.load(0)).toBeUndefined();
  const bodies = [0, 1, 1_000, 200_000].map((bytes) => Buffer.from(Array.from({ length: bytes }, (_, n) => n % 256)));
  // As hexadecimal text, which is what a query would answer, this one is longer than a string can be.
  bodies.push(Buffer.alloc(270_000_000, 7));
  for (const [partition, body] of bodies.entries()) {
    await store.save(partition, 1, body);
    expect((await store.load(partition))?.equals(body)).toBe(true);
  }
});

test('a start from snapshots reads only the tail, and knows every state and every answer', async () => {
  const prefix = newPrefix();
  const store = snapshotStore(database, { ledgerId: LEDGER, topicPrefix: prefix });
  const first = await start(prefix, store);
  const answers = await submitAll(first.writer);
  const states = amounts.map((_, n) => first.writer.stateOf(`s/${n % 7}`));
  await stop(first);
  const second = await start(prefix, store);
  expect(second.writer.counts.accepted).toBe(0);
  expect(amounts.map((_, n) => second.writer.stateOf(`s/${n % 7}`))).toEqual(states);
  expect(await submitAll(second.writer)).toEqual(answers.map((answer) => ({ ...answer, first: false })));
  expect(second.writer.counts.accepted).toBe(0);
  expect(await second.writer.submit('s/0', add(9_999, 1))).toMatchObject({ kind: 'recorded', first: true });
});

test.each([
  ['damaged', (body: Buffer) => body.fill(body.readUInt8(100) ^ 1, 100, 101), /is ignored.*it is damaged/],
  ['cut short', (body: Buffer) => body.subarray(0, body.length - 1), /is ignored.*it is damaged/],
  ['empty', () => Buffer.alloc(0), /is ignored/],
])('a snapshot that is %s is ignored with a message, and the history is folded', async (_, harm, message) => {
  const prefix = newPrefix();
  const kept = new Map<number, Buffer>();
  const store: SnapshotStore = {
    load: (partition) => Promise.resolve(kept.get(partition)),
    save: (partition, _offset, body) => Promise.resolve(void kept.set(partition, body)),
  };
  const first = await start(prefix, store);
  const answers = await submitAll(first.writer);
  await stop(first);
  for (const [partition, body] of kept) kept.set(partition, harm(Buffer.from(body)));
  const alarms: string[] = [];
  const second = await start(prefix, store, alarms);
  expect(alarms).toHaveLength(kept.size);
  expect(alarms[0]).toMatch(message);
  expect(second.writer.counts.accepted).toBe(501);
  expect(await submitAll(second.writer)).toEqual(answers.map((answer) => ({ ...answer, first: false })));
});

test('a snapshot of an older form is ignored, and one of the new form replaces it', async () => {
  const prefix = newPrefix();
  const store = snapshotStore(database, { ledgerId: LEDGER, topicPrefix: prefix });
  const first = await start(prefix, store);
  await submitAll(first.writer);
  await stop(first);
  const alarms: string[] = [];
  const second = await start(prefix, store, alarms, { ...purseCodec, version: 'purse-2' });
  expect(alarms[0]).toMatch(/has version snapshot-\d\/purse-1, not snapshot-\d\/purse-2/);
  expect(second.writer.counts.accepted).toBe(501);
  await stop(second);
  const later: string[] = [];
  const third = await start(prefix, store, later, { ...purseCodec, version: 'purse-2' });
  expect({ later, folded: third.writer.counts.accepted }).toEqual({ later: [], folded: 0 });
  await third.writer.submit('s/0', add(1_000, 1));
  expect(third.writer.counts.accepted).toBe(1);
});

test('a store that is down costs the history and nothing else', async () => {
  const prefix = newPrefix();
  const down: SnapshotStore = {
    load: () => Promise.reject(new Error('no database')),
    save: () => Promise.reject(new Error('no database')),
  };
  const alarms: string[] = [];
  const first = await start(prefix, down, alarms);
  expect(await first.writer.submit('s/1', add(1, 1))).toMatchObject({ kind: 'recorded' });
  expect(alarms[0]).toMatch(/its history is folded: no database/);
});

test('a snapshot that could not be kept is not made again and again, and is tried once more at the end', async () => {
  const tried: number[] = [];
  const full: SnapshotStore = {
    load: () => Promise.resolve(undefined),
    save: (partition) => {
      tried.push(partition);
      return Promise.reject(new Error('no space left'));
    },
  };
  const alarms: string[] = [];
  const running = await start(newPrefix(), full, alarms);
  await submitAll(running.writer);
  const deadline = Date.now() + 10_000;
  while (tried.length === 0 && Date.now() < deadline) await new Promise((done) => setTimeout(done, 100));
  await Promise.all(amounts.map((_, n) => running.writer.submit(`s/${n % 7}`, add(10_000 + n, 1))));
  await new Promise((done) => setTimeout(done, 2_500));
  const [partition = -1] = tried;
  expect(tried).toEqual([partition]);
  expect(alarms).toEqual([`no snapshot of partition ${partition} was saved: no space left`]);
  await stop(running);
  expect(tried).toEqual([partition, partition]);
});

test('a log that was deleted stops a ledger that runs', async () => {
  const prefix = newPrefix();
  const store = snapshotStore(database, { ledgerId: LEDGER, topicPrefix: prefix });
  const running = await start(prefix, store);
  await submitAll(running.writer);
  const admin = new Kafka({ brokers: testBrokers(), logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  await admin.deleteTopics({ topics: [`${prefix}.events`] });
  for (let n = 0; running.writer.stopped.length === 0 && n < 200; n += 1)
    await new Promise((done) => setTimeout(done, 100));
  expect(running.writer.stopped[0]?.reason).toMatch(/is gone|the log ends here/);
  expect(await running.writer.submit('s/0', add(7_777, 1))).toMatchObject({ kind: 'stopped' });
  await admin.disconnect();
});

test('a ledger whose snapshot is ahead of the log stops with partition, offset and remedy', async () => {
  const [prefix, other] = [newPrefix(), newPrefix()];
  const kept = new Map<number, Buffer>();
  const store: SnapshotStore = {
    load: (partition) => Promise.resolve(kept.get(partition)),
    save: (partition, _offset, body) => Promise.resolve(void kept.set(partition, body)),
  };
  const first = await start(prefix, store);
  await submitAll(first.writer);
  await stop(first);
  const second = await start(other, store);
  expect(second.writer.stopped).not.toEqual([]);
  expect(second.writer.stopped[0]?.reason).toMatch(/partition \d offset \d: the log ends here, but was read up to \d+/);
});
