import { LogUnreachable, partitionOf } from '#log';
import { CommandBus } from '@nestjs/cqrs';
import { ConfigResourceTypes, type Consumer, Kafka, logLevel, type Message, type Producer } from 'kafkajs';

import { LedgerClient } from '../../apps/standalone/src/ledger-client';
import { until } from '../chaos/wait';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { JavaProducer, type JavaRecord } from '../support/java-producer';
import { newPrefix, testBrokers } from '../support/kafka';
import { type Service, startService, TOKEN } from '../support/service';
import { signed } from '../support/signing';
import { TopicWatch } from '../support/topic-watch';
import { registrationOf } from '../support/sample';

const STREAM = '361100/126';
const prefix = newPrefix();
const kafka = new Kafka({ brokers: testBrokers(), logLevel: logLevel.NOTHING });
const results: { key: string; value: Record<string, unknown> }[] = [];
/** Places of messages whose answers have come: on a busy machine one may be handled, and answered, once more. */
const answered = new Set<unknown>();
let database: TestDatabase;
let service: Service;
let producer: Producer;
let consumer: Consumer;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startService({ prefix, databaseUrl: database.url });
  producer = kafka.producer();
  consumer = kafka.consumer({ groupId: `${prefix}-results`, maxWaitTimeInMs: 200 });
  await Promise.all([producer.connect(), consumer.connect()]);
  await consumer.subscribe({ topic: `${prefix}.command-results`, fromBeginning: true });
  await consumer.run({
    eachMessage: ({ message }) => {
      const value = JSON.parse(message.value?.toString() ?? '') as Record<string, unknown>;
      if (!answered.has(value['received'])) results.push({ key: message.key?.toString() ?? '', value });
      answered.add(value['received']);
      return Promise.resolve();
    },
  });
});

afterAll(async () => {
  await Promise.all([producer.disconnect(), consumer.disconnect()]);
  await service.stop();
  await database.drop();
});

const command = (commandId: string, unit = '126001') => ({ ...registrationOf('126'), commandId, unit });

/** Posts a signed command, or what stands there as it is. */
async function post(command: string | Uint8Array, key: string | null = STREAM): Promise<void> {
  await postRaw(signed(command), { key });
}

async function postRaw(value: string | Buffer | null, besides: Partial<Message> = {}): Promise<void> {
  await producer.send({ topic: `${prefix}.commands`, messages: [{ key: STREAM, value, ...besides }] });
}

/** A figure of the service, of one reader where several have it. */
async function metric(name: string, reader = ''): Promise<number> {
  const lines = (await (await fetch(`${service.url}/metrics`)).text()).split('\n');
  const line = lines.find((text) => text.startsWith(name) && text.includes(reader));
  return Number(line?.split(' ').at(-1));
}

async function nextResults(count: number): Promise<typeof results> {
  await until(`${count} answers have come`, () => results.length >= count);
  expect(results).toHaveLength(count);
  return results.splice(0);
}

test('a command by Kafka is answered by its id, and by HTTP afterwards with the same receipt', async () => {
  await post(JSON.stringify(command('k1')));
  const [result] = await nextResults(1);
  expect(result).toMatchObject({ key: 'k1', value: { commandId: 'k1', status: 201, body: { revision: 1 } } });
  const [answer] = await new LedgerClient(service.url, TOKEN).post([command('k1')]);
  expect(answer).toEqual({ status: 200, body: (result?.value as { body: unknown }).body });
});

test('a refusal is answered with its code and figures, and the same when the command comes again', async () => {
  await post(JSON.stringify(command('k2', '999001')));
  const [refused] = await nextResults(1);
  expect(refused?.value).toMatchObject({
    status: 422,
    body: { code: 'unit-outside-department', eventId: '361100/126@2' },
  });
  await post(JSON.stringify(command('k2', '999001')));
  const [again] = await nextResults(1);
  expect(again?.value['body']).toEqual(refused?.value['body']);
});

/** The codes of answers that are known by their places, sorted. */
function codesByPlace(answers: typeof results): string[] {
  const byPlace = answers.filter(({ key }) => /^\d+:\d+$/.test(key));
  return byPlace.map(({ value }) => (value['body'] as { code: string }).code).sort();
}

