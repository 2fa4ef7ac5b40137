import { createHash } from 'node:crypto';

import { KafkaLog, LedgerWriter, LogUnfit, type Outcome, partitionOf, type Submission, type TailBatch } from '#log';
import { Kafka, logLevel } from 'kafkajs';

import { purse, type PurseCommand } from '../support/counter';
import { newPrefix, testBrokers } from '../support/kafka';

const open: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const part of open.reverse()) await part.stop();
  open.length = 0;
});

async function openLog(
  prefix: string,
  settings: { partitions?: number; ledgerId?: string; replication?: number } = {},
) {
  const log = await KafkaLog.open({
    brokers: testBrokers(),
    ledgerId: 'test-ledger',
    clientId: 'log-spec',
    prefix,
    create: true,
    ...settings,
  });
  open.push({ stop: () => log.close() });
  return log;
}

async function openWriter(prefix: string, alarms: string[] = []) {
  const log = await openLog(prefix);
  const writer = await LedgerWriter.start(log, purse, { alarm: (message) => alarms.push(message) });
  open.push(writer);
  return { log, writer };
}

function add(commandId: string, amount: number, expectedRevision?: number): Submission<PurseCommand> {
  const command = { add: amount };
  const commandHash = createHash('sha256').update(JSON.stringify(command)).digest('hex');
  return { commandId, commandHash, command, actor: 'tester', correlationId: commandId, expectedRevision };
}

function receiptOf(outcome: Outcome) {
  if (outcome.kind !== 'recorded') throw new Error(`not recorded: ${JSON.stringify(outcome)}`);
  return outcome.receipt;
}

