import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Command, PostingLine } from '#domain';
import type { Browser, BrowserContext, Page } from 'playwright-core';

import { LedgerClient } from '../../apps/standalone/src/ledger-client';
import { callersWith, tokenOf } from '../support/callers';
import { launchChromium } from '../support/chromium';
import { type ConsoleWithPages, consoleWithPages, findingsOn, signInOn } from '../support/console-page';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { newPrefix } from '../support/kafka';
import { keepOnKafka } from '../support/kept-log';
import { registrationOf, SAMPLE_LINE, WAGES_LINE } from '../support/sample';
import { type Service, startService } from '../support/service';
import { TestLog } from '../support/test-log';

/** Figures through time: of another day, of other years, and as they change while somebody looks. */

const AUDITOR = { id: 'sun-min', name: '孙敏' };
const BUREAU = '上饶市财政局';
const UNIT_YEAR = '/divisions/361100/units/126001/years/2024';
const COMPARISON = '/divisions/361100/departments/126/years/2024/comparison';

let database: TestDatabase;
let service: Service;
let pages: ConsoleWithPages;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let bureau: LedgerClient;
const complaints: string[] = [];

let serial = 0;
const about = (effectiveDate: string) => ({
  commandId: `over-time-${(serial += 1)}`,
  division: '361100',
  department: '126',
  documentNumber: `饶财预〔${effectiveDate.slice(0, 4)}〕${serial}号`,
  effectiveDate,
});
const allocate = (fiscalYear: number, lines: PostingLine[]): Command => ({
  type: 'AllocateBudget',
  ...about(`${fiscalYear}-01-02`),
  fiscalYear,
  lines,
});
const supplement = (effectiveDate: string, lines: PostingLine[]): Command => ({
  type: 'AdjustBudget',
  kind: 'supplement',
  ...about(effectiveDate),
  fiscalYear: 2024,
  lines,
});
const wages = (unit: string, amountYuan: string): PostingLine => ({ ...WAGES_LINE, unit, amountYuan });
const office = (unit: string, amountYuan: string): PostingLine => ({ ...SAMPLE_LINE, unit, amountYuan });

/** Three units, of which one is new in 2024 and one has ended before; in May 2024 the first is given more. */
function history(): TestLog {
  const log = new TestLog();
  const register = (unit: string, name: string): Command => {
    return { ...registrationOf('126'), ...about('2023-01-01'), unit, name };
  };
  log.post(register('126001', '上饶市妇女联合会'));
  log.post(register('126002', '上饶市妇女儿童活动中心'));
  log.post(register('126003', '上饶市家庭教育指导站'));
  log.post(allocate(2023, [wages('126001', '800000.00'), office('126001', '200000.00'), office('126003', '50000.00')]));
  log.post(allocate(2024, [wages('126001', '900000.00'), office('126001', '150000.00'), office('126002', '70000.00')]));
  log.waitUntil('2024-05-06T02:00:00Z');
  log.post(supplement('2024-05-01', [wages('126001', '123400.00')]));
  return log;
}

beforeAll(async () => {
  const prefix = newPrefix();
  const kept = await keepOnKafka(history(), prefix);
  database = await createTestDatabase();
  pages = await consoleWithPages([AUDITOR]);
  const rights = join(mkdtempSync(join(tmpdir(), 'budget-ledger-over-time-')), 'access.json');
  const grants = [
    { to: { subject: AUDITOR.id }, role: 'auditor' },
    { to: { token: BUREAU }, role: 'poster' },
  ];
  writeFileSync(rights, JSON.stringify({ ask: '预算科', grants }));
  const callers = callersWith([{ to: { token: BUREAU }, role: 'poster' }]);
  const env = { ...callers, ...pages.env, ...kept, ACCESS_FILE: rights };
  service = await startService({ prefix, databaseUrl: database.url, env });
  bureau = new LedgerClient(service.url, tokenOf(BUREAU));
  await pages.start(service.url);
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  await pages.stop();
  await service.stop();
  await database.drop();
});
beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, acceptDownloads: true });
  page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
});
afterEach(async () => {
  await context.close();
  expect(complaints).toEqual([]);
});