test('what is broken gets an answer, by its place where it names no id, and stops nothing', async () => {
  await post('{"type":');
  await post(' ');
  await post('[]');
  await post('['.repeat(20_000) + ']'.repeat(20_000));
  await post(JSON.stringify(command('k0')).replace('{', '{"commandId":"k1",'));
  await post(signed(JSON.stringify(command('nested'))));
  await post(JSON.stringify({ ...command('k3'), extra: 1 }));
  await post(JSON.stringify(command('k6')), '361100/999');
  await post(JSON.stringify({ ...command('k7'), commandId: undefined }));
  await post(JSON.stringify(command('k8')), null);
  const answers = await nextResults(10);
  const byId = answers.filter(({ key }) => key.startsWith('k')).map(({ key, value }) => [key, value['status']]);
  expect(Object.fromEntries(byId)).toEqual({ k3: 400, k6: 400, k8: 201 });
  expect(new Set(answers.map(({ value }) => value['sender']))).toEqual(new Set(['上饶市财政局']));
  expect(codesByPlace(answers)).toEqual([
    'command-id-missing',
    'invalid-request',
    'invalid-request',
    'invalid-request',
    'malformed-json',
    'malformed-json',
    'malformed-json',
  ]);
});

test('what nobody who is known has signed is answered by its place alone, recorded by nobody, and told as an attempt', async () => {
  const text = JSON.stringify(command('forged'));
  const good = signed(text);
  const now = Math.floor(Date.now() / 1_000);
  const [head = '', , signature = ''] = good.split('.');
  const other = Buffer.from(text.replace('126001', '126002')).toString('base64url');
  const odd: [string, string | Buffer | null][] = [
    ['message-unsigned', text],
    ['message-unsigned', null],
    ['message-unsigned', Buffer.from([0xff, 0x00, 0xfe])],
    ['message-unsigned', JSON.stringify({ payload: other, protected: head, signature })],
    ['message-unsigned', `${head}..${signature}`],
    ['token-wrong-signature', `${head}.${other}.${signature}`],
    ['token-wrong-algorithm', signed(text, { alg: 'none' })],
    ['token-wrong-algorithm', signed(text, { alg: 'HS256' })],
    ['token-wrong-algorithm', signed(text, { alg: 'ES256' })],
    ['token-unknown-key', signed(text, { kid: 'nobody' })],
    ['token-malformed', signed(text, { crit: ['exp'] })],
    ['token-malformed', signed(text, { b64: false })],
    ['token-malformed', signed(text, { typ: 'JWT' })],
    ['token-wrong-audience', signed(text, { aud: 'another-ledger' })],
    ['token-expired', signed(text, { iat: now - 600, exp: now - 300 })],
    ['token-not-yet-valid', signed(text, { iat: now + 300, exp: now + 600 })],
  ];
  for (const [, value] of odd) await postRaw(value);
  const headers = { Authorization: [`Bearer ${TOKEN}`, 'Bearer another'] };
  await postRaw(good, { headers });
  await postRaw(text, { headers });
  const answers = await nextResults(odd.length + 2);
  const codes = [...odd.map(([code]) => code), 'message-bears-token', 'message-bears-token'].sort();
  expect(codesByPlace(answers)).toEqual(codes);
  for (const { value } of answers) {
    expect(value).toMatchObject({ status: 401 });
    expect(value).not.toHaveProperty('commandId');
    expect(value).not.toHaveProperty('sender');
    expect(JSON.stringify(value)).not.toContain(TOKEN);
  }
  expect(await metric('access_refused_total', 'code="token-expired",way="kafka"')).toBe(1);
  // The id is free.
  await post(text);
  expect((await nextResults(1))[0]).toMatchObject({ key: 'forged', value: { status: 201 } });
});

test('the same signed message again is the same command: it is answered as before', async () => {
  const value = signed(JSON.stringify(command('replayed')));
  await postRaw(value);
  const [first] = await nextResults(1);
  await postRaw(value);
  const [again] = await nextResults(1);
  expect([first?.value['status'], again?.value['status']]).toEqual([201, 200]);
  expect(again?.value['body']).toEqual(first?.value['body']);
});

