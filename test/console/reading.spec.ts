import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Browser, BrowserContext, Page } from 'playwright-core';

import { LedgerClient } from '../../apps/standalone/src/ledger-client';
import { callersWith, tokenOf } from '../support/callers';
import { launchChromium } from '../support/chromium';
import { type ConsoleWithPages, consoleWithPages, findingsOn, signInOn } from '../support/console-page';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { newPrefix, testBrokers } from '../support/kafka';
import { loadShangrao } from '../support/loaded-budget';
import { type Service, startService } from '../support/service';

/** Who looks into everything, and who may read one other department alone. */
const AUDITOR = { id: 'sun-min', name: '孙敏' };
const READER = { id: 'zhou-ping', name: '周平' };
const BUREAU = '上饶市财政局';
const YEAR = '/divisions/361100/units/126001/years/2024';

let database: TestDatabase;
let service: Service;
let pages: ConsoleWithPages;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let bureau: LedgerClient;
const complaints: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  pages = await consoleWithPages([AUDITOR, READER]);
  const rights = join(mkdtempSync(join(tmpdir(), 'budget-ledger-reading-')), 'access.json');
  const everything = ['auditor', 'operator'].map((role) => ({ to: { subject: AUDITOR.id }, role }));
  const elsewhere = { to: { subject: READER.id }, role: 'reader', divisions: ['361100'], departments: ['205'] };
  const posts = ['poster', 'auditor'].map((role) => ({ to: { token: BUREAU }, role }));
  writeFileSync(rights, JSON.stringify({ ask: '预算科', grants: [...everything, elsewhere, ...posts] }));
  const callers = callersWith([{ to: { token: BUREAU }, role: 'poster' }]);
  const env = { ...callers, ...pages.env, ACCESS_FILE: rights, KAFKA_BROKERS: testBrokers().join(',') };
  service = await startService({ prefix: newPrefix(), databaseUrl: database.url, env });
  bureau = new LedgerClient(service.url, tokenOf(BUREAU));
  await loadShangrao(bureau);
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
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
});
afterEach(async () => {
  await context.close();
  expect(complaints).toEqual([]);
});

const cell = (name: string) => page.getByRole('button', { name, exact: true }).first();

describe('an auditor', () => {
  it('goes from a figure to the records that make it, and from there to the bytes of one, whose hash the page computes', async () => {
    await signInOn(page, pages.url, AUDITOR, `${YEAR}/tables/3`);
    await cell('175.92').click();
    const panel = page.getByRole('complementary', { name: '来源' });
    await panel.getByText('1,759,155.00').waitFor();
    await panel.getByRole('link', { name: '记录', exact: true }).first().click();
    await page.getByText('与账本记录的一致').waitFor();
    await page.getByText('"specversion":"1.0"').waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/audit\/361100\/126\/\d+$/);
  });

  it('goes back to an earlier revision, which says that it is history, compares it with now, and sends the address', async () => {
    const events = await (await fetch(`${service.url}/v1/streams/361100/126/events`, { headers: bearer() })).json();
    const approved = (
      events as { events: { type: string; revision: number; data: { fiscalYear?: number } }[] }
    ).events.find(({ type, data }) => type === 'budget.allocated.v1' && data.fiscalYear === 2024);
    const past = `${YEAR}/tables/3?asOf=${approved?.revision ?? 0}`;
    await signInOn(page, pages.url, AUDITOR, past);
    await page.getByText(`历史：第 ${approved?.revision ?? 0} 版 的账面，不是现行数`).waitFor();
    await cell('487.90').waitFor();
    await page.getByRole('link', { name: '与现在对比' }).click();
    await page.getByText('+2,033,935.00').first().waitFor();
    await page.goto(`${pages.url}${past}`);
    await cell('487.90').waitFor();
    await page.getByRole('link', { name: '回到现在' }).click();
    await cell('691.29').waitFor();
  });

  it('sees a figure change while they look at it', async () => {
    await signInOn(page, pages.url, AUDITOR, `${YEAR}/tables/3?measure=paid&money=yuan`);
    await page.getByText('实时').waitFor();
    const line = {
      unit: '126001',
      source: 'general-public-budget',
      function: '2012901',
      economic: '30101',
      category: 'personnel',
    };
    await bureau.post([
      {
        type: 'RecordPayment',
        commandId: 'reading-pays',
        division: '361100',
        department: '126',
        documentNumber: '饶妇支〔2024〕1号',
        effectiveDate: '2024-03-05',
        fiscalYear: 2024,
        lines: [{ ...line, amountYuan: '1234.56' }],
      },
    ]);
    await page.getByText('1,234.56').first().waitFor();
    // The file is of what is shown, and nothing tells of a cell what the page does not show.
    const file = await page.getByRole('link', { name: 'CSV' }).getAttribute('href');
    expect(new URL(file ?? '', page.url()).searchParams.get('measure')).toBe('paid');
    await page.goto(`${pages.url}${YEAR}/tables/3?measure=paid&cell=total/total`);
    await page.getByText('0.12').first().waitFor();
    expect(await page.getByRole('complementary', { name: '来源' }).count()).toBe(0);
  });

  it('never sees the figures of now under the banner of another day', async () => {
    await signInOn(page, pages.url, AUDITOR, `${YEAR}/tables/3`);
    await cell('691.29').waitFor();
    await page.route('**/tables/3?*asOf=*', (route) => route.abort());
    await page.getByLabel('截至记录日').fill('2026-01-01');
    await page.getByText('连接不上服务').waitFor();
    expect(await page.locator('main').textContent()).not.toContain('691.29');
  });

  it('is told when the next page of a list does not come, and can ask for it again', async () => {
    await signInOn(page, pages.url, AUDITOR, '/');
    const event = (revision: number) => ({
      eventId: `361100/126@${revision}`,
      type: 'year.closed.v1',
      actor: '甲',
      recordedAt: '2024-03-01T02:30:00.000Z',
      revision,
      refused: false,
    });
    let fails = true;
    await page.route('**/v1/streams/361100/126/events?*', (route) => {
      if (!route.request().url().includes('after=')) return route.fulfill({ json: { events: [event(1)], next: 1 } });
      return fails ? route.abort() : route.fulfill({ json: { events: [event(2)] } });
    });
    await page.goto(`${pages.url}/audit/361100/126`);
    await page.getByRole('button', { name: '继续显示' }).click();
    await page.getByText('连接不上服务').waitFor();
    fails = false;
    await page.getByRole('button', { name: '重试' }).click();
    await page.getByRole('link', { name: '2', exact: true }).waitFor();
    expect(await page.getByRole('button', { name: '继续显示' }).count()).toBe(0);
  });

  it('finds a unit by the initials of its name', async () => {
    await signInOn(page, pages.url, AUDITOR, '/');
    await page.getByRole('combobox').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('srsfnlhh');
    await page.getByRole('option').filter({ hasText: '126001' }).first().click();
    await page.waitForURL(`**${YEAR}/tables/3`);
  });
});

