import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { recordsOfExport } from '#log';
import { readConfig } from '#platform';
import type { Browser, BrowserContext, Page } from 'playwright-core';

import { runAuditVerb } from '../../apps/auditor/src/verbs';
import { LedgerClient } from '../../apps/standalone/src/ledger-client';
import { until } from '../chaos/wait';
import { callersWith, tokenOf } from '../support/callers';
import { launchChromium } from '../support/chromium';
import { type ConsoleWithPages, consoleWithPages, findingsOn, signInOn } from '../support/console-page';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { ForeignProducer } from '../support/foreign-producer';
import { newPrefix, testBrokers } from '../support/kafka';
import { loadShangrao } from '../support/loaded-budget';
import { SAMPLE_LINE } from '../support/sample';
import { type Service, startService } from '../support/service';

const AUDITOR = { id: 'sun-min', name: '孙敏' };
/** Who may audit one other department alone. */
const ELSEWHERE = { id: 'zhou-ping', name: '周平' };
const OPERATOR = { id: 'qian-jin', name: '钱进' };
const BUREAU = '上饶市财政局';
const STREAM = '361100/126';

let database: TestDatabase;
let service: Service;
let pages: ConsoleWithPages;
let browser: Browser;
let context: BrowserContext;
let page: Page;
const prefix = newPrefix();
const complaints: string[] = [];
const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-auditing-'));

beforeAll(async () => {
  database = await createTestDatabase();
  pages = await consoleWithPages([AUDITOR, ELSEWHERE, OPERATOR]);
  const rights = join(folder, 'access.json');
  const grants = [
    { to: { subject: AUDITOR.id }, role: 'auditor' },
    { to: { subject: ELSEWHERE.id }, role: 'auditor', divisions: ['361100'], departments: ['205'] },
    { to: { subject: OPERATOR.id }, role: 'operator' },
    ...['poster', 'auditor'].map((role) => ({ to: { token: BUREAU }, role })),
  ];
  writeFileSync(rights, JSON.stringify({ ask: '预算科', grants }));
  const callers = callersWith([{ to: { token: BUREAU }, role: 'poster' }]);
  const env = { ...callers, ...pages.env, ACCESS_FILE: rights, KAFKA_BROKERS: testBrokers().join(',') };
  service = await startService({ prefix, databaseUrl: database.url, env });
  const bureau = new LedgerClient(service.url, tokenOf(BUREAU));
  await loadShangrao(bureau);
  const basis = { division: '361100', effectiveDate: '2024-05-01' };
  const names = { unit: '205001', name: '另一单位', departmentName: '另一部门' };
  await bureau.post([
    {
      type: 'RegisterUnit',
      commandId: 'other',
      ...basis,
      department: '205',
      documentNumber: '样例〔2024〕1号',
      ...names,
    },
    {
      type: 'AdjustBudget',
      kind: 'cut',
      commandId: 'too-much',
      ...basis,
      department: '126',
      documentNumber: '饶财预〔2024〕99号',
      reason: '压减“三公”经费',
      fiscalYear: 2024,
      lines: [{ ...SAMPLE_LINE, amountYuan: '99999999.00' }],
    },
  ]);
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

async function downloaded(link: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: link, exact: true }).click(),
  ]);
  const file = join(folder, download.suggestedFilename());
  await download.saveAs(file);
  return file;
}

const trail = () => page.getByRole('region', { name: '审计轨迹' });