test('text comes in UTF-8 alone: another charset and other bytes are answered, and nothing is recorded', async () => {
  const json = JSON.stringify(command('gbk'));
  const [head = '', tail = ''] = json.split('上饶市妇女联合会');
  // 信息 in GBK.
  const gbk = Buffer.concat([Buffer.from(head), Buffer.from('d0c5cfa2', 'hex'), Buffer.from(tail)]);
  const headers = { 'content-type': 'application/json; charset=gbk' };
  await postRaw(signed(gbk), { headers });
  await postRaw(signed(json), { headers });
  await postRaw(signed(gbk));
  // They are keyed by their places, and so come in any order.
  expect(codesByPlace(await nextResults(3))).toEqual(['not-utf-8', 'unsupported-media-type', 'unsupported-media-type']);
});

test('ids, names and headers hold up nothing, however long or strange they are', async () => {
  const longId = 'x'.repeat(1_000_000);
  const strange = { toString: 1 };
  await postRaw(JSON.stringify(command(longId)));
  await post(JSON.stringify(command(longId)));
  // Its own partition, since this client would hash the key for minutes.
  await postRaw(longId, { key: longId, partition: 0 });
  await postRaw(`${'x'.repeat(1_000_000)}.x.x`);
  await post(JSON.stringify({ ...command('s1'), division: strange }));
  await post(JSON.stringify({ ...command('s2'), department: [strange] }));
  await post(JSON.stringify({ ...command('s3'), division: longId }));
  await post(JSON.stringify({ ...command('s4'), commandId: strange }));
  await postRaw(signed(JSON.stringify(command('s5'))), { headers: { authorization: ' '.repeat(1_000_000) } });
  const headers = Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`h${n}`, '']));
  await postRaw(signed(JSON.stringify(command('s6'))), { headers });
  await post(JSON.stringify(command('s7')));
  const answers = await nextResults(11);
  expect(Math.max(...answers.map(({ key, value }) => key.length + JSON.stringify(value).length))).toBeLessThan(5_000);
  const named = answers.filter(({ key }) => key.startsWith('s')).map(({ key, value }) => [key, value['status']]);
  expect(Object.fromEntries(named)).toEqual({ s1: 400, s2: 400, s3: 400, s6: 201, s7: 201 });
  expect(codesByPlace(answers)).toEqual([
    'command-id-missing',
    'invalid-request',
    'message-bears-token',
    'message-unsigned',
    'message-unsigned',
    'token-malformed',
  ]);
});

test("commands of Java's producer, packed by any codec and in transactions, are answered when they stand there; what cannot be read is passed by", async () => {
  results.length = 0;
  const java = await JavaProducer.start();
  try {
    const key = '361100/126';
    const [topic, place, name] = [`${prefix}.commands`, partitionOf(key, 6), `tx-${prefix}`];
    const of = (id: string): JavaRecord => ({ key, command: JSON.stringify(command(id)) });
    for (const codec of ['gzip', 'snappy', 'lz4', 'zstd'] as const) {
      await java.send({ codec }, topic, place, [of(`${codec}-1`), of(`${codec}-2`)]);
    }
    await java.begin(name);
    await java.send({ name }, topic, place, [of('committed')]);
    await java.commit(name);
    await java.begin(name);
    await java.send({ name }, topic, place, [of('aborted')]);
    await java.abort(name);
    const [bomb] = await java.send({ codec: 'zstd' }, topic, place, [{ key, value: 70 * 1024 * 1024 }]);
    await java.begin(name);
    await java.send({ name }, topic, place, [of('open')]);
    await post(JSON.stringify(command('behind-it')));
    const answers = await nextResults(13);
    const unreadable = answers.find(({ key: id }) => id === `${place}:${bomb!}`);
    expect(unreadable?.value).toMatchObject({ status: 400, body: { code: 'malformed-json' } });
    expect((unreadable?.value['body'] as { detail: string }).detail).toContain(
      '无法读取：压缩数据已损坏，或解压后过大',
    );
    const ids = answers.filter((one) => one !== unreadable).map(({ value }) => value['commandId']);
    // Answers stand in partitions of their own, which are not ordered against each other.
    const packed = ['gzip', 'snappy', 'lz4', 'zstd'].flatMap((codec) => [`${codec}-1`, `${codec}-2`]);
    expect([...ids].sort()).toEqual([...packed, 'committed', 'aborted', 'open', 'behind-it'].sort());
  } finally {
    await java.stop();
  }
});