it('whoever may read another department alone finds nothing of this one by any address', async () => {
  await signInOn(page, pages.url, READER, '/');
  for (const path of [
    `${YEAR}/tables/3`,
    `${YEAR}/comparison`,
    `${YEAR}/execution`,
    `${YEAR}/publication`,
    '/audit/361100/126/1',
  ]) {
    await page.goto(`${pages.url}${path}`);
    await page.getByText('你没有查阅这里的权限').first().waitFor();
    const text = (await page.textContent('body')) ?? '';
    expect(text).not.toContain('妇女联合会');
    expect(text).not.toContain('691.29');
    expect(text).toContain('预算科');
  }
  await page.getByRole('combobox').waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('126001');
  await page.getByText('没有找到').waitFor();
});

describe('every screen is without findings and fits its window, in both languages', () => {
  const SCREENS = [
    ['/', '江西省上饶市'],
    ['/divisions/361100', '上饶市妇女联合会'],
    [`${YEAR}/tables/1`, '691.29'],
    [`${YEAR}/tables/3?cell=2012902/project`, '1,759,155.00'],
    [`${YEAR}/tables/3?asOf=3`, '3'],
    [`${YEAR}/tables/3/diff?from=8`, '126001'],
    [`${YEAR}/publication`, '上饶市妇女联合会 2024 年部门预算'],
    [`${YEAR}/comparison?row=302`, '691.29'],
    [`${YEAR}/execution`, '691.29'],
    [`${YEAR}/execution?view=lines`, '30101'],
    [`${YEAR}/execution?view=carry-over`, '30101'],
    ['/audit', '上饶市妇女联合会'],
    ['/audit/361100/126', '上饶市财政局'],
    ['/audit/361100/126/2', 'SHA-256'],
    ['/operations', '%'],
  ] as const;

  it.each([1440, 390])('%d px wide', async (width) => {
    await page.setViewportSize({ width, height: 900 });
    await signInOn(page, pages.url, AUDITOR, '/');
    const found: string[] = [];
    for (const language of ['zh', 'en']) {
      await page.evaluate(`localStorage.setItem('console-language', '${language}')`);
      for (const [path, text] of SCREENS) {
        await page.goto(`${pages.url}${path}`);
        if (text !== '%' && text !== '3') await page.locator('main').getByText(text).first().waitFor();
        await page.waitForLoadState('networkidle', { timeout: 1_500 }).catch(() => undefined);
        for (const finding of await findingsOn(page)) found.push(`${language} ${path}: ${finding}`);
      }
    }
    expect(found).toEqual([]);
  });
});

function bearer(): Record<string, string> {
  return { authorization: `Bearer ${tokenOf(BUREAU)}` };
}
