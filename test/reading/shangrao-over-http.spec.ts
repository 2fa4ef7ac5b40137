import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { newestPositions } from '#imports';

import { importFile } from '../../apps/standalone/src/import-file';
import { LedgerClient } from '../../apps/standalone/src/ledger-client';
import { READER } from '../support/callers';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { newPrefix } from '../support/kafka';
import { type Service, startService, TOKEN } from '../support/service';

interface Published {
  tables: Record<string, { title: string; columns: string[]; rows: string[][]; note?: string }>;
  tablesNotPrintedInTheSource: {
    '1': { title: string; expected: Record<string, string> };
    '2': { title: string; expected: Record<string, string[]>; columns: string[] };
    '4': { title: string; expected: Record<string, string> };
  };
  yearOverYear: { measure: string; current: string; change?: string; ratio?: string }[];
  projects: { name: string; amount: string }[];
}
interface Table {
  title: string;
  columns: string[];
  rows: string[][];
  notes: string[];
  position: string;
  currencyUnit: string;
}
interface Comparison {
  measures: { measure: string; current: string; prior: string; change: string; ratio: string | null; words: string }[];
}

const DATA = join(__dirname, '..', '..', 'data', 'shangrao-2024');
const published = JSON.parse(readFileSync(join(DATA, 'published.json'), 'utf8')) as Published;
const prefix = newPrefix();
const YEAR = 'v1/units/361100/126001/years/2024';

let database: TestDatabase;
let service: Service;
let client: LedgerClient;
let position: string;

async function importAll(): Promise<{ recorded: number; repeated: number; positions: string[] }> {
  const commands = await importFile(join(DATA, 'commands.json'), client, () => undefined);
  const facts = await importFile(join(DATA, 'facts.csv'), client, () => undefined);
  expect([...commands.errors, ...facts.errors]).toEqual([]);
  return {
    recorded: commands.recorded + facts.recorded,
    repeated: commands.repeated + facts.repeated,
    positions: [...commands.positions, ...facts.positions],
  };
}

const table = (number: number, query = '') =>
  client.get(`${YEAR}/tables/${number}${query}`, position) as Promise<Table>;

/** Everything that a reader can see of the budget, but for the positions. */
async function everything(): Promise<unknown> {
  const numbers = Array.from({ length: 11 }, (_, index) => index + 1);
  return {
    tables: await Promise.all(numbers.map((number) => table(number))),
    original: await Promise.all(numbers.map((number) => table(number, '?measure=original'))),
    comparison: await client.get(`${YEAR}/comparison`, position),
    lines: await client.get(`${YEAR}/lines`, position),
    // Who posts sees no trail.
    events: await new LedgerClient(service.url, READER.token).get('v1/streams/361100/126/events?limit=500', position),
  };
}

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startService({ prefix, databaseUrl: database.url });
  client = new LedgerClient(service.url, TOKEN);
  // Twice at the same moment: each command must become one event all the same.
  const imports = await Promise.all([importAll(), importAll()]);
  expect(imports.map(({ recorded }) => recorded).reduce((a, b) => a + b)).toBe(9);
  expect(imports.map(({ repeated }) => repeated).reduce((a, b) => a + b)).toBe(9);
  position = newestPositions(imports.flatMap(({ positions }) => positions));
});

afterAll(async () => {
  await service.stop();
  await database.drop();
});

test.each(['3', '5', '6', '7', '8', '9'])('table %s is the published one, cell for cell', async (number) => {
  const expected = published.tables[number];
  const { title, columns, rows, notes, currencyUnit } = await table(Number(number));
  expect({ title, columns, rows, currencyUnit }).toEqual({
    title: expected?.title,
    columns: expected?.columns,
    rows: expected?.rows,
    currencyUnit: '万元',
  });
  if (expected?.note !== undefined) expect(notes).toContain(expected.note);
});

test.each(['1', '4'] as const)('table %s has the figures that follow from the document', async (number) => {
  const { title, rows } = await table(Number(number));
  const expected = published.tablesNotPrintedInTheSource[number];
  expect(title).toBe(expected.title);
  const cells = new Map<string, string>();
  for (const [income = '', incomeAmount = '', spending = '', spendingAmount = ''] of rows) {
    cells.set(bare(income), incomeAmount);
    cells.set(bare(spending), spendingAmount);
  }
  for (const [name, amount] of Object.entries(expected.expected))
    expect([name, cells.get(name)]).toEqual([name, amount]);
});