test('commands of one department are recorded in the order in which they were posted', async () => {
  const messages = Array.from({ length: 200 }, (_, n) => ({
    key: STREAM,
    value: signed(JSON.stringify(command(`o${n}`))),
  }));
  await producer.send({ topic: `${prefix}.commands`, messages });
  const answers = await nextResults(200);
  const revisions = answers.map(({ value }) => (value['body'] as { revision: number }).revision);
  const sorted = [...answers].sort((a, b) => Number(a.key.slice(1)) - Number(b.key.slice(1)));
  expect(sorted.map(({ value }) => (value['body'] as { revision: number }).revision)).toEqual(
    [...revisions].sort((a, b) => a - b),
  );
});

const allocation = (commandId: string, lines: number) => ({
  ...command(commandId),
  type: 'AllocateBudget',
  unit: undefined,
  name: undefined,
  departmentName: undefined,
  fiscalYear: 2024,
  lines: Array.from({ length: lines }, (_, n) => ({
    unit: '126001',
    source: 'general-public-budget',
    function: '2012901',
    economic: '30201',
    category: 'project',
    project: `样例项目第${n}号`,
    amountYuan: '1.00',
  })),
});

test('a dry run is answered as by HTTP, and an id that belongs to the ledger itself is refused', async () => {
  const tried = { ...allocation('d1', 1), dryRun: true };
  await post(JSON.stringify(tried));
  const [result] = await nextResults(1);
  const [answer] = await new LedgerClient(service.url, TOKEN).post([tried]);
  expect(result?.value).toMatchObject({ status: 200, body: { dryRun: true, outcome: 'accepted' } });
  // What was read since may be more: a position grows with other departments too.
  const { position: _one, ...body } = result?.value['body'] as Record<string, unknown>;
  const { position: _other, ...sameBody } = answer?.body ?? {};
  expect(sameBody).toEqual(body);
  await post(JSON.stringify(command('transit:361100/126@1:receive')));
  const [refused] = await nextResults(1);
  expect(refused?.value).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
});

test('5,000 lines go through Kafka as well, and their dry run comes back with the first thousand', async () => {
  await post(JSON.stringify({ ...allocation('large-1', 5_000), dryRun: true }));
  await post(JSON.stringify(allocation('large-1', 5_000)));
  await post(JSON.stringify(allocation('large-2', 5_001)));
  const answers = new Map<string, Record<string, unknown>[]>();
  for (const { key, value } of await nextResults(3)) answers.set(key, [...(answers.get(key) ?? []), value]);
  const [tried, recorded] = answers.get('large-1') ?? [];
  const { lines, linesLeftOut } = tried?.['body'] as { lines: unknown[]; linesLeftOut: number };
  expect([lines.length, linesLeftOut]).toEqual([1_000, 4_000]);
  expect(recorded).toMatchObject({ status: 201 });
  expect(answers.get('large-2')).toMatchObject([{ status: 400, body: { errors: [{ field: 'lines' }] } }]);
});

test('a message that cannot be handled is answered, set aside with its reason, and passed by', async () => {
  const rejected = await TopicWatch.start(testBrokers(), `${prefix}.commands.rejected`);
  const value = signed(JSON.stringify(command('poisoned')));
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with its own object below
  const execute = CommandBus.prototype.execute;
  const broken = jest.spyOn(CommandBus.prototype, 'execute').mockImplementation(function (this: CommandBus, asked) {
    const { commandId } = (asked as { input: { commandId?: string } }).input;
    if (commandId === 'poisoned') throw new RangeError('Maximum call stack size exceeded');
    return execute.call(this, asked);
  });
  try {
    await postRaw(value, { headers: { origin: 'finance' } });
    await post(JSON.stringify(command('behind-it')));
    const answers = await nextResults(2);
    const poisoned = answers.find(({ key }) => key === 'poisoned')?.value;
    expect(poisoned).toMatchObject({ status: 500, body: { code: 'message-set-aside' } });
    // At least once: on a busy machine a message may come again, and gets the first answer.
    expect([200, 201]).toContain(answers.find(({ key }) => key === 'behind-it')?.value['status']);
    await until('it was set aside', () => rejected.records.length === 1);
    const [{ key, value: kept, headers: said } = { key: '', value: null, headers: {} }] = rejected.records;
    expect({ key, value: kept?.toString() }).toEqual({ key: '361100/126', value });
    // Who set it aside, and why.
    expect(said).toEqual({
      origin: 'finance',
      'rejected-from': `${prefix}.commands:${String(poisoned?.['received'])}`,
      'rejected-reason': 'RangeError: Maximum call stack size exceeded',
    });
    expect(await metric('ledger_messages_set_aside_total')).toBe(1);
  } finally {
    broken.mockRestore();
    await rejected.stop();
  }
});

