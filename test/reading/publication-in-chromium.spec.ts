import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Browser, Page } from 'playwright-core';

import { newestPositions } from '#imports';

import { importFile } from '../../apps/standalone/src/import-file';
import { LedgerClient } from '../../apps/standalone/src/ledger-client';
import { launchChromium } from '../support/chromium';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { newPrefix } from '../support/kafka';
import { type PdfPage, pagesOf, plain } from '../support/pdf-pages';
import { type Service, startService, TOKEN } from '../support/service';

const DATA = join(__dirname, '..', '..', 'data', 'shangrao-2024');
const FILES = ['commands.json', 'facts.csv', 'publication.json'];
const published = JSON.parse(readFileSync(join(DATA, 'published.json'), 'utf8')) as {
  tables: Record<string, { title: string; rows: string[][] }>;
};
const paragraphs = readFileSync(join(DATA, 'explanation.txt'), 'utf8').trim().split('\n');
const TITLES = [
  '收支预算总表',
  '部门收入总表',
  '部门支出总表',
  '财政拨款收支总表',
  '一般公共预算支出表',
  '一般公共预算基本支出表',
  '财政拨款“三公”经费支出表',
  '政府性基金预算支出表',
  '国有资本经营预算支出表',
  '部门整体支出绩效目标表',
  '项目绩效目标表',
];

let database: TestDatabase;
let service: Service;
let browser: Browser;
let page: Page;
let printed: PdfPage[];
const complaints: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startService({ prefix: newPrefix(), databaseUrl: database.url });
  const client = new LedgerClient(service.url, TOKEN);
  const positions: string[] = [];
  for (const name of FILES) {
    const { errors, positions: written } = await importFile(join(DATA, name), client, () => undefined);
    expect(errors).toEqual([]);
    positions.push(...written);
  }
  browser = await launchChromium();
  page = await browser.newPage({ extraHTTPHeaders: { 'ledger-min-position': newestPositions(positions) } });
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(service.url)) complaints.push(request.url());
  });
  await page.goto(`${service.url}/v1/units/361100/126001/years/2024/publication?format=html`);
  printed = await pagesOf(await page.pdf({ preferCSSPageSize: true }));
});

afterAll(async () => {
  await browser.close();
  await service.stop();
  await database.drop();
});

test('the page says every sentence with figures of the document', async () => {
  const said = await page.locator('p').allTextContents();
  for (const paragraph of paragraphs) expect(said).toContain(paragraph);
});

test.each(Object.keys(published.tables))('table %s shows the published cells', async (number) => {
  const rows = await page.locator(`#table-${number} tbody tr`).all();
  const shown = await Promise.all(rows.map((row) => row.locator('td, th').allTextContents()));
  expect(shown).toEqual(published.tables[number]!.rows);
});

/** Draws each character of the page, in the page, and answers those that look like one that no font can have. */
const CHARACTERS_WITHOUT_GLYPH = `(() => {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 48;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.font = '32px ' + getComputedStyle(document.body).fontFamily;
  const drawn = (character) => {
    context.clearRect(0, 0, 48, 48);
    context.fillText(character, 4, 36);
    return context.getImageData(0, 0, 48, 48).data.join();
  };
  const nothing = drawn(String.fromCodePoint(0x10fffd));
  const characters = [...new Set(document.body.innerText.replace(/\\s/g, ''))];
  return { count: characters.length, missing: characters.filter((character) => drawn(character) === nothing) };
})()`;

test('every character has a glyph', async () => {
  const { count, missing } = await page.evaluate<{ count: number; missing: string[] }>(CHARACTERS_WITHOUT_GLYPH);
  expect(count).toBeGreaterThan(500);
  expect(missing).toEqual([]);
});

test('the page loads nothing from elsewhere and complains of nothing', () => {
  expect(complaints).toEqual([]);
});

test('nothing sticks out of the window', async () => {
  await page.setViewportSize({ width: 1_024, height: 768 });
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(1_024);
});

/** What a small screen makes of a page: whether it is wider than the screen, its frames, and heads that are broken into single characters. */
const ON_A_SMALL_SCREEN = `(() => {
  const linesOf = (cell) => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
  };
  const heads = [...document.querySelectorAll('thead th, table.form th')].filter(({ textContent }) => textContent !== '');
  return {
    page: document.documentElement.scrollWidth,
    frames: [...document.querySelectorAll('.frame')].map(({ clientWidth, scrollWidth }) => [clientWidth, scrollWidth]),
    broken: heads.filter((cell) => linesOf(cell) > Math.max(2, Math.ceil(cell.textContent.length / 5))).map(({ textContent }) => textContent),
  };
})()`;

