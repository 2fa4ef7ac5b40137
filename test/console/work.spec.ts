import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '#embedded';
import type { Browser, BrowserContext, Page } from 'playwright-core';

import { LedgerClient } from '../../apps/standalone/src/ledger-client';
import { Broker } from '../chaos/servers';
import { callersWith, tokenOf } from '../support/callers';
import { launchChromium } from '../support/chromium';
import { type ConsoleWithPages, consoleWithPages, findingsOn, signInOn } from '../support/console-page';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { kafkaJars, newPrefix } from '../support/kafka';
import { loadShangrao } from '../support/loaded-budget';
import { type Service, startService } from '../support/service';

/** Who works in the browser. */
const OFFICER = { id: 'li-min', name: '李敏' };
/** Who fills the ledger, and reads what became of it. */
const BUREAU = '上饶市财政局';
const AT = 'at=361100/126&year=2024';

let broker: Broker;
let database: TestDatabase;
let service: Service;
let pages: ConsoleWithPages;
let browser: Browser;
let context: BrowserContext;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-work-'));
  const jarsDir = await kafkaJars();
  const [port, controllerPort] = [await freePort(), await freePort()];
  const logFile = join(folder, 'kafka.log');
  broker = new Broker({ dataDir: join(folder, 'kafka'), jarsDir, logFile, heapMiB: 256, port, controllerPort });
  await broker.start();
  database = await createTestDatabase();
  pages = await consoleWithPages([OFFICER]);
  const callers = callersWith([{ to: { token: BUREAU }, role: 'poster' }]);
  const whom = [{ token: BUREAU }, { subject: OFFICER.id }];
  const grants = whom.flatMap((to) => ['poster', 'auditor'].map((role) => ({ to, role })));
  const rights = join(folder, 'access.json');
  writeFileSync(rights, JSON.stringify({ ask: '预算科', grants }));
  const env = { ...callers, ...pages.env, ACCESS_FILE: rights, KAFKA_BROKERS: broker.address };
  service = await startService({ prefix: newPrefix(), databaseUrl: database.url, env });
  await loadShangrao(new LedgerClient(service.url, tokenOf(BUREAU)));
  await pages.start(service.url);
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  await pages.stop();
  await service.stop();
  await database.drop();
  await broker.stop();
});
beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  page = await context.newPage();
  await signInOn(page, pages.url, OFFICER, '/work');
  page.on('pageerror', (error) => complaints.push(error.message));
});
afterEach(async () => {
  await context.close();
  expect(complaints).toEqual([]);
});

const tryOut = () => page.getByRole('button', { name: '试算', exact: true }).click();
const submit = () => page.getByRole('button', { name: '提交', exact: true }).click();

async function fill(fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, text] of Object.entries(fields)) {
    const field = page.getByLabel(label);
    if (await field.evaluate((element) => element.tagName === 'SELECT')) await field.selectOption(text);
    else await field.fill(text);
  }
}

const line = (side: string, economic: string, amount: string) => ({
  [`${side} 第 1 行 单位`]: '126001',
  [`${side} 第 1 行 资金来源`]: 'general-public-budget',
  [`${side} 第 1 行 功能科目`]: '2012901',
  [`${side} 第 1 行 经济科目`]: economic,
  [`${side} 第 1 行 支出类别`]: 'personnel',
  [`${side} 第 1 行 金额（元）`]: amount,
});

interface Told {
  documentNumber: string;
  commandId: string;
  type: string;
}

/** The events of a document, behind the newest record that the ledger itself knows of. */
async function recorded(documentNumber: string): Promise<Told[]> {
  const basis = { division: '361100', department: '126', documentNumber: '试算', effectiveDate: '2024-05-01' };
  const tried = { type: 'CloseYear', commandId: 'where-is-the-end', ...basis, fiscalYear: 2024 };
  const [trial] = await new LedgerClient(service.url, tokenOf(BUREAU)).try([tried]);
  const headers = {
    authorization: `Bearer ${tokenOf(BUREAU)}`,
    'ledger-min-position': String(trial!.body['position']),
  };
  const answer = await fetch(`${service.url}/v1/streams/361100/126/events`, { headers });
  const { events, next } = (await answer.json()) as { events: Told[]; next?: string };
  expect([answer.status, next]).toEqual([200, undefined]);
  return events.filter((event) => event.documentNumber === documentNumber);
}

