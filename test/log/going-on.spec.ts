import { copyLog, hashOf, KafkaLog, LedgerWriter, LogUnfit, type Submission } from '#log';
import { ConfigResourceTypes, Kafka, logLevel, type Producer } from 'kafkajs';

import { purse, type PurseCommand } from '../support/counter';
import { newPrefix, testBrokers } from '../support/kafka';

const LEDGER = 'going-on';
const kafka = new Kafka({ brokers: testBrokers(), logLevel: logLevel.NOTHING });
const admin = kafka.admin();
let producer: Producer;
const open: { stop(): Promise<void> }[] = [];

beforeAll(async () => {
  producer = kafka.producer();
  await Promise.all([admin.connect(), producer.connect()]);
});
afterEach(async () => {
  for (const part of open.reverse()) await part.stop();
  open.length = 0;
});
afterAll(() => Promise.all([admin.disconnect(), producer.disconnect()]));

async function start(prefix: string, decider: typeof purse = purse) {
  const log = await KafkaLog.open({ brokers: testBrokers(), ledgerId: LEDGER, clientId: 'spec', prefix, create: true });
  open.push({ stop: () => log.close() });
  const writer = await LedgerWriter.start(log, decider, { alarm: () => undefined });
  open.push(writer);
  return writer;
}

async function stopAll() {
  for (const part of open.reverse()) await part.stop();
  open.length = 0;
}

const add = (commandId: string, amount: number): Submission<PurseCommand> => ({
  commandId,
  commandHash: hashOf(String(amount)),
  command: { add: amount },
  actor: 'tester',
  correlationId: commandId,
});

const copy = (from: string, to: string, cutStreams: string[] = []) =>
  copyLog({ brokers: testBrokers(), ledgerId: LEDGER, from, to, replication: 1, cutStreams, without: [] });

async function until(condition: () => boolean) {
  for (let n = 0; !condition() && n < 200; n += 1) await new Promise((done) => setTimeout(done, 50));
}

/** A record with a good envelope, written past the ledger. */
async function forge(prefix: string, stream: string, partition: number, fields: Record<string, unknown>) {
  const value = JSON.stringify({
    specversion: '1.0',
    id: `${stream}@0`,
    type: 'added.v1',
    source: `urn:budget-ledger:${LEDGER}`,
    subject: stream,
    time: '2024-01-01T00:00:00.000Z',
    datacontenttype: 'application/json',
    commandid: `forged-${Math.random()}`,
    commandhash: '',
    actor: 'forger',
    correlationid: '',
    data: { add: 1 },
    ...fields,
  });
  await producer.send({ topic: `${prefix}.events`, messages: [{ key: stream, partition, value }] });
}

test('a topic that was given more partitions: the copy has the pinned number, and every receipt still holds', async () => {
  const [prefix, next] = [newPrefix(), newPrefix()];
  const before = await start(prefix);
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, n) => before.submit(`s/${n % 9}`, add(`c${n}`, n))),
  );
  await stopAll();
  await admin.createPartitions({ topicPartitions: [{ topic: `${prefix}.events`, count: 9 }] });
  await expect(start(prefix)).rejects.toThrow(LogUnfit);
  await stopAll();
  expect(await copy(prefix, next)).toEqual({
    partitions: 6,
    records: 201,
    unreadable: 0,
    leftOut: new Map(),
    cutsNotMet: [],
  });
  const after = await start(next);
  const again = await Promise.all(Array.from({ length: 200 }, (_, n) => after.submit(`s/${n % 9}`, add(`c${n}`, n))));
  expect(again).toEqual(answers.map((answer) => ({ ...answer, first: false })));
  await expect(copy(prefix, next)).rejects.toThrow(/must be empty/);
  await expect(copy(newPrefix(), newPrefix())).rejects.toThrow(/no topic/);
});

test('a topic that forgets: its settings are put right, and the same log goes on', async () => {
  const prefix = newPrefix();
  const before = await start(prefix);
  await before.submit('s/1', add('a', 1));
  await stopAll();
  const alter = (value: string) =>
    admin.alterConfigs({
      validateOnly: false,
      resources: [
        {
          type: ConfigResourceTypes.TOPIC,
          name: `${prefix}.events`,
          configEntries: [
            { name: 'retention.ms', value },
            { name: 'cleanup.policy', value: 'delete' },
            { name: 'retention.bytes', value: '-1' },
            { name: 'max.message.bytes', value: '8388608' },
            { name: 'unclean.leader.election.enable', value: 'false' },
          ],
        },
      ],
    });
  await alter('86400000');
  await expect(start(prefix)).rejects.toThrow(/retention\.ms is 86400000 and must be -1/);
  await stopAll();
  await alter('-1');
  const after = await start(prefix);
  expect(await after.submit('s/1', add('b', 1))).toMatchObject({ kind: 'recorded', receipt: { revision: 2 } });
});