const cell = (name: string) => page.getByRole('button', { name, exact: true }).first();
const query = (name: string): string | null => new URL(page.url()).searchParams.get(name);

describe('an auditor', () => {
  it('goes to last March, compares that with now, and follows what has changed to its record', async () => {
    await signInOn(page, pages.url, AUDITOR, `${UNIT_YEAR}/tables/6`);
    await cell('102.34').waitFor();
    await page.getByLabel('截至记录日').fill('2024-03-31');
    await page.getByText('不是现行数').waitFor();
    await cell('90.00').waitFor();
    expect(await page.getByText('102.34').count()).toBe(0);
    await page.getByRole('link', { name: '与现在对比' }).click();
    // Both versions stand side by side, with what is between them.
    const row = page.locator('tr', { hasText: '基本工资' });
    await row.getByText('90.00').first().waitFor();
    await row.getByText('102.34').first().waitFor();
    await row.getByText('+123,400.00').first().waitFor();
    expect(query('from')).toBe('2024-03-31');
    await row.getByRole('link').first().click();
    await page.getByText('与账本记录的一致').waitFor();
    await page.goBack();
    await page.goBack();
    await cell('90.00').click();
    const panel = page.getByRole('complementary', { name: '来源' });
    await panel.getByText('由 1 笔记录构成').waitFor();
    await panel.getByRole('link', { name: '记录', exact: true }).click();
    await page.getByText('与账本记录的一致').waitFor();
    expect(await page.locator('main').textContent()).toContain('2024-01-02');
  });

  it('sees what a year has more than another: by class, of the units of both alone, and through all years', async () => {
    await signInOn(page, pages.url, AUDITOR, COMPARISON);
    const figures = page.getByRole('region', { name: '年度对比' });
    await figures.getByText('同口径（两年都有的单位）').waitFor();
    await page.getByRole('link', { name: '分类对比' }).click();
    await page.getByRole('img', { name: '按经济类：2024 年与 2023 年' }).waitFor();
    await pickBar();
    const panel = page.getByRole('complementary', { name: /引起变化的记录/ });
    await panel.getByText('+223,400.00').waitFor();
    await panel.getByRole('link', { name: '只看这一类' }).click();
    await page.getByLabel('经济类', { exact: true }).waitFor();
    expect(query('only')).toBe('economic-class:301');
    await figures.getByRole('row', { name: /合计 102.34 80.00/ }).waitFor();
    await page.reload();
    await figures.getByRole('row', { name: /合计 102.34 80.00/ }).waitFor();
    await page.getByRole('link', { name: '显示全部' }).click();

    await page.getByRole('link', { name: '同口径', exact: true }).click();
    await figures.getByRole('row', { name: /本年新增单位（1 个） 7.00 — — —/ }).waitFor();
    await figures.getByRole('row', { name: /上年有、本年无的单位（1 个） — 5.00 — —/ }).waitFor();
    await figures.getByRole('row', { name: /同口径.* 117.34 100.00 \+17.34 17.34%/ }).waitFor();
    await figures.getByRole('button', { name: '上饶市妇女儿童活动中心' }).click();
    await page.getByText('是未知而不是零').waitFor();

    await page.getByRole('link', { name: '历年' }).click();
    await page.getByRole('row', { name: /2023 年 105.00 105.00 — 0.00/ }).waitFor();
    await page.getByRole('row', { name: /2024 年 112.00 124.34 \+19.34 0.00/ }).waitFor();
    const [picture] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '保存图片' }).click(),
    ]);
    expect(picture.suggestedFilename()).toBe('years-2023-2024.png');
    expect(
      readFileSync(await picture.path())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'CSV' }).click()]);
    expect(readFileSync(await file.path(), 'utf8')).toContain('2024,1120000.00,1243400.00,0.00,1243400.00');
    await page.getByLabel('截至记录日').fill('2024-03-31');
    await page.getByRole('row', { name: /2024 年 112.00 112.00 \+7.00 0.00/ }).waitFor();
  });

  /** A bar is found by clicking from the left along the first class until one is hit. */
  async function pickBar(): Promise<void> {
    const canvas = page.locator('.chart canvas');
    for (let x = 60; x < 600 && query('row') === null; x += 30) {
      await canvas.click({ position: { x, y: 50 } });
    }
    expect(query('row')).toBe('301');
  }
});

