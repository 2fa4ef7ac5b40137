import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';

import type { Browser, BrowserContext, Page } from 'playwright-core';

import { LedgerClient } from '../../../apps/standalone/src/ledger-client';
import { callersWith, tokenOf } from '../../support/callers';
import { launchChromium } from '../../support/chromium';
import { type ConsoleWithPages, consoleWithPages, signInOn } from '../../support/console-page';
import { createTestDatabase, type TestDatabase } from '../../support/database';
import { newPrefix, testBrokers } from '../../support/kafka';
import { type Service, startService } from '../../support/service';
import { changeOf, departmentAt, DIVISION, loadDivision, unitAt, YEAR } from './large-division';
import { type Held, HeldByPage, observed, paintingOf, slowestOf } from './seen';

/** The console before a large division. How quick it is, is measured by `npm run console:quick`; here it must stand still and hold no more than it needs. */
const SIZE = { departments: Number(process.env['QUICK_DEPARTMENTS'] ?? 12), units: 20 };
const MINUTES = Number(process.env['QUICK_MINUTES'] ?? 0.2);
const TABLE = process.env['QUICK_TABLE'];
const AUDITOR = { id: 'sun-min', name: '孙敏' };
const BUREAU = '上饶市财政局';
const BETWEEN_CHANGES_MS = 150;
const last = departmentAt(SIZE.departments - 1);
const unit = unitAt(departmentAt(0), 0);
const UNIT_YEAR = `/divisions/${DIVISION}/units/${unit}/years/${YEAR}`;
const DIVISION_YEAR = `/divisions/${DIVISION}/years/${YEAR}`;

let database: TestDatabase;
let service: Service;
let pages: ConsoleWithPages;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let bureau: LedgerClient;
const told: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  pages = await consoleWithPages([AUDITOR]);
  const rights = join(mkdtempSync(join(tmpdir(), 'budget-ledger-quick-')), 'access.json');
  const posts = ['poster', 'auditor'].map((role) => ({ to: { token: BUREAU }, role }));
  writeFileSync(
    rights,
    JSON.stringify({ ask: '预算科', grants: [{ to: { subject: AUDITOR.id }, role: 'auditor' }, ...posts] }),
  );
  const callers = callersWith([{ to: { token: BUREAU }, role: 'poster' }]);
  const env = { ...callers, ...pages.env, ACCESS_FILE: rights, KAFKA_BROKERS: testBrokers().join(',') };
  service = await startService({ prefix: newPrefix(), databaseUrl: database.url, env });
  bureau = new LedgerClient(service.url, tokenOf(BUREAU));
  await loadDivision(bureau, SIZE);
  await pages.start(service.url);
  browser = await launchChromium();
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  page = await observed(context);
  await signInOn(page, pages.url, AUDITOR, '/');
}, 600_000);
afterAll(async () => {
  await browser.close();
  await pages.stop();
  await service.stop();
  await database.drop();
  if (TABLE !== undefined) writeFileSync(TABLE, told.join('\n'));
});

const OPENED: readonly (readonly [string, string, string | RegExp])[] = [
  ['home', '/', DIVISION],
  ['a division’s departments', `/divisions/${DIVISION}`, `样例部门${departmentAt(0)}`],
  ['a department’s units', `/divisions/${DIVISION}/departments/${last}`, `样例单位${unitAt(last, 0)}`],
  ['a unit’s table', `${UNIT_YEAR}/tables/3`, /0\.\d\d/],
  ['a division’s table', `${DIVISION_YEAR}/tables/3`, /\d\.\d\d/],
  ['a division’s comparison', `${DIVISION_YEAR}/comparison`, /\d\.\d\d/],
  ['a unit’s execution', `${UNIT_YEAR}/execution`, /\d\.\d\d/],
  ['a department’s trail', `/audit/${DIVISION}/${departmentAt(0)}`, BUREAU],
];