test('a stream that has stopped at an orphan is cut there; the others are whole, and what was lost is posted again', async () => {
  const [prefix, next] = [newPrefix(), newPrefix()];
  const before = await start(prefix);
  const first = await before.submit('s/1', add('a', 5));
  const other = await before.submit('s/2', add('a', 7));
  const { partition } = first.kind === 'recorded' ? first.receipt : { partition: -1 };
  await forge(prefix, 's/1', partition, { revision: 2, prevhash: '0'.repeat(64) });
  await until(() => before.stopped.length > 0);
  expect(await before.submit('s/1', add('b', 1))).toMatchObject({ kind: 'stopped' });
  await stopAll();
  const { leftOut } = await copy(prefix, next, ['s/1']);
  expect(leftOut).toEqual(new Map([['s/1', 1]]));
  const after = await start(next);
  expect(after.stopped).toEqual([]);
  expect(await after.submit('s/1', add('b', 1))).toMatchObject({ kind: 'recorded', receipt: { revision: 2 } });
  expect(after.stateOf('s/1')).toBe(6);
  const again = await after.submit('s/2', add('a', 7));
  expect(again.kind === 'recorded' && again.receipt.hash).toBe(other.kind === 'recorded' && other.receipt.hash);
});

test('a stream that somebody stamped years ahead is cut at that record; all before it stays, and it takes commands again', async () => {
  const [prefix, next] = [newPrefix(), newPrefix()];
  const before = await start(prefix);
  const first = await before.submit('s/1', add('a', 5));
  const other = await before.submit('s/2', add('a', 7));
  const { partition, hash, offset } =
    first.kind === 'recorded' ? first.receipt : { partition: -1, hash: '', offset: -1 };
  const time = `${new Date().getFullYear() + 7}-01-01T00:00:00.000Z`;
  await forge(prefix, 's/1', partition, { revision: 2, prevhash: hash, time });
  await until(() => before.ahead.length > 0);
  expect(await before.submit('s/1', add('b', 1))).toMatchObject({ kind: 'stream-ahead', headTime: time });
  expect((await before.submit('s/2', add('b', 1))).kind).toBe('recorded');
  await stopAll();
  // Cut where it stops, which it does not, it would stay as it is: that is told.
  expect(await copy(prefix, newPrefix(), ['s/1'])).toMatchObject({ leftOut: new Map(), cutsNotMet: ['s/1'] });
  expect(await copy(prefix, next, ['s/1@2'])).toMatchObject({ leftOut: new Map([['s/1', 1]]), cutsNotMet: [] });
  const after = await start(next);
  expect([after.ahead, after.stopped]).toEqual([[], []]);
  // What was answered before the cut is answered the same, at the same place.
  expect(await after.submit('s/1', add('a', 5))).toMatchObject({
    first: false,
    receipt: { revision: 1, hash, offset },
  });
  expect(await after.submit('s/1', add('b', 1))).toMatchObject({ kind: 'recorded', receipt: { revision: 2 } });
  expect(after.stateOf('s/1')).toBe(6);
  const again = await after.submit('s/2', add('a', 7));
  expect(again.kind === 'recorded' && again.receipt.hash).toBe(other.kind === 'recorded' && other.receipt.hash);
});

test('an accepted event of an unknown type stops its stream only; a program that knows it goes on from there', async () => {
  const prefix = newPrefix();
  const before = await start(prefix);
  const first = await before.submit('s/1', add('a', 5));
  const { partition, hash } = first.kind === 'recorded' ? first.receipt : { partition: -1, hash: '' };
  await forge(prefix, 's/1', partition, { type: 'added.v2', revision: 2, prevhash: hash });
  await until(() => before.stopped.length > 0);
  expect(before.stopped).toEqual([
    {
      stream: 's/1',
      reason: expect.stringMatching(/partition \d offset \d+: unknown event added\.v2; upgrade this program/),
    },
  ]);
  expect(await before.submit('s/1', add('b', 1))).toMatchObject({ kind: 'stopped' });
  expect(await before.submit('s/2', add('b', 1))).toMatchObject({ kind: 'recorded' });
  await stopAll();
  const newer = {
    ...purse,
    read: (envelope: Parameters<typeof purse.read>[0]) =>
      purse.read(envelope.type === 'added.v2' ? { ...envelope, type: 'added.v1' } : envelope),
  };
  const after = await start(prefix, newer);
  expect(after.stopped).toEqual([]);
  expect(await after.submit('s/1', add('b', 1))).toMatchObject({ kind: 'recorded', receipt: { revision: 3 } });
});