describe('who follows a table', () => {
  it('sees changed figures marked for a moment and nothing moved, and is told while nothing can be followed', async () => {
    await signInOn(page, pages.url, AUDITOR, `${UNIT_YEAR}/tables/6`);
    await page.getByText('实时').waitFor();
    await page.evaluate(`(() => {
      window.moved = [];
      new PerformanceObserver((list) => {
        for (const { value, sources } of list.getEntries())
          window.moved.push(value + ' ' + sources.map(({ node }) => node?.parentElement?.outerHTML?.slice(0, 120)).join(' '));
      }).observe({ type: 'layout-shift', buffered: false });
    })()`);
    const moved = () => page.evaluate<string[]>('window.moved');
    await post(supplement('2024-06-01', [wages('126001', '10000.00')]));
    await page.locator('td.changed', { hasText: '103.34' }).first().waitFor();
    await page.getByText(/有 \d+ 个数刚刚变动/).waitFor({ state: 'attached' });
    await page.locator('td.changed').first().waitFor({ state: 'detached' });
    expect(await moved()).toEqual([]);

    await context.setOffline(true);
    await page.getByText('正在重连，所示为断开前的数').waitFor();
    await post(supplement('2024-06-02', [wages('126001', '1000000.00')]));
    expect(await cell('103.34').isVisible()).toBe(true);
    await context.setOffline(false);
    await cell('203.34').waitFor({ timeout: 30_000 });
    await page.getByText('实时').waitFor();
    expect(await moved()).toEqual([]);
    // What does move is seen.
    await page.evaluate(`document.querySelector('main').prepend(document.createElement('hr'))`);
    await page.waitForFunction('window.moved.length > 0');
  });

  it('sees a comparison follow as well', async () => {
    await signInOn(page, pages.url, AUDITOR, `${UNIT_YEAR}/comparison?row=302`);
    await page.getByText('实时').waitFor();
    await post(supplement('2024-06-03', [office('126001', '20000.00')]));
    await page.getByRole('row', { name: /商品和服务支出 17.00/ }).waitFor();
    expect(query('row')).toBe('302');
  });

  async function post(command: Command): Promise<void> {
    const [answer] = await bureau.post([command]);
    expect(answer).toMatchObject({ status: 201 });
  }
});

it.each([1440, 390])('every way of comparing is without findings at %d px, in both languages', async (width) => {
  await page.setViewportSize({ width, height: 900 });
  await signInOn(page, pages.url, AUDITOR, '/');
  const found: string[] = [];
  for (const language of ['zh', 'en']) {
    await page.evaluate(`localStorage.setItem('console-language', '${language}')`);
    const views = [
      'view=classes&only=economic-class:302&row=30201&by=economic',
      'view=units&row=126003',
      'view=years',
      'prior=2030',
    ];
    for (const view of views) {
      await page.goto(`${pages.url}${COMPARISON}?${view}`);
      await page.locator('table').waitFor();
      if (!view.startsWith('prior')) await page.locator('.chart canvas').waitFor();
      for (const finding of await findingsOn(page)) found.push(`${language} ${view}: ${finding}`);
    }
  }
  expect(found).toEqual([]);
});