test('table 2 has the figures that follow from the document', async () => {
  const { title, columns, rows } = await table(2);
  const { expected, ...rest } = published.tablesNotPrintedInTheSource['2'];
  expect(title).toBe(rest.title);
  const at = ['合计', '上年结转', '财政拨款小计'].map((name) => columns.indexOf(name));
  for (const [name, cells] of Object.entries(expected)) {
    const row = rows.find(([code, label]) => (name === '合计' ? label === name : code === name));
    expect([name, ...at.map((index) => row?.[index])]).toEqual([name, ...cells]);
  }
});

test('every change against 2023 is the published one', async () => {
  const { measures } = (await client.get(`${YEAR}/comparison`, position)) as Comparison;
  for (const expected of published.yearOverYear) {
    expect(measures.find(({ measure }) => measure === expected.measure)).toMatchObject(expected);
  }
  const words = new Map(measures.map((measure) => [measure.measure, measure.words]));
  expect(words.get('收入预算总额')).toBe('较上年预算安排增加 41.93 万元');
  expect(words.get('财政拨款/项目支出')).toBe('较上年预算安排减少 47 万元');
  expect(words.get('机关运行费')).toBe('比 2023 年预算增加 16.49 万元，增长 63.04%');
  expect(words.get('三公/公务接待费')).toBe('与上年安排保持一致');
});

test('every project has its published amount', async () => {
  const { lines } = (await client.get(`${YEAR}/lines`, position)) as {
    lines: { project?: string; currentYuan: string }[];
  };
  for (const { name, amount } of published.projects) {
    const fen = lines
      .filter(({ project }) => project === name)
      .reduce((sum, { currentYuan }) => sum + BigInt(currentYuan.replace('.', '')), 0n);
    // 104.9155 is printed as 104.92: rounded once, half up, from the exact sum.
    expect([name, ((Number(fen) + 5_000 - ((Number(fen) + 5_000) % 10_000)) / 1_000_000).toFixed(2)]).toEqual([
      name,
      amount,
    ]);
  }
});

test('posting everything again changes nothing', async () => {
  const before = await everything();
  expect(await importAll()).toMatchObject({ recorded: 0, repeated: 9 });
  expect(await everything()).toEqual(before);
});

test('a new database filled from the log gives the same tables, lines and audit trail', async () => {
  const before = await everything();
  await service.stop();
  await database.drop();
  database = await createTestDatabase();
  service = await startService({ prefix, databaseUrl: database.url });
  client = new LedgerClient(service.url, TOKEN);
  expect(await everything()).toEqual(before);
});

test('a supplement shows in the current tables, and the approved ones stay as they were published', async () => {
  const [answer] = await client.post([
    {
      type: 'AdjustBudget',
      kind: 'supplement',
      commandId: 'supplement-1',
      division: '361100',
      department: '126',
      documentNumber: '样例〔2024〕9号',
      effectiveDate: '2024-06-01',
      fiscalYear: 2024,
      lines: [
        {
          unit: '126001',
          source: 'general-public-budget',
          function: '2012902',
          economic: '302',
          category: 'project',
          project: '妇女工作经费',
          amountYuan: '100000.00',
        },
      ],
    },
  ]);
  expect(answer?.status).toBe(201);
  position = String(answer?.body['position']);
  expect((await table(5)).rows[0]).toEqual(['', '合计', '497.90', '416.90', '81.00']);
  expect((await table(5, '?measure=original')).rows).toEqual(published.tables['5']?.rows);
});

test('rows that were refused can be mended and imported again, and a third import changes nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-import-'));
  const file = join(folder, 'facts.csv');
  const head = readFileSync(join(DATA, 'facts.csv'), 'utf8').split('\n')[0] ?? '';
  const row = (economic: string) =>
    `361100,126001,2024,supplement,样例〔2024〕10号,2024-07-01,,general-public-budget,2012901,${economic},operating,,,100.00,`;
  const importRow = async (economic: string) => {
    writeFileSync(file, `${head}\n${row(economic)}\n`);
    const { recorded, repeated, errors } = await importFile(file, client, () => undefined);
    return { recorded, repeated, errors: errors.map(({ row: at, message }) => `${at} ${message.slice(0, 12)}`) };
  };
  expect(await importRow('30298')).toEqual({ recorded: 0, repeated: 0, errors: ['2 unknown-code'] });
  expect(await importRow('30298')).toEqual({ recorded: 0, repeated: 0, errors: ['2 unknown-code'] });
  expect(await importRow('30299')).toEqual({ recorded: 1, repeated: 0, errors: [] });
  expect(await importRow('30299')).toEqual({ recorded: 0, repeated: 1, errors: [] });
  // What was accepted is not posted a second time under another amount or code: that needs a document of its own.
  expect((await importRow('30201')).errors).toEqual(['2 command-id-r']);
  rmSync(folder, { recursive: true });
});

/** A row's name without its numbering. */
function bare(name: string): string {
  return name.replace(/^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)/, '');
}
