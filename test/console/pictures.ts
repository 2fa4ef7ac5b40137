import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Browser, Page } from 'playwright-core';

import { LedgerClient } from '../../apps/standalone/src/ledger-client';
import { loadSample } from '../../apps/standalone/src/sample-budget';
import { callersWith, tokenOf } from '../support/callers';
import { launchChromium } from '../support/chromium';
import { type ConsoleWithPages, consoleWithPages, signInOn } from '../support/console-page';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { newPrefix } from '../support/kafka';
import { Poster } from '../support/loaded-budget';
import { type Service, startService } from '../support/service';
import { smaller } from '../support/smaller-picture';
import { SCREENS } from './pictured-screens';
import { postYear } from './pictured-year';

/** `npm run console:pictures`: every screen of the console with the sample budget, as docs/console.md shows it. It is no test, and is run when the screens change. */

const FOLDER = join(__dirname, '..', '..', 'docs', 'console');
const OFFICER = { id: 'sun-min', name: '孙敏' };
const BUREAU = '上饶市财政局';
const MOST_BYTES = 130_000;

let database: TestDatabase;
let service: Service;
let pages: ConsoleWithPages;
let browser: Browser;

beforeAll(async () => {
  database = await createTestDatabase();
  pages = await consoleWithPages([OFFICER]);
  const rights = join(mkdtempSync(join(tmpdir(), 'budget-ledger-pictures-')), 'access.json');
  const roles = ['poster', 'approver', 'auditor', 'operator'];
  const grants = [{ subject: OFFICER.id }, { token: BUREAU }].flatMap((to) => roles.map((role) => ({ to, role })));
  writeFileSync(rights, JSON.stringify({ ask: '预算科', grants }));
  const env = { ...callersWith([{ to: { token: BUREAU }, role: 'poster' }]), ...pages.env, ACCESS_FILE: rights };
  service = await startService({ prefix: newPrefix(), databaseUrl: database.url, env });
  const client = new LedgerClient(service.url, tokenOf(BUREAU));
  const { position } = await loadSample(client);
  await postYear(new Poster(client, 'pictured', position));
  await pages.start(service.url);
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  await pages.stop();
  await service.stop();
  await database.drop();
});

it.each([1440, 390])('takes the pictures that are %d px wide', async (width) => {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  });
  const page = await context.newPage();
  if (width === 1440) await take(page, width, 'sign-in', '/');
  await signInOn(page, pages.url, OFFICER, '/');
  for (const { name, path, until, widths = [1440], prepare } of SCREENS) {
    if (!widths.includes(width)) continue;
    await page.goto(`${pages.url}${path}`);
    if (until !== undefined) await page.locator('main').getByText(until).first().waitFor();
    await prepare?.(page);
    await take(page, width, name);
  }
  await context.close();
});

async function take(page: Page, width: number, name: string, path?: string): Promise<void> {
  if (path !== undefined) await page.goto(`${pages.url}${path}`);
  await page.waitForLoadState('networkidle', { timeout: 2_000 }).catch(() => undefined);
  // What moves has come to rest, charts as well.
  await page.waitForFunction('document.getAnimations().every(({ playState }) => playState !== "running")');
  await page.waitForTimeout(600);
  const picture = await smaller(browser, await page.screenshot(), width === 390 ? 390 : 1000);
  const file = `${name}${width === 390 ? '-narrow' : ''}.png`;
  expect([file, picture.length < MOST_BYTES]).toEqual([file, true]);
  writeFileSync(join(FOLDER, file), picture);
}