test('an intake that stands still is told within 15 s, with its place; a lost broker is no reason to set a message aside', async () => {
  const readiness = async (): Promise<{ ready: boolean; parts: Record<string, string> }> =>
    (await (await fetch(`${service.url}/health/ready`)).json()) as { ready: boolean; parts: Record<string, string> };
  const isWell = async (): Promise<boolean> => {
    const { ready, parts } = await readiness();
    return ready && parts['readers'] === 'ready' && parts['intake'] === 'ready';
  };
  await until('all is well', isWell);
  const asideBefore = await metric('ledger_messages_set_aside_total');
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with its own object below
  const execute = CommandBus.prototype.execute;
  const lost = jest.spyOn(CommandBus.prototype, 'execute').mockImplementation(function (this: CommandBus, asked) {
    const { commandId } = (asked as { input: { commandId?: string } }).input;
    if (commandId === 'waits') return Promise.reject(new LogUnreachable('no broker answers'));
    return execute.call(this, asked);
  });
  await post(JSON.stringify(command('waits')));
  const place = new RegExp(
    `the intake from Kafka: ${prefix}\\.commands partition \\d stands at offset \\d+ for \\d+ s, its end is .*no broker answers`,
  );
  await until('readiness names the place', async () => place.test((await readiness()).parts['readers'] ?? ''), {
    withinMs: 90_000,
  });
  expect((await readiness()).ready).toBe(false);
  expect(await metric('reader_stalled_partitions', 'the intake from Kafka')).toBe(1);
  lost.mockRestore();
  expect((await nextResults(1))[0]?.value).toMatchObject({ commandId: 'waits' });
  await until('it is ready again', async () => (await readiness()).ready);
  expect(await metric('ledger_messages_set_aside_total')).toBe(asideBefore);
});

test('an answer that is larger than the broker takes is told in short, and those behind it come through', async () => {
  const admin = kafka.admin();
  await admin.connect();
  const name = `${prefix}.command-results`;
  const configEntries = [{ name: 'max.message.bytes', value: '20000' }];
  await admin.alterConfigs({
    validateOnly: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name, configEntries }],
  });
  await admin.disconnect();
  const messages = [
    { ...allocation('s1', 100), dryRun: true },
    command('s2'),
    { ...allocation('s1', 100), dryRun: true },
  ];
  await producer.send({
    topic: `${prefix}.commands`,
    messages: messages.map((message) => ({
      key: '361100/126',
      value: signed(JSON.stringify(message)),
    })),
  });
  const answers = await nextResults(3);
  expect(answers.filter(({ key }) => key === 's1').map(({ value }) => value)).toMatchObject(
    Array(2).fill({ commandId: 's1', status: 422, body: { code: 'answer-too-large' } }),
  );
  expect(answers.find(({ key }) => key === 's2')?.value).toMatchObject({ status: 201 });
});

test('a ledger that ends while its intake still joins the group leaves no member behind', async () => {
  const admin = kafka.admin();
  await admin.connect();
  const group = `${prefix}-intake`;
  const isAlone = async (): Promise<boolean> => {
    const { groups } = await admin.describeGroups([group]);
    return groups[0]?.state === 'Stable' && groups[0].members.length === 1;
  };
  await until('the group is one ledger', isAlone);
  const other = await createTestDatabase();
  // To join, it waits until the first one has heard of it.
  const second = await startService({ prefix, databaseUrl: other.url });
  await second.stop();
  await other.drop();
  await until('the group is one ledger again', isAlone);
  await admin.disconnect();
});