async function openTransfer(documentNumber: string): Promise<void> {
  await page.goto(`${pages.url}/work/transfer?${AT}`);
  await page.getByText('126 上饶市妇女联合会').first().waitFor({ state: 'attached' });
  await page.getByLabel('调出 第 1 行 单位').locator('option[value="126001"]').waitFor({ state: 'attached' });
  await fill({ '文号 *': documentNumber, '生效日期 *': '2024-05-01' });
}

test('a transfer that is refused is mended where it is wrong, sent, and seen at once by who has the table open', async () => {
  const watching = await context.newPage();
  await watching.goto(`${pages.url}/divisions/361100/units/126001/years/2024/tables/6`);
  const cell = watching.locator('tr', { hasText: '津贴补贴' }).locator('td.figure').first();
  await watching.getByText('实时').waitFor();
  const before = await cell.innerText();

  await openTransfer('饶财预〔2024〕90号');
  await fill({ ...line('调出', '30101', '9,999,999'), ...line('调入', '30102', '９，９９９，９９９') });
  await page.getByText('可用 834,200.00，申请 9,999,999.00').waitFor();
  await tryOut();
  const refusal = page.getByRole('alert');
  await refusal.getByText('提交会被拒绝').waitFor();
  expect(await refusal.innerText()).toMatch(/可用 834,200\.00 · 申请 9,999,999\.00[^]*怎样办[^]*预算法/);
  const wrong = page.getByLabel('调出 第 1 行 金额（元）');
  expect(await wrong.getAttribute('aria-invalid')).toBe('true');
  const said = await wrong.getAttribute('aria-describedby');
  expect(await page.locator(`[id="${said!.split(' ')[0]!}"]`).innerText()).not.toBe('');
  expect(await page.getByRole('button', { name: '提交', exact: true }).isDisabled()).toBe(true);

  await fill({ '调出 第 1 行 金额（元）': '2万', '调入 第 1 行 金额（元）': '20,000.00' });
  await page.getByText('即 20,000.00 元').waitFor();
  await tryOut();
  const trial = page.getByRole('region', { name: '试算结果' });
  await trial.getByText('−20,000.00').first().waitFor();
  expect(await recorded('饶财预〔2024〕90号')).toEqual([]);
  await submit();
  await page.getByText('已记入账本').waitFor();
  const [event, ...others] = await recorded('饶财预〔2024〕90号');
  expect(others).toEqual([]);
  expect(page.url()).toBe(`${pages.url}/work/receipts/${event!.commandId}`);
  const wan = (text: string): number => Number(text.replaceAll(',', ''));
  await cell.filter({ hasNotText: before }).waitFor();
  expect(wan(await cell.innerText())).toBeCloseTo(wan(before) + 2, 2);
  await watching.close();
});

test('rows of a spreadsheet are pasted, and what was typed survives a reload', async () => {
  await openTransfer('饶财预〔2024〕91号');
  const row = (economic: string) => `126001\t一般公共预算\t2012901\t${economic}\t人员经费\t\t\t\t1,000`;
  await page.getByLabel('调出 第 1 行 单位').focus();
  await page.evaluate(`(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', ${JSON.stringify(`${row('30101')}\n${row('30103')}\n`)});
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  })()`);
  await page.getByLabel('调出 第 2 行 经济科目').waitFor();
  await page.reload();
  expect(await page.getByLabel('调出 第 2 行 经济科目').inputValue()).toBe('30103');
  expect(await page.getByLabel('文号 *').inputValue()).toBe('饶财预〔2024〕91号');
  await page.getByRole('button', { name: '清空' }).click();
  expect(await page.getByLabel('文号 *').inputValue()).toBe('');
});

