import type { AddressInfo } from 'node:net';

import { rowsOf } from '#postgres';
import { problemSchema } from '#wire';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { until } from '../chaos/wait';
import { createTestDatabase, type TestDatabase, serveEmpty } from '../support/database';
import { createQueryApp } from '../support/query-app';
import { shangraoCommands } from '../support/shangrao';
import { projectAll } from '../support/projected';
import { TestLog } from '../support/test-log';

const PUBLICATION = '/v1/divisions/361100/years/2024/publication';
/** More than there are connections to the database. */
const READERS = 20;

let test: TestDatabase;
let app: NestFastifyApplication;
let address: string;

beforeAll(async () => {
  test = await createTestDatabase();
  await serveEmpty(test.database);
  const log = new TestLog();
  for (const command of shangraoCommands()) log.post(command);
  await projectAll(log, test.database);
  ({ app } = await createQueryApp(test.url, {}, { READ_TIME_LIMIT_SECONDS: '3' }));
  await app.listen(0, '127.0.0.1');
  address = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
});
afterAll(async () => {
  await app.close();
  await test.drop();
});

const statusOf = async (path: string): Promise<number> => (await fetch(`${address}${path}`)).status;

/** The metric by its states. */
async function largeReads(): Promise<Record<string, number>> {
  const text = await (await fetch(`${address}/metrics`)).text();
  const found = text.matchAll(/^query_large_reads\{state="(\w+)"\} (\d+)$/gm);
  return Object.fromEntries([...found].map(([, state = '', count]): [string, number] => [state, Number(count)]));
}

it('twenty people who ask for a division at once are all answered', async () => {
  const answers = await Promise.all(Array.from({ length: READERS }, () => statusOf(PUBLICATION)));
  expect(answers).toEqual(Array.from({ length: READERS }, () => 200));
  await until('all have been sent', async () => (await largeReads())['sending'] === 0);
  expect(await largeReads()).toEqual({ waiting: 0, making: 0, sending: 0 });
});

it('while the database is slow with divisions, others find connections, and who waits too long is told so', async () => {
  const client = await test.database.connect();
  try {
    await client.query('begin');
    await client.query('lock table budget_line in access exclusive mode');
    const asked = Array.from({ length: READERS }, () => fetch(`${address}${PUBLICATION}`));
    await until('the others wait', async () => (await largeReads())['waiting'] === READERS - 2);
    const [row] = await rowsOf<{ count: number }>(
      test.database,
      `select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    expect(row?.count).toBeLessThanOrEqual(2);
    expect(await statusOf('/v1/units/361100/126001')).toBe(200);
    expect(await statusOf('/v1/streams/361100/126/events?limit=10')).toBe(200);
    const answers = await Promise.all(asked);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
    for (const answer of answers) expect(problemSchema.parse(await answer.json()).code).toBe('read-too-long');
  } finally {
    await client.query('rollback');
    client.release();
  }
  expect(await statusOf(PUBLICATION)).toBe(200);
  expect(await largeReads()).toMatchObject({ waiting: 0, making: 0 });
});
