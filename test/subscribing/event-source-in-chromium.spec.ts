import type { Command } from '#domain';
import { listen } from '#platform';
import { Projection } from '#read-model';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Browser, Page } from 'playwright-core';

import { until } from '../chaos/wait';
import { launchChromium } from '../support/chromium';
import { createTestDatabase, type TestDatabase, serveEmpty } from '../support/database';
import { createQueryApp } from '../support/query-app';
import { SseClient } from '../support/sse-client';
import { dumpTables } from '../support/table-dump';
import { TestLog, TestReader } from '../support/test-log';
import { WAGES_LINE } from '../support/sample';

let database: TestDatabase;
let app: NestFastifyApplication;
let url: string;
let log: TestLog;
let reader: TestReader;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

beforeEach(async () => {
  database = await createTestDatabase();
  await serveEmpty(database.database);
  log = new TestLog();
  await readFromTheBeginning();
  log.post(REGISTER);
  log.post(supplement(1));
  await reader.finish();
  await serve(0);
  page = await browser.newPage();
  // The one page of the same origin that may connect to it.
  await page.goto(`${url}/docs`);
});
afterEach(async () => {
  await page.close();
  await app.close();
  await database.drop();
});

async function readFromTheBeginning(): Promise<void> {
  reader = new TestReader(log, new Projection(database.database, log.partitions));
  await reader.start();
}

async function serve(port: number): Promise<void> {
  const { app: created, config } = await createQueryApp(database.url, { subscriptions: { mostSubscribers: 1 } });
  app = created;
  url = await listen(created, { ...config, port });
}

const BASIS = { division: '361100', department: '126', documentNumber: '样例〔2024〕1号', effectiveDate: '2024-06-01' };
const REGISTER: Command = {
  type: 'RegisterUnit',
  commandId: 'register',
  ...BASIS,
  unit: '126001',
  name: '单位',
  departmentName: '部门',
};
const supplement = (number: number): Command => ({
  type: 'AdjustBudget',
  kind: 'supplement',
  commandId: `supplement-${number}`,
  ...BASIS,
  fiscalYear: 2024,
  lines: [{ ...WAGES_LINE, amountYuan: '1.00' }],
});

interface Heard {
  event: string;
  id: string;
  data: { revision?: number; reason?: string };
}

/** What a page would write that wants to follow the budget, and nothing more: coming again is the browser's own affair. */
async function follow(): Promise<void> {
  await page.evaluate(`
    window.heard = [];
    window.source = new EventSource('/v1/subscriptions');
    for (const event of ['state', 'ready', 'change', 'come-again'])
      source.addEventListener(event, ({ data, lastEventId: id }) => heard.push({ event, id, data: JSON.parse(data) }));
  `);
}

async function heard(event: string): Promise<Heard[]> {
  const all: Heard[] = await page.evaluate('window.heard');
  return all.filter((each) => each.event === event);
}

test('an EventSource that finds the service full is told so, and comes in by itself when there is room', async () => {
  const other = await new SseClient(`${url}/v1/subscriptions`).untilReady();
  await follow();
  await until('the browser is told to come again', async () => (await heard('come-again')).length > 0);
  expect((await heard('come-again'))[0]!.data).toMatchObject({ reason: 'overloaded' });
  expect(await heard('ready')).toEqual([]);
  other.close();
  await until('the browser has come in', async () => (await heard('ready')).length > 0);
  expect(await heard('state')).toHaveLength(1);
});

test('an EventSource outlives a restart and tables that are made again, and gets what it missed once', async () => {
  await follow();
  await until('the browser is ready', async () => (await heard('ready')).length === 1);
  const port = Number(new URL(url).port);
  await app.close();
  await database.database.query(`truncate ${Object.keys(await dumpTables(database.database)).join(', ')}`);
  await serve(port);
  const isTold = async () => (await heard('come-again')).some(({ data }) => data.reason === 'position-not-reached');
  await until('the browser is told that its place is not there yet', isTold);
  await readFromTheBeginning();
  log.post(supplement(2));
  await reader.finish();
  await until('the browser goes on', async () => (await heard('change')).length > 0);
  log.post(supplement(3));
  await reader.finish();
  await until('the next change is there', async () => (await heard('change')).length > 1);
  expect((await heard('change')).map(({ data }) => data.revision)).toEqual([3, 4]);
  // The state was sent once: the browser has kept its place all the while.
  expect(await heard('state')).toHaveLength(1);
});