test('a form survives the end of its session, and goes out once when somebody is signed in again', async () => {
  await openTransfer('饶财预〔2024〕92号');
  await fill({ ...line('调出', '30101', '100'), ...line('调入', '30102', '100') });
  await tryOut();
  await page.getByRole('region', { name: '试算结果' }).waitFor();
  await page.evaluate(`fetch('/session/sign-out', { method: 'POST', headers: { 'ledger-console': '1' } })`);
  await submit();
  const signIn = page.getByRole('link', { name: '重新登录（新标签页）' });
  await signIn.waitFor();
  expect(await signIn.getAttribute('target')).toBe('_blank');
  const [again] = await Promise.all([context.waitForEvent('page'), signIn.click()]);
  await again.getByRole('button', { name: OFFICER.name }).click();
  await again.waitForURL(`${pages.url}/work`);
  await submit();
  await page.getByText('已记入账本').waitFor();
  expect(await recorded('饶财预〔2024〕92号')).toHaveLength(1);
});

test('the broker dies while a form is open and a table is followed: the page waits, survives a reload, and nothing is recorded twice', async () => {
  const watching = await context.newPage();
  await watching.goto(`${pages.url}/divisions/361100/units/126001/years/2024/tables/6?money=yuan`);
  const cell = watching.locator('tr', { hasText: '津贴补贴' }).locator('td.figure').first();
  await watching.getByText('实时').waitFor();
  const before = await cell.innerText();
  await openTransfer('饶财预〔2024〕93号');
  await fill({ ...line('调出', '30101', '50'), ...line('调入', '30102', '50') });
  await tryOut();
  await page.getByRole('region', { name: '试算结果' }).waitFor();
  await broker.kill();
  const ids = new Set<string>();
  page.on('request', (request) => {
    if (request.method() === 'POST') ids.add((request.postDataJSON() as { commandId: string }).commandId);
  });
  await submit();
  await page.getByText('正在用同一编号重试，不会重复记账').waitFor({ timeout: 120_000 });
  // What is recorded can be read all the same, and what is not is not shown.
  expect(await cell.innerText()).toBe(before);
  await watching.reload();
  await cell.filter({ hasText: before }).waitFor();
  await watching.getByText('实时').waitFor();
  // Killed in the middle: the page goes, and comes back to what it had sent.
  await page.goto(`${pages.url}/work`);
  await page.getByText('有一笔提交的结果尚不清楚').waitFor();
  await page.getByRole('link', { name: '调剂', exact: true }).first().click();
  await page.getByText(/正在以同一编号查明上次提交的结果|正在用同一编号重试/).waitFor();
  await broker.start();
  await page.getByText('已记入账本').waitFor({ timeout: 180_000 });
  expect(ids.size).toBe(1);
  // Who follows the table sees it once, without having done anything.
  const yuan = (text: string): number => Number(text.replaceAll(',', ''));
  await cell.filter({ hasNotText: before }).waitFor();
  expect(yuan(await cell.innerText())).toBeCloseTo(yuan(before) + 50, 2);
  await watching.close();
  const events = await recorded('饶财预〔2024〕93号');
  expect(events.map(({ type }) => type)).toEqual(['budget.adjusted.v1']);
  await page.goto(`${pages.url}/work`);
  expect(await page.getByText('有一笔提交的结果尚不清楚').count()).toBe(0);
  await page.getByRole('link', { name: '饶财预〔2024〕93号' }).waitFor();
});

test.each([1440, 390])('the pages can be used by everybody at a width of %d, in both languages', async (width) => {
  await page.setViewportSize({ width, height: 900 });
  for (const language of ['zh', 'en']) {
    await page.goto(`${pages.url}/work`);
    await page.evaluate(`localStorage.setItem('console-language', '${language}')`);
    for (const path of [
      '/work',
      `/work/transfer?${AT}`,
      `/work/pay?${AT}`,
      '/work/register?at=361100/126',
      `/work/targets?${AT}`,
      `/work/publication-text?${AT}`,
      '/work/reverse?event=361100/126@5',
      '/work/receipts/none',
    ]) {
      await page.goto(`${pages.url}${path}`);
      await page.locator('h1').waitFor();
      const button = page.locator('button[type="submit"]');
      if ((await button.count()) > 0) await button.click();
      expect([language, path, await findingsOn(page)]).toEqual([language, path, []]);
    }
  }
});