test.each([1, 2, 7, 10, 11])(
  'table %i by itself scrolls in its frame on a small screen, and no head breaks',
  async (number) => {
    const small = await browser.newPage({ viewport: { width: 390, height: 844 } });
    await small.goto(`${service.url}/v1/units/361100/126001/years/2024/tables/${number}?format=html`);
    const seen = await small.evaluate<{ page: number; frames: [number, number][]; broken: string[] }>(
      ON_A_SMALL_SCREEN,
    );
    expect(seen.page).toBeLessThanOrEqual(390);
    expect(seen.frames.length).toBeGreaterThan(0);
    for (const [shown, whole] of seen.frames) expect(whole).toBeGreaterThanOrEqual(shown);
    // Tables that are wide by nature do scroll.
    if (number !== 1) expect(seen.frames.some(([shown, whole]) => whole > shown)).toBe(true);
    expect(seen.broken).toEqual([]);
    // One main part, and every head says what it heads.
    expect(await small.locator('main').count()).toBe(1);
    expect(await small.locator('th:not([scope])').count()).toBe(0);
    await small.close();
  },
);

test('a past version says so on the screen and on every sheet of paper; the current one names where it stands', async () => {
  const address = `${service.url}/v1/units/361100/126001/years/2024/publication?format=html`;
  expect(await page.locator('.version').innerText()).toMatch(/^当前版本。最近一笔记录于 .*第 10 版，位置 \d+:\d+。/);
  const past = await browser.newPage();
  await past.goto(`${address}&asOf=9&measure=original`);
  expect(await past.locator('.version.past').innerText()).toMatch(/^历史版本：截至第 9 版，.*年初批复数/);
  expect(await past.title()).toContain('（截至第 9 版的历史版本，年初批复数）');
  const sheets = await pagesOf(await past.pdf({ preferCSSPageSize: true }));
  expect(sheets.length).toBeGreaterThan(10);
  for (const { text } of sheets) expect(text).toContain(plain('截至第 9 版的历史版本，年初批复数'));
  for (const { text } of printed) expect(text).not.toContain('历史版本');
  await past.close();
});

test('the links of the contents lead to what they name', async () => {
  const links = await page.locator('nav a').all();
  expect(links).toHaveLength(4 + TITLES.length);
  for (const link of links) {
    const place = await link.getAttribute('href');
    expect(await page.locator(place ?? '').count()).toBe(1);
  }
});

describe('on paper', () => {
  const startsOf = (text: string): number[] =>
    printed.flatMap((one, index) => (one.text.replace(/^—\d+—/, '').startsWith(plain(text)) ? [index] : []));

  it('begins with a cover that has no number, then the contents', () => {
    const cover = plain('上饶市妇女联合会 2024 年部门预算填报单位：126001 上饶市妇女联合会当前版本。最近一笔记录于');
    expect(printed[0]!.text.startsWith(cover)).toBe(true);
    expect(printed[1]!.text).toMatch(/^—2—目录第一部分上饶市妇女联合会概况/);
    expect(printed.slice(1).every(({ text }, index) => text.startsWith(`—${index + 2}—`))).toBe(true);
  });

  it('gives each table a page of its own, in order', () => {
    const first = printed.findIndex(({ text }) => /第二部分.*收支预算总表填报单位/.test(text));
    const starts = [first, ...TITLES.slice(1).map((title) => startsOf(title)[0]!)];
    expect(starts.every((start, index) => start > (starts[index - 1] ?? 1))).toBe(true);
    // One form for each project.
    expect(startsOf('项目绩效目标表')).toHaveLength(3);
  });

  it('prints the wide table across the page, and nothing else', () => {
    expect(printed.flatMap(({ landscape }, index) => (landscape ? [index] : []))).toEqual(startsOf('部门收入总表'));
  });

  it('repeats the head of a table that goes on over the page', () => {
    const [whole] = startsOf('部门整体支出绩效目标表');
    expect(printed[whole! + 1]!.text).toMatch(/^—\d+—一级指标二级指标三级指标指标值/);
  });

  it('keeps the indicators of a first level beside its name', () => {
    const goingOn = printed.flatMap(({ text }) => /^—\d+—一级指标二级指标三级指标指标值(.*)$/.exec(text)?.[1] ?? []);
    expect(goingOn).toHaveLength(3);
    for (const text of goingOn) expect(text).toMatch(/^(成本|产出|效益|满意度)指标/);
  });

  it('begins the explanation and the glossary on new pages', () => {
    expect(startsOf('第三部分')).toHaveLength(1);
    expect(startsOf('第四部分')).toHaveLength(1);
    const [third] = startsOf('第三部分');
    expect(printed[third!]!.text).toContain(plain('收入预算总额为 691.29 万元，较上年预算安排增加 41.93 万元'));
  });
});

test('the interface can be looked up in a browser, which runs and fetches what the service serves and nothing else', async () => {
  const [docs, said] = [await browser.newPage(), [] as string[]];
  docs.on('console', (message) => said.push(message.text()));
  docs.on('pageerror', (error) => said.push(error.message));
  docs.on('request', (request) => {
    if (!request.url().startsWith(service.url) && !request.url().startsWith('data:')) said.push(request.url());
  });
  await docs.goto(`${service.url}/docs`);
  await docs.locator('.swagger-ui .opblock').first().waitFor();
  expect(said).toEqual([]);
  await docs.close();
});
