import type { Command } from '#domain';
import { listen } from '#platform';
import {
  type Database,
  dropVersion,
  makeRecalledTables,
  moveServing,
  OWN_VERSION,
  openReadModel,
  ownVersion,
  Projection,
  recalledRoom,
  removeUnasked,
  schemaOf,
} from '#read-model';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { until } from '../chaos/wait';
import { createTestDatabase, serveEmpty, type TestDatabase } from '../support/database';
import { createQueryApp } from '../support/query-app';
import { registrationOf, SAMPLE_LINE } from '../support/sample';
import { SseClient } from '../support/sse-client';
import { TestLog, TestReader } from '../support/test-log';
import { TestRecaller } from '../support/test-recaller';

const VERSION = ownVersion(2025);
const DEPARTMENTS = ['101', '102', '103'];
const EVENTS = 40;

let test: TestDatabase;
let log: TestLog;
let database: Database;
let reader: TestReader;
let app: NestFastifyApplication;
let url: string;
let recaller: TestRecaller;

let serial = 0;
function allocate(department: string, amountYuan = '1.00', fiscalYear = 2024): Command {
  const { unit, name: _, departmentName: __, ...basis } = registrationOf(department);
  const lines = [{ ...SAMPLE_LINE, unit, amountYuan }];
  return { ...basis, type: 'AllocateBudget', commandId: `allocate-${(serial += 1)}`, fiscalYear, lines };
}

beforeEach(async () => {
  test = await createTestDatabase();
  log = new TestLog(2);
  for (const department of DEPARTMENTS) {
    log.post({ ...registrationOf(department), commandId: `register-${department}` });
    for (let n = 0; n < EVENTS; n += 1) log.post(allocate(department));
  }
  await serveEmpty(test.database, VERSION);
  database = openReadModel(test.url, () => undefined, schemaOf(VERSION.version));
  reader = new TestReader(log, new Projection(database, log.partitions, VERSION));
  await reader.start();
  await reader.finish();
  await startQuery();
  recaller = new TestRecaller(test.url, VERSION, log);
});
afterEach(async () => {
  await app.close();
  await recaller.stop();
  await database.end();
  await test.drop();
});

async function startQuery(historyTimeoutMs?: number): Promise<void> {
  const { app: started, config } = await createQueryApp(
    test.url,
    historyTimeoutMs === undefined ? {} : { historyTimeoutMs },
  );
  app = started;
  url = await listen(app, config);
}

const AS_OF = 'asOf=2024-01-01T00:01:00Z';
async function lines(department: string, query = ''): Promise<{ status: number; headers: Headers; body: Answer }> {
  const response = await fetch(`${url}/v1/departments/361100/${department}/years/2024/lines?${query}`);
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer };
}
interface Answer extends Record<string, unknown> {
  lines: { originalYuan: string; events: unknown[] }[];
  detail: string;
}

async function expectAnswered(department: string, events = EVENTS): Promise<void> {
  const { status, headers, body } = await lines(department);
  expect([status, headers.get('ledger-answered-from'), body['answeredFrom']]).toEqual([200, 'log', 'log']);
  expect(body.lines.map((line) => line.events.length)).toEqual([events]);
}

it('says that nobody reads the log while no projector of the version runs', async () => {
  const { status, headers, body } = await lines('101', AS_OF);
  expect({ status, ...body }).toMatchObject({ status: 503, code: 'history-unavailable' });
  expect(body.detail).toMatch(/没有投影服务在运行.*No projector of version \w+_h2025 runs/);
  expect(headers.get('retry-after')).toBe('30');
});

it('says how far the reading is where it takes longer than a read may wait, and has the answer for who comes again', async () => {
  await app.close();
  await startQuery(300);
  let goOn = (): void => undefined;
  recaller.held = new Promise((resolve) => (goOn = resolve));
  recaller.start();
  const { status, headers, body } = await lines('101', AS_OF);
  expect({ status, ...body }).toMatchObject({ status: 503, code: 'history-being-read', streams: 1 });
  expect(body.detail).toMatch(/正从日志取回 1 个部门的历史.*being read from the log/);
  expect(headers.get('retry-after')).toBe('2');
  goOn();
  await until('it is there', async () => (await lines('101', AS_OF)).status === 200);
  await expectAnswered('101');
});

it('reads a stream once, however many ask for it at the same time, and no other', async () => {
  recaller.start();
  const all = await Promise.all(Array.from({ length: 100 }, () => lines('101')));
  expect(new Set(all.map(({ status, body }) => `${status} ${String(body['code'])}`))).toEqual(
    new Set(['200 undefined']),
  );
  expect(recaller.fillings).toEqual([['361100/101']]);
});