/** Reads a topic to its end with nothing but a plain Kafka client. */
async function rawRecords(topic: string) {
  const kafka = new Kafka({ brokers: testBrokers(), logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  const ends = await admin.fetchTopicOffsets(topic);
  await admin.disconnect();
  const total = ends.reduce((sum, { high }) => sum + Number(high), 0);
  const consumer = kafka.consumer({ groupId: `raw-${newPrefix()}` });
  const records: { partition: number; offset: number; key: string; value: Buffer }[] = [];
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await new Promise<void>((resolve) => {
    void consumer.run({
      eachMessage: ({ partition, message }) => {
        records.push({
          partition,
          offset: Number(message.offset),
          key: message.key?.toString() ?? '',
          value: message.value ?? Buffer.alloc(0),
        });
        if (records.length === total) resolve();
        return Promise.resolve();
      },
    });
  });
  await consumer.disconnect();
  return records;
}

test('an accepted command is read back, answered with its place, and repeated with the same answer', async () => {
  const { writer } = await openWriter(newPrefix());
  const first = await writer.submit('361100/126', add('a', 5));
  expect(first).toMatchObject({ kind: 'recorded', first: true, receipt: { revision: 1, stream: '361100/126' } });
  const refused = await writer.submit('361100/126', add('b', -9));
  expect(refused).toMatchObject({ kind: 'recorded', first: true, receipt: { revision: 2, refusal: { had: 5 } } });
  expect(await writer.submit('361100/126', add('a', 5))).toEqual({ ...first, first: false });
  expect(await writer.submit('361100/126', add('b', -9))).toEqual({ ...refused, first: false });
  expect(await writer.submit('361100/126', add('a', 6))).toMatchObject({ kind: 'id-reused' });
  expect(await writer.submit('361100/126', add('c', 1, 1))).toEqual({ kind: 'wrong-revision', expected: 1, actual: 2 });
  expect(await writer.submit('361100/126', add('c', 1, 7))).toEqual({ kind: 'wrong-revision', expected: 7, actual: 2 });
  expect(await writer.submit('361100/126', add('c', 1, 2))).toMatchObject({
    kind: 'recorded',
    receipt: { revision: 3 },
  });
});

test('what one writer was answered, a later one has folded; a repeat there gets the first answer', async () => {
  const prefix = newPrefix();
  const { writer } = await openWriter(prefix);
  const answers = await Promise.all(
    Array.from({ length: 500 }, (_, n) => writer.submit(`s/${n % 7}`, add(`c${n}`, n))),
  );
  const { writer: later } = await openWriter(prefix);
  const again = await Promise.all(Array.from({ length: 500 }, (_, n) => later.submit(`s/${n % 7}`, add(`c${n}`, n))));
  expect(again.map(receiptOf)).toEqual(answers.map(receiptOf));
  for (let n = 0; n < 7; n += 1) expect(later.stateOf(`s/${n}`)).toBe(writer.stateOf(`s/${n}`));
});

test('two writers on the same streams: each command once, revisions dense, both hold the same state', async () => {
  const prefix = newPrefix();
  const [a, b] = [await openWriter(prefix), await openWriter(prefix)];
  const submit = (writer: typeof a.writer, who: string, count: number) =>
    Promise.all(Array.from({ length: count }, (_, n) => writer.submit(`s/${n % 3}`, add(`${who}${n}`, 1))));
  const outcomes = (await Promise.all([submit(a.writer, 'a', 300), submit(b.writer, 'b', 60)])).flat();
  expect(outcomes.filter(({ kind }) => kind !== 'recorded')).toEqual([]);
  const revisions = new Map<string, number[]>();
  for (const { stream, revision } of outcomes.map(receiptOf)) {
    revisions.set(stream, [...(revisions.get(stream) ?? []), revision]);
  }
  for (const [, seen] of revisions) {
    expect(seen.sort((x, y) => x - y)).toEqual(Array.from({ length: 120 }, (_, n) => n + 1));
  }
  // Both decided on an empty log, so one of them lost.
  expect(a.writer.counts.lostRaces + b.writer.counts.lostRaces).toBeGreaterThan(0);
  await a.writer.submit('s/0', add('last', 1));
  const { writer: reader } = await openWriter(prefix);
  expect(reader.stateOf('s/0')).toBe(121);
  expect(reader.stateOf('s/1')).toBe(120);
});

test('the same command posted to two writers at the same moment is recorded once', async () => {
  const prefix = newPrefix();
  const [a, b] = [await openWriter(prefix), await openWriter(prefix)];
  for (let n = 0; n < 20; n += 1) {
    const command = add(`x${n}`, 1);
    const outcomes = await Promise.all([
      a.writer.submit('s/1', { ...command, correlationId: 'a' }),
      b.writer.submit('s/1', { ...command, correlationId: 'b' }),
    ]);
    const [first, second] = outcomes.map(receiptOf);
    expect(first).toEqual(second);
    expect(outcomes.filter((outcome) => outcome.kind === 'recorded' && outcome.first)).toHaveLength(1);
  }
});

test('any Kafka client can check the chain with nothing but SHA-256', async () => {
  const prefix = newPrefix();
  const { writer } = await openWriter(prefix);
  await Promise.all(Array.from({ length: 50 }, (_, n) => writer.submit('361100/126', add(`c${n}`, n))));
  const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');
  let head = sha256('test-ledger' + '361100/126');
  let revision = 0;
  for (const { key, partition, value } of await rawRecords(`${prefix}.events`)) {
    if (key !== '361100/126') continue;
    const event = JSON.parse(value.toString()) as { revision: number; prevhash: string; specversion: string };
    expect(event).toMatchObject({ specversion: '1.0', revision: revision + 1, prevhash: head });
    expect(partition).toBe(partitionOf(key, 6));
    head = sha256(value);
    revision += 1;
  }
  expect(revision).toBe(50);
  expect(writer.headOf('361100/126')).toEqual({ revision: 50, hash: head });
});

test('junk in the topic is void and raises an alarm; the ledger goes on', async () => {
  const prefix = newPrefix();
  const alarms: string[] = [];
  const { writer } = await openWriter(prefix, alarms);
  const first = receiptOf(await writer.submit('s/1', add('a', 1)));
  const producer = new Kafka({ brokers: testBrokers(), logLevel: logLevel.NOTHING }).producer();
  await producer.connect();
  const partition = first.partition;
  await producer.send({
    topic: `${prefix}.events`,
    messages: [
      { partition, key: 's/1', value: 'no JSON' },
      { partition, key: null, value: '{}' },
      { partition, key: 's/1', value: null },
    ],
  });
  await producer.disconnect();
  expect(receiptOf(await writer.submit('s/1', add('b', 1))).revision).toBe(2);
  expect(alarms).toHaveLength(3);
  expect(alarms[0]).toMatch(/void record, the value is not JSON/);
});

test('a record that names an unknown parent stops its stream and no other', async () => {
  const prefix = newPrefix();
  const { writer } = await openWriter(prefix);
  const first = receiptOf(await writer.submit('s/1', add('a', 1)));
  const [record] = (await rawRecords(`${prefix}.events`)).filter(({ key }) => key === 's/1');
  const forged = { ...(JSON.parse(record?.value.toString() ?? '') as object), revision: 2, prevhash: '0'.repeat(64) };
  const producer = new Kafka({ brokers: testBrokers(), logLevel: logLevel.NOTHING }).producer();
  await producer.connect();
  await producer.send({
    topic: `${prefix}.events`,
    messages: [{ partition: first.partition, key: 's/1', value: JSON.stringify(forged) }],
  });
  await producer.disconnect();
  for (let n = 0; writer.stopped.length === 0 && n < 100; n += 1) await new Promise((done) => setTimeout(done, 50));
  expect(await writer.submit('s/1', add('b', 1))).toMatchObject({ kind: 'stopped' });
  expect(writer.stopped).toEqual([{ stream: 's/1', reason: expect.stringMatching(/offset 1: revision 2 of s\/1/) }]);
  expect(await writer.submit('s/2', add('b', 1))).toMatchObject({ kind: 'recorded' });
});

test('a tail delivers what counts, resumes from its stored place and delivers nothing twice', async () => {
  const prefix = newPrefix();
  const { log, writer } = await openWriter(prefix);
  const places = new Map<number, { checkpoint: TailBatch['checkpoint']; heads: TailBatch['heads'] }>();
  const heads = new Map<string, TailBatch['heads'][number]>();
  const seen: string[] = [];
  let fail = 2;
  const tail = () =>
    log.tail({
      positions: () => Promise.resolve(places),
      onBatch: (batch) => {
        // The first deliveries fail, as with a database that is not there yet; the same batch must come again.
        if (fail-- > 0) return Promise.reject(new Error('database is down'));
        seen.push(...batch.accepted.map(({ envelope }) => envelope.commandid));
        for (const head of batch.heads) heads.set(head.stream, head);
        const inPartition = [...heads.values()].filter(({ stream }) => partitionOf(stream, 6) === batch.partition);
        places.set(batch.partition, { checkpoint: batch.checkpoint, heads: inPartition });
        return Promise.resolve();
      },
      onFailure: () => undefined,
    });
  const untilSeen = async (count: number) => {
    for (let n = 0; seen.length < count && n < 200; n += 1) await new Promise((done) => setTimeout(done, 50));
  };
  const write = (from: number, to: number) =>
    Promise.all(Array.from({ length: to - from }, (_, n) => writer.submit(`s/${n % 5}`, add(`c${from + n}`, 1))));
  await write(0, 100);
  const first = await tail();
  await untilSeen(100);
  await first.stop();
  await write(100, 200);
  const second = await tail();
  await untilSeen(200);
  await second.stop();
  expect([...seen].sort()).toEqual(Array.from({ length: 200 }, (_, n) => `c${n}`).sort());
});

test('a tail whose stored place is not in the log stops that partition with its name and offset', async () => {
  const { log, writer } = await openWriter(newPrefix());
  const { partition } = receiptOf(await writer.submit('s/1', add('a', 1)));
  const failures: string[] = [];
  const startAt = async (checkpoint: TailBatch['checkpoint']) => {
    const tail = await log.tail({
      positions: () => Promise.resolve(new Map([[partition, { checkpoint, heads: [] }]])),
      onBatch: () => Promise.resolve(),
      onFailure: ({ message }) => failures.push(message),
    });
    for (let n = 0; failures.length === 0 && n < 100; n += 1) await new Promise((done) => setTimeout(done, 50));
    await tail.stop();
  };
  const end = (await log.endOffsets())[partition] ?? 0;
  await startAt({ partition, nextOffset: end, lastHash: 'f'.repeat(64) });
  expect(failures.splice(0)).toEqual([
    expect.stringMatching(`partition ${partition} offset ${end - 1}: .*not the one that was read before`),
  ]);
  await startAt({ partition, nextOffset: end + 5, lastHash: 'f'.repeat(64) });
  expect(failures).toEqual([expect.stringMatching(`partition ${partition} offset ${end}: the log ends here`)]);
});

describe('a topic that may not be a log is refused', () => {
  async function withTopic(prefix: string, configEntries: { name: string; value: string }[], then?: 'grow') {
    const admin = new Kafka({ brokers: testBrokers(), logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    if (then === 'grow') await admin.createPartitions({ topicPartitions: [{ topic: `${prefix}.events`, count: 9 }] });
    else await admin.createTopics({ topics: [{ topic: `${prefix}.events`, numPartitions: 6, configEntries }] });
    await admin.disconnect();
  }

  test('one that forgets', async () => {
    const prefix = newPrefix();
    await withTopic(prefix, [{ name: 'retention.ms', value: '604800000' }]);
    const refusal = openLog(prefix);
    await expect(refusal).rejects.toThrow(LogUnfit);
    await expect(refusal).rejects.toThrow(/retention\.ms is 604800000 and must be -1/);
  });

  test('one that has fewer replicas than were asked for, or fewer than must be in sync', async () => {
    const [alone, strict] = [newPrefix(), newPrefix()];
    await openLog(alone);
    const refusal = openLog(alone, { replication: 3 });
    await expect(refusal).rejects.toThrow(LogUnfit);
    await expect(refusal).rejects.toThrow(/have 1 replica\(s\) and the ledger was asked for 3/);
    const durable = ['retention.ms', 'retention.bytes'].map((name) => ({ name, value: '-1' }));
    const large = { name: 'max.message.bytes', value: String(8 * 1024 * 1024) };
    await withTopic(strict, [...durable, large, { name: 'min.insync.replicas', value: '2' }]);
    await expect(openLog(strict)).rejects.toThrow(/min\.insync\.replicas is 2 and its partitions have 1 replica\(s\)/);
  });

  test('one whose number of partitions was changed', async () => {
    const prefix = newPrefix();
    await openWriter(prefix);
    await withTopic(prefix, [], 'grow');
    await expect(openLog(prefix)).rejects.toThrow(/9 partitions/);
  });

  test('one of another ledger', async () => {
    const prefix = newPrefix();
    await openLog(prefix);
    await expect(openLog(prefix, { ledgerId: 'other' })).rejects.toThrow(/belongs to urn:budget-ledger:test-ledger/);
  });
});
