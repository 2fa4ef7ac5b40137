import { type ClientRequest, get } from 'node:http';
import type { AddressInfo } from 'node:net';

import { withEnd } from '#basics';
import { rowsOf } from '#postgres';
import { waitForPosition } from '#read-model';
import { problemSchema } from '#wire';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { until } from '../chaos/wait';
import { createTestDatabase, type TestDatabase, serveEmpty } from '../support/database';
import { createQueryApp } from '../support/query-app';
import { shangraoCommands } from '../support/shangrao';
import { projectAll } from '../support/projected';
import { TestLog } from '../support/test-log';

const LINES = '/v1/units/361100/126001/years/2024/lines';
/** More than there are connections to the database. */
const READERS = 25;

let test: TestDatabase;
let patient: NestFastifyApplication;
let strict: NestFastifyApplication;
const told = [jest.spyOn(Logger.prototype, 'error'), jest.spyOn(Logger.prototype, 'warn')];

beforeAll(async () => {
  test = await createTestDatabase();
  await serveEmpty(test.database);
  const log = new TestLog();
  for (const command of shangraoCommands()) log.post(command);
  await projectAll(log, test.database);
  [patient, strict] = await Promise.all([listening('30'), listening('1')]);
});
beforeEach(() => told.forEach((spy) => spy.mockClear()));
afterAll(async () => {
  await Promise.all([patient.close(), strict.close()]);
  await test.drop();
});

async function listening(limitSeconds: string): Promise<NestFastifyApplication> {
  const { app } = await createQueryApp(test.url, {}, { READ_TIME_LIMIT_SECONDS: limitSeconds });
  await app.listen(0, '127.0.0.1');
  return app;
}

/** A request whose answer nobody has waited for yet. */
function ask(app: NestFastifyApplication, path = LINES): ClientRequest {
  const { port } = app.getHttpServer().address() as AddressInfo;
  return get({ host: '127.0.0.1', port, path, agent: false }).on('error', () => undefined);
}

/** Every statement that needs the lines stands still meanwhile, as if it had millions of them to read. */
async function whileLinesAreLocked(work: () => Promise<void>): Promise<void> {
  const client = await test.database.connect();
  try {
    await client.query('begin');
    await client.query('lock table budget_line in access exclusive mode');
    await work();
  } finally {
    await client.query('rollback');
    client.release();
  }
}

async function untilStatementsAre(count: number): Promise<void> {
  await until(`${count} statements run`, async () => {
    const rows = await rowsOf(
      test.database,
      `select 1 from pg_stat_activity where datname = current_database() and state = 'active' and pid <> pg_backend_pid()`,
    );
    return rows.length === count;
  });
}

it('a client that hangs up in the middle of a read leaves no statement behind, and nobody is alarmed', async () => {
  await whileLinesAreLocked(async () => {
    const request = ask(patient);
    await untilStatementsAre(1);
    request.destroy();
    await untilStatementsAre(0);
  });
  expect(told.flatMap((spy) => spy.mock.calls)).toEqual([]);
});

it('twice as many that hang up as there are connections leave every connection to others', async () => {
  await whileLinesAreLocked(async () => {
    const requests = Array.from({ length: READERS }, () => ask(patient));
    await untilStatementsAre(10);
    for (const request of requests) request.destroy();
    await untilStatementsAre(0);
  });
  const answers = await Promise.all(Array.from({ length: READERS }, () => patient.inject(LINES)));
  expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
  expect(told.flatMap((spy) => spy.mock.calls)).toEqual([]);
});

it('a read that takes longer than it may is answered so, with the limit and what helps, and ends in the database too', async () => {
  await whileLinesAreLocked(async () => {
    const answer = await strict.inject(LINES);
    expect([answer.statusCode, answer.headers['retry-after'], answer.headers['content-type']]).toEqual([
      503,
      '30',
      'application/problem+json; charset=utf-8',
    ]);
    expect(problemSchema.parse(answer.json())).toMatchObject({ code: 'read-too-long', limitSeconds: 1 });
    expect(answer.json<{ detail: string }>().detail).toMatch(/^一次查询最长 1 秒.* A read may take 1 s;/s);
    await untilStatementsAre(0);
  });
  expect((await strict.inject(LINES)).statusCode).toBe(200);
  expect(told.flatMap((spy) => spy.mock.calls)).toEqual([]);
});

it('waiting for a position that does not come ends too', async () => {
  const ending = new AbortController();
  const waiting = withEnd(ending.signal, () => waitForPosition(test.database, new Map([[0, 1_000_000]]), 60_000));
  ending.abort(new Error('nobody waits'));
  await expect(waiting).rejects.toThrow('nobody waits');
});