it('removes what nobody has asked for, and reads it again for who comes later', async () => {
  recaller.start();
  await expectAnswered('101');
  await expectAnswered('102');
  await test.database.query(
    "update read_model.recall set asked_at = now() - interval '61 minutes' where stream = '361100/101'",
  );
  expect(await removeUnasked(test.database, VERSION, 60)).toBe(1);
  expect((await recalledRoom(test.database, VERSION)).streams).toBe(1);
  await expectAnswered('101');
  // Who reads it keeps it.
  await test.database.query("update read_model.recall set asked_at = now() - interval '61 minutes'");
  await expectAnswered('102');
  expect(await removeUnasked(test.database, VERSION, 60)).toBe(1);
  expect((await recalledRoom(test.database, VERSION)).streams).toBe(1);
});

it('finds it missing where it was taken away in between, and never answers with a part', async () => {
  recaller.start();
  await expectAnswered('101');
  await test.database.query("update read_model.recall set filled_at = now() - interval '1 hour'");
  const schema = `${schemaOf(VERSION.version)}_recalled`;
  await test.database.query(`delete from ${schema}.recalled_stream; delete from ${schema}.recalled_posting`);
  await expectAnswered('101');
  expect(recaller.fillings).toHaveLength(2);
});

it('takes in what is left out later, by a writer whose clock is behind, and what is recorded of an old year now', async () => {
  recaller.start();
  await expectAnswered('101');
  log.post(allocate('101'));
  await reader.finish();
  await test.database.query("update read_model.recall set filled_at = now() - interval '1 hour'");
  await expectAnswered('101', EVENTS + 1);
  log.waitUntil('2025-02-01T00:00:00Z');
  log.post(allocate('101'));
  await reader.finish();
  await expectAnswered('101', EVENTS + 2);
  expect(recaller.fillings).toHaveLength(2);
});

it('keeps no more than it may: what was asked for longest ago goes first, and what is larger by itself is refused with the limit', async () => {
  recaller.start();
  await expectAnswered('101');
  const { bytes } = await recalledRoom(test.database, VERSION);
  expect(bytes).toBeGreaterThan(1_000);
  recaller.mostBytes = Math.ceil(bytes * 2.5);
  await expectAnswered('102');
  await expectAnswered('103');
  expect((await recalledRoom(test.database, VERSION)).streams).toBe(2);
  await expectAnswered('101');
  expect(recaller.fillings.flat()).toEqual(['101', '102', '103', '101'].map((department) => `361100/${department}`));
  recaller.mostBytes = 1_000;
  const { status, body } = await lines('102');
  expect({ status, ...body }).toMatchObject({ status: 503, code: 'history-unavailable' });
  expect(body.detail).toMatch(/HISTORY_KEPT_MB.*ask for less/);
});

it('goes with its version when that is dropped, or made anew', async () => {
  recaller.start();
  await expectAnswered('101');
  await serveEmpty(test.database, OWN_VERSION);
  await moveServing(test.database, OWN_VERSION, { isForced: true });
  await recaller.stop();
  expect(await dropVersion(test.database, VERSION.version)).toEqual({ dropped: true });
  const { rows } = await test.database.query("select from pg_namespace where nspname like '%recalled'");
  expect(rows).toEqual([]);
  expect((await test.database.query('select from read_model.recall')).rows).toEqual([]);
  recaller = new TestRecaller(test.url, VERSION, log);
  await makeRecalledTables(test.database, OWN_VERSION);
});

it('a subscription that goes on from long ago gets every change, and the streams that it asks for are read at once', async () => {
  recaller.start();
  const lasts = async (client: SseClient): Promise<SseClient> => {
    await client.untilReady();
    client.close();
    return client;
  };
  const headers = { 'last-event-id': '0:0,1:0' };
  const one = await lasts(new SseClient(`${url}/v1/subscriptions?division=361100&department=101`, headers));
  expect(one.of('change').filter(({ data }) => Number(data['revision']) > 1)).toHaveLength(EVENTS);
  expect(recaller.fillings).toEqual([['361100/101']]);
  const all = await lasts(new SseClient(`${url}/v1/subscriptions`, headers));
  const changed = all.of('change').map(({ data }) => `${String(data['stream'])}@${String(data['revision'])}`);
  expect(new Set(changed).size).toBe(changed.length);
  expect(changed.length).toBe(DEPARTMENTS.length * (EVENTS + 1) - 2);
});

it('a subscription behind whose id lies more history than may be kept is told to begin anew, and not to come again in vain', async () => {
  recaller.start();
  recaller.mostBytes = 1_000;
  const client = new SseClient(`${url}/v1/subscriptions`, { 'last-event-id': '0:0,1:0' });
  await client.untilEnded();
  const [last] = client.of('come-again');
  expect(last?.data).toMatchObject({ reason: 'history-too-large', zh: expect.stringContaining('不带编号') as string });
  expect(last?.id).toBe('');
  client.close();
});