describe('an auditor', () => {
  it('finds over all departments what was refused by a part of its reason, and sends the address', async () => {
    await signInOn(page, pages.url, AUDITOR, '/audit');
    await page.getByRole('searchbox', { name: '检索江西省上饶市的全部记录' }).fill('三公');
    await page.getByRole('button', { name: '检索', exact: true }).click();
    await trail().getByText('饶财预〔2024〕99号').waitFor();
    expect(await trail().getByRole('row').count()).toBe(2);
    await page.getByRole('combobox', { name: '结果' }).selectOption('recorded');
    await page.getByText('没有记录。').waitFor();
    const url = new URL(page.url());
    expect([url.pathname, url.searchParams.get('q'), url.searchParams.get('outcome')]).toEqual([
      '/audit/361100',
      '三公',
      'recorded',
    ]);
    await page.getByRole('link', { name: '清除条件' }).click();
    await trail().getByText('361100/205@1').waitFor();
  });

  it('takes a department’s records and an anchor along, which are in accord on another machine until somebody alters them', async () => {
    await signInOn(page, pages.url, AUDITOR, `/audit/${STREAM}`);
    await page.getByText('全部相接').waitFor();
    const records = await downloaded('导出原始记录（供核验）');
    const anchor = await downloaded('下载锚点');
    const [command = ''] = await page.getByText(/^npm run -s ledger -- verify/).allTextContents();
    expect(command).toContain(`--file 361100-126.ndjson --anchors 361100-126-anchor.json`);
    const lines = recordsOfExport(readFileSync(records, 'utf8'));
    const trail = await (await fetch(`${service.url}/v1/streams/${STREAM}`, { headers: bearer() })).json();
    expect(lines.filter(({ accepted }) => accepted)).toHaveLength((trail as { revision: number }).revision);
    expect(await verified(records, anchor)).toBe(0);
    writeFileSync(records, readFileSync(records, 'utf8').replace('99999999.00', '99999998.00'));
    expect(await verified(records, anchor)).toBe(1);
    // The export itself is told to auditors.
    const isTold = async (): Promise<boolean> => {
      await page.goto(`${pages.url}/audit?outcome=granted`);
      const told = page.getByText('/v1/streams/:division/:department/records').first();
      return told.waitFor({ timeout: 5_000 }).then(
        () => true,
        () => false,
      );
    };
    // The trace comes behind what it tells of.
    await until('the export is told', isTold);
  });

  it('of one department finds nothing of another, by whatever address', async () => {
    await signInOn(page, pages.url, ELSEWHERE, '/audit/361100?q=2024');
    await trail().getByText('361100/205@1').waitFor();
    expect(await trail().getByRole('row').count()).toBe(2);
    expect(await page.textContent('main')).not.toContain('126');
    for (const path of [`/v1/streams/${STREAM}/records`, `/v1/streams/${STREAM}/events?q=三公`, '/v1/operations'])
      expect([path, await page.evaluate(`fetch('${path}').then(({ status }) => status)`)]).toEqual([path, 403]);
  });
});

describe('an operator', () => {
  it('sees what is well, who is connected, and a stopped stream with what to do about it', async () => {
    const reader = await browser.newContext();
    const table = await reader.newPage();
    await signInOn(table, pages.url, AUDITOR, '/divisions/361100/units/126001/years/2024/tables/3');
    await table.getByText('实时').waitFor();
    await signInOn(page, pages.url, OPERATOR, '/operations');
    await page.getByText('没有停止的记录流').waitFor();
    await page.getByText('报表已含日志的全部记录').waitFor();
    await page.getByRole('region', { name: '在线订阅' }).getByText(AUDITOR.name).waitFor();
    await writeUnknownEvent();
    const stop = page.getByRole('article', { name: STREAM });
    await stop.getByText('budget.unknown.v9').waitFor();
    await stop.getByText(`--cut ${STREAM}@`).waitFor();
    await reader.close();
    await page.getByText('现在没有人订阅变动').waitFor();
  });

  it.each([1440, 390])('finds nothing wrong with the pages at %d px, in both languages', async (width) => {
    await page.setViewportSize({ width, height: 900 });
    await signInOn(page, pages.url, OPERATOR, '/operations');
    const found: string[] = [];
    for (const language of ['zh', 'en']) {
      await page.evaluate(`localStorage.setItem('console-language', '${language}')`);
      await page.goto(`${pages.url}/operations`);
      await page.getByText(`--cut ${STREAM}@`).waitFor();
      for (const finding of await findingsOn(page)) found.push(`${language}: ${finding}`);
    }
    expect(found).toEqual([]);
  });
});

/** An event of a type that no program knows, as somebody else with the right to write might chain it on. */
async function writeUnknownEvent(): Promise<void> {
  const head = await fetch(`${service.url}/v1/streams/${STREAM}`, { headers: bearer() });
  const { revision, hash } = (await head.json()) as { revision: number; hash: string };
  const records = await fetch(`${service.url}/v1/streams/${STREAM}/records`, { headers: bearer() });
  const last = recordsOfExport(await records.text()).findLast(({ accepted }) => accepted);
  const envelope = JSON.parse(last?.value?.toString('utf8') ?? '{}') as Record<string, unknown>;
  const value = {
    ...envelope,
    id: `${STREAM}@${revision + 1}`,
    type: 'budget.unknown.v9',
    revision: revision + 1,
    prevhash: hash,
    commandid: 'of-somebody-else',
  };
  const partition = last?.partition ?? 0;
  const producer = await ForeignProducer.connect(testBrokers(), prefix);
  const record = { key: Buffer.from(STREAM), value: Buffer.from(JSON.stringify(value)), partition, headers: {} };
  await producer.send({ topic: 'events', records: [record], codec: 'none', fate: 'plain' });
  await producer.close();
}

/** The exit code of the verification of a file. */
async function verified(file: string, anchors: string): Promise<number> {
  const silent = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    return await runAuditVerb('verify', ['--file', file, '--anchors', anchors], readConfig({}));
  } finally {
    silent.mockRestore();
  }
}

function bearer(): Record<string, string> {
  return { authorization: `Bearer ${tokenOf(BUREAU)}` };
}