it('nothing on a screen moves while it comes', async () => {
  const rows: string[] = [];
  const moved: string[] = [];
  for (const [name, path, text] of OPENED) {
    const {
      firstPaintMs,
      contentMs,
      layoutShift,
      moved: what,
    } = await paintingOf(context, `${pages.url}${path}`, text);
    rows.push(`| ${name} | ${firstPaintMs.toFixed(0)} ms | ${contentMs.toFixed(0)} ms | ${layoutShift.toFixed(3)} |`);
    if (layoutShift > 0.01) moved.push(`${name}: ${layoutShift}`, ...what);
  }
  told.push('| opened | first paint | content | layout shift |', '| --- | --- | --- | --- |', ...rows, '');
  expect(moved).toEqual([]);
}, 300_000);

it('whatever somebody does is answered by a next frame', async () => {
  const rows: string[] = [];
  const measure = async (name: string, doing: () => Promise<void>): Promise<void> => {
    const begun = performance.now();
    const frame = await slowestOf(page, doing);
    rows.push(`| ${name} | ${frame.toFixed(0)} ms | ${(performance.now() - begun - 100).toFixed(0)} ms |`);
  };
  const main = page.locator('main');
  await page.goto(`${pages.url}/`);
  await page.getByRole('combobox').waitFor();
  await measure('a unit is searched for by its code, and opened', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type(unitAt(last, 3));
    await page.getByRole('option').first().click();
    await main
      .getByText(/\d\.\d\d/)
      .first()
      .waitFor();
  });
  await page.goto(`${pages.url}/divisions/${DIVISION}`);
  await main.getByText(`样例部门${departmentAt(0)}`).waitFor();
  await measure('departments are sorted by their budget', async () => {
    await page.getByRole('columnheader').filter({ hasText: '当前预算' }).getByRole('link').click();
    await main.getByText(`样例部门${last}`).waitFor();
  });
  await measure('a department is opened', async () => {
    await page.getByRole('link', { name: `样例部门${last}` }).click();
    await main.getByText(`样例单位${unitAt(last, 0)}`).waitFor();
  });
  await page.goto(`${pages.url}${UNIT_YEAR}/tables/3`);
  const figure = main.getByRole('button', { name: /^\d+\.\d\d$/ }).first();
  await figure.waitFor();
  await measure('a cell is opened', async () => {
    await figure.click();
    await page.getByRole('complementary', { name: '来源' }).getByRole('link').first().waitFor();
  });
  await measure('the words change to English', async () => {
    await page.locator('button[lang=en]').click();
    await page.locator('button[lang^=zh]').waitFor();
  });
  told.push('| done | slowest frame | whole |', '| --- | --- | --- |', ...rows, '');
  expect(rows).toHaveLength(5);
}, 120_000);

it(
  'holds no more after many changes than after the first of them',
  async () => {
    await page.evaluate(`localStorage.setItem('console-language', 'zh')`);
    await page.goto(`${pages.url}${UNIT_YEAR}/tables/3`);
    await page.getByText('实时').waitFor();
    const held = await HeldByPage.of(page);
    const kept: { minute: number; changes: number; held: Held }[] = [];
    const begun = performance.now();
    const endMs = MINUTES * 60_000;
    let changes = 0;
    const note = async (): Promise<void> => {
      kept.push({ minute: (performance.now() - begun) / 60_000, changes, held: await held.now() });
    };
    const everyMs = endMs / 12;
    for (let nextMs = everyMs; performance.now() - begun < endMs;) {
      await bureau.post([changeOf(changes)]);
      changes += 1;
      await delay(BETWEEN_CHANGES_MS);
      if (performance.now() - begun < nextMs) continue;
      nextMs += everyMs;
      await note();
    }
    await note();
    const rows = kept.map(
      ({ minute, changes: many, held: { heapMiB, nodes, listeners } }) =>
        `| ${minute.toFixed(1)} | ${many} | ${heapMiB.toFixed(1)} MiB | ${nodes} | ${listeners} |`,
    );
    told.push('| minute | changes | heap | nodes | listeners |', '| --- | --- | --- | --- | --- |', ...rows, '');
    const [first, end] = [kept[0]?.held, kept.at(-1)?.held];
    if (first === undefined || end === undefined) throw new Error('nothing was measured');
    expect(end.heapMiB).toBeLessThan(first.heapMiB * 1.25 + 2);
    expect(end.nodes).toBeLessThan(first.nodes * 1.25 + 50);
    expect(end.listeners).toBeLessThan(first.listeners * 1.25 + 50);
  },
  MINUTES * 60_000 + 120_000,
);
