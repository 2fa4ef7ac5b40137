import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Browser, Page } from 'playwright-core';

import { newestPositions } from '#imports';

import { importFile } from '../../apps/standalone/src/import-file';
import { LedgerClient } from '../../apps/standalone/src/ledger-client';
import { launchChromium } from '../support/chromium';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { newPrefix } from '../support/kafka';
import { type Service, startService, TOKEN } from '../support/service';

/**
 * The pictures of the README are taken of the running service: `PICTURES=1 npm test -- test/documents/pictures` takes them anew. Without it
 * the pages behind them are opened all the same, and have to show what the pictures are there for.
 */
const ROOT = join(__dirname, '..', '..');
const DATA = join(ROOT, 'data', 'shangrao-2024');
const IMAGES = join(ROOT, 'docs', 'images');
const YEAR = '/v1/units/361100/126001/years/2024';
const PICTURES = [
  { name: 'table-4', path: `${YEAR}/tables/4?format=html`, part: 'main', shows: '一般公共服务支出' },
  { name: 'publication', path: `${YEAR}/publication?format=html`, part: 'nav', shows: '收支预算总表' },
];

let database: TestDatabase;
let service: Service;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startService({ prefix: newPrefix(), databaseUrl: database.url });
  const client = new LedgerClient(service.url, TOKEN);
  const positions: string[] = [];
  for (const name of ['commands.json', 'facts.csv', 'publication.json'])
    positions.push(...(await importFile(join(DATA, name), client, () => undefined)).positions);
  browser = await launchChromium();
  page = await browser.newPage({ extraHTTPHeaders: { 'ledger-min-position': newestPositions(positions) } });
});

afterAll(async () => {
  await browser.close();
  await service.stop();
  await database.drop();
});

test.each(PICTURES)('$name: the page shows what its picture shows', async ({ name, path, part, shows }) => {
  await page.setViewportSize({ width: 960, height: 800 });
  await page.goto(service.url + path);
  const shown = page.locator(part);
  expect(await shown.innerText()).toContain(shows);
  const file = join(IMAGES, `${name}.png`);
  if (process.env['PICTURES'] !== undefined) await shown.screenshot({ path: file, animations: 'disabled' });
  expect(existsSync(file)).toBe(true);
});

test.each(['README.md', 'README.zh-CN.md'])('%s shows each of them', (readme) => {
  const text = readFileSync(join(ROOT, readme), 'utf8');
  for (const { name } of PICTURES) expect(text).toContain(`](docs/images/${name}.png)`);
});
