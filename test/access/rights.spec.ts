import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { tokenLine } from '#access';
import { hashOf } from '#log';
import { Kafka, logLevel } from 'kafkajs';

import { until } from '../chaos/wait';
import { READER_GRANTS, READER_LINE } from '../support/callers';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { newPrefix, testBrokers } from '../support/kafka';
import { readiness } from '../support/readiness';
import { adjustment, registrationOf } from '../support/sample';
import { type Service, startService } from '../support/service';
import { keysFileOf, signedBy } from '../support/signing';
import { TopicWatch } from '../support/topic-watch';

const TOKENS = { 张三: 'a-token-of-zhang-san', 李四: 'a-token-of-li-si-her', 系统: 'a-token-of-a-machine' };
const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-rights-'));
const tokensFile = join(folder, 'tokens.txt');
const accessFile = join(folder, 'access.json');
const keysFile = join(folder, 'keys.json');
const prefix = newPrefix();
let rightsText = '';
let database: TestDatabase;
let service: Service;

beforeAll(async () => {
  const lines = Object.entries(TOKENS).map(([actor, token]) => `${tokenLine(token, actor)}\n`);
  writeFileSync(tokensFile, [...lines, READER_LINE].join(''));
  grant({ to: { token: '张三' }, role: 'poster', departments: ['126'] }, { to: { token: '系统' }, role: 'steward' });
  writeFileSync(keysFile, keysFileOf(['系统']));
  database = await createTestDatabase();
  const env = { LEDGER_TOKENS_FILE: tokensFile, LEDGER_KEYS_FILE: keysFile, ACCESS_FILE: accessFile };
  service = await startService({ prefix, databaseUrl: database.url, env });
});
afterAll(async () => {
  await service.stop();
  await database.drop();
  rmSync(folder, { recursive: true });
});

function grant(...grants: object[]): void {
  rightsText = JSON.stringify({ ask: '预算科 0793-1234567', grants: [...grants, ...READER_GRANTS] });
  writeFileSync(accessFile, rightsText);
}

async function post(actor: keyof typeof TOKENS, command: object, path = 'v1/commands') {
  const response = await fetch(`${service.url}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKENS[actor]}` },
    body: JSON.stringify(command),
  });
  const body = (await response.json()) as { code?: string; ask?: string; answers?: { status: number }[] };
  return { status: response.status, body };
}

test('who has no grant for it posts nothing, tries nothing, and leaves no record', async () => {
  const command = { ...registrationOf('127'), commandId: 'elsewhere' };
  for (const actor of ['张三', '李四'] as const) {
    expect(await post(actor, command)).toMatchObject({
      status: 403,
      body: { code: 'forbidden', ask: '预算科 0793-1234567' },
    });
    expect((await post(actor, { ...command, dryRun: true })).status).toBe(403);
    const { body } = await post(actor, { commands: [command], dryRun: true }, 'v1/commands/batch');
    expect(body.answers?.map(({ status }) => status)).toEqual([403]);
  }
  // The id is free: nothing of it stands anywhere.
  expect((await post('系统', command)).status).toBe(201);
  const supplement = adjustment('not-by-the-steward', '1.00', { department: '126' });
  expect((await post('系统', supplement)).status).toBe(403);
});

test('an event says how it was known who asked, and by which file of rights, whether accepted or refused', async () => {
  expect((await post('张三', { ...registrationOf('126'), commandId: 'here' })).status).toBe(201);
  expect((await post('张三', adjustment('beyond', '1.00', { fiscalYear: 2031 }))).status).toBe(422);
  await until('they are projected', async () =>
    (await (await fetch(`${service.url}/v1/streams/361100/126/events`)).text()).includes('"beyond"'),
  );
  const watch = await TopicWatch.start(testBrokers(), `${prefix}.events`);
  const isThere = (): boolean => watch.records.some(({ value }) => String(value).includes('"commandid":"beyond"'));
  await until('the record is read', isThere);
  const authority = { by: 'token', rightsSha256: hashOf(rightsText) };
  const events = watch.records.map(({ value }) => JSON.parse(String(value)) as Record<string, unknown>);
  await watch.stop();
  for (const commandid of ['here', 'beyond']) {
    expect(events.find((event) => event['commandid'] === commandid)).toMatchObject({
      actor: '张三',
      data: { authority },
    });
  }
});

test('a file that changes counts without a restart, a wrong one does not count and is told', async () => {
  const command = adjustment('of-li-si', '1.00');
  expect((await post('李四', command)).status).toBe(403);
  const before = rightsText;
  grant({ to: { token: '李四' }, role: 'poster', upToYuan: '1.00' });
  await until('it counts', async () => (await post('李四', command)).status !== 403);
  expect((await post('张三', { ...registrationOf('126'), commandId: 'late' })).status).toBe(403);
  writeFileSync(accessFile, '{ "grants": [] }');
  const said = async (): Promise<string> => (await readiness(service.url)).parts['access'] ?? '';
  await until('readiness says so', async () => (await said()).includes('what it said before still counts'));
  expect((await post('李四', command)).status).not.toBe(403);
  writeFileSync(accessFile, before);
  await until('it is mended', async () => (await said()) === 'ready');
});

test('a message is asked for the same rights', async () => {
  const kafka = new Kafka({ brokers: testBrokers(), logLevel: logLevel.NOTHING });
  const producer = kafka.producer();
  const results = await TopicWatch.start(testBrokers(), `${prefix}.command-results`);
  await producer.connect();
  const value = signedBy('系统', JSON.stringify(adjustment('by-kafka', '1.00')));
  await producer.send({ topic: `${prefix}.commands`, messages: [{ key: '361100/126', value }] });
  await until('it is answered', () => results.records.length > 0);
  expect(JSON.parse(String(results.records[0]?.value))).toMatchObject({
    status: 403,
    sender: '系统',
    body: { code: 'forbidden' },
  });
  await producer.disconnect();
  await results.stop();
});
