import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Browser, BrowserContext, Page } from 'playwright-core';

import { LedgerClient } from '../../apps/standalone/src/ledger-client';
import { callersWith, tokenOf } from '../support/callers';
import { launchChromium } from '../support/chromium';
import { type ConsoleWithPages, consoleWithPages, findingsOn, signInOn } from '../support/console-page';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { newPrefix } from '../support/kafka';
import { loadShangrao } from '../support/loaded-budget';
import { type Service, startService } from '../support/service';

const OFFICER = { id: 'li-min', name: '李敏' };
const BUREAU = '上饶市财政局';
const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-files-'));
/** Where pictures are kept for who wants to look at them. */
const PICTURES = process.env['PICTURES'];

let database: TestDatabase;
let service: Service;
let pages: ConsoleWithPages;
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  database = await createTestDatabase();
  pages = await consoleWithPages([OFFICER]);
  const callers = callersWith([{ to: { token: BUREAU }, role: 'poster' }]);
  const whom = [{ token: BUREAU }, { subject: OFFICER.id }];
  const grants = whom.flatMap((to) => ['poster', 'auditor'].map((role) => ({ to, role })));
  const rights = join(folder, 'access.json');
  writeFileSync(rights, JSON.stringify({ ask: '预算科', grants }));
  service = await startService({
    prefix: newPrefix(),
    databaseUrl: database.url,
    env: { ...callers, ...pages.env, ACCESS_FILE: rights },
  });
  await loadShangrao(new LedgerClient(service.url, tokenOf(BUREAU)));
  await pages.start(service.url);
  browser = await launchChromium();
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  page = await context.newPage();
  await signInOn(page, pages.url, OFFICER, '/work');
});
afterAll(async () => {
  await browser.close();
  await pages.stop();
  await service.stop();
  await database.drop();
});

const HEAD = '行政区划,单位编码,年度,业务,文号,生效日期,资金来源,功能科目,经济科目,支出类别,金额（万元）';
const row = (document: string, economic: string, amount: string) =>
  `361100,126001,2024,追加,${document},2024/5/1,一般公共预算,2012901,${economic},人员经费,${amount}`;

/** By its bytes, for a browser without a locale finds no file with a Chinese name. */
function fileOf(name: string, ...rows: string[]) {
  return { name, mimeType: 'text/csv', buffer: Buffer.from([HEAD, ...rows].join('\r\n')) };
}

/** As a hand would, with the file's own bytes. */
async function drop(name: string, text: string): Promise<void> {
  await page.evaluate(`(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([${JSON.stringify(text)}], ${JSON.stringify(name)}, { type: 'text/csv' }));
    document.querySelector('.drop').dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  })()`);
}

const looked: string[] = [];

/** Every state of the page can be used by everybody, wide and narrow, in both languages. */
async function look(name: string): Promise<void> {
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    for (const language of ['en', 'zh']) {
      await page.evaluate(`localStorage.setItem('console-language', '${language}')`);
      await page.reload();
      await page.locator('h1').waitFor();
      await page.locator('.reading[aria-busy="false"]').first().waitFor({ state: 'attached' });
      if (PICTURES !== undefined)
        await page.screenshot({ path: join(PICTURES, `files-${name}-${language}-${width}.png`), fullPage: true });
      expect([name, language, width, await findingsOn(page)]).toEqual([name, language, width, []]);
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  looked.push(name);
}

test('a spoilt file shows each of its faults; mended it is tried, confirmed, and the table of who has it open changes', async () => {
  const watching = await context.newPage();
  await watching.goto(`${pages.url}/divisions/361100/units/126001/years/2024/tables/6`);
  const cell = watching.locator('tr', { hasText: '津贴补贴' }).locator('td.figure').first();
  await watching.getByText('实时').waitFor();
  const before = await cell.innerText();

  await page.getByRole('link', { name: /文件导入/ }).click();
  await page.getByText('还没有上传过文件').waitFor();
  await look('empty');
  const spoilt = fileOf('追加.csv', row('饶财预〔2024〕70号', '30102', '2o'), row('饶财预〔2024〕70号', '301x2', '1'));
  await page.getByLabel('选择文件').setInputFiles(spoilt);
  await page.getByRole('alert').getByText('有 2 处错误').waitFor();
  const faults = await page.getByRole('region', { name: '有错误' }).locator('tbody tr').allInnerTexts();
  expect(faults.map((text) => text.split('\t').slice(0, 3))).toEqual([
    ['2', '金额(万元)', '2o'],
    ['3', '经济科目', '301x2'],
  ]);
  const link = page.getByRole('link', { name: '下载带错误说明的原表' });
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  expect(readFileSync(await download.path(), 'utf8')).toMatch(/错误 Faults[^]*“2o”不是金额/);
  expect(await page.getByRole('button', { name: /确认记账/ }).count()).toBe(0);
  await look('faulty');

  const mended = [HEAD, row('饶财预〔2024〕70号', '30102', '2'), row('饶财预〔2024〕70号', '30101', '1')].join('\n');
  await drop('追加（改）.csv', mended);
  const confirm = page.getByRole('button', { name: '确认记账（1 条命令）' });
  await confirm.waitFor();
  const trial = page.getByRole('region', { name: '试算结果' }).first();
  expect(await trial.innerText()).toContain('+30,000.00');
  expect(await cell.innerText()).toBe(before);
  await look('ready');
  await confirm.click();
  await page.getByText('新记入 1 条，被拒 0 条。').waitFor();
  await look('done');
  const wan = (text: string): number => Number(text.replaceAll(',', ''));
  await cell.filter({ hasNotText: before }).waitFor();
  expect(wan(await cell.innerText())).toBeCloseTo(wan(before) + 2, 2);
  await page.getByRole('link', { name: /^361100\/126@/ }).click();
  await page.getByText('饶财预〔2024〕70号').first().waitFor();
  await watching.close();
});

test('a large file is being posted while its page is closed, opened again and reloaded, and is posted once', async () => {
  await page.goto(`${pages.url}/work/files`);
  const rows = Array.from({ length: 1_500 }, (_, n) => row(`饶财预〔2024〕大${n}号`, '30103', '0.01'));
  await page.getByLabel('选择文件').setInputFiles(fileOf('大批.csv', ...rows));
  await page.getByRole('button', { name: '确认记账（1500 条命令）' }).click();
  await page.getByText(/已处理 \d+ \/ 1500 条命令/).waitFor();
  await page.reload();
  await page.goto(`${pages.url}/work/files`);
  await page.getByRole('link', { name: '大批.csv' }).click();
  await page.getByText('新记入 1500 条，被拒 0 条。').waitFor({ timeout: 60_000 });
  // The same file again is the same page, and says that it is done.
  const at = page.url();
  await page.goto(`${pages.url}/work/files`);
  await page.getByLabel('选择文件').setInputFiles(fileOf('大批.csv', ...rows));
  await page.waitForURL(at);
  await page.getByText('新记入 1500 条，被拒 0 条。').waitFor();
  expect(looked).toEqual(['empty', 'faulty', 'ready', 'done']);
});
