import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { newestPositions } from '#imports';

import { importFile, type ImportOptions } from '../../apps/standalone/src/import-file';
import { faultsAsText, standingAsText, trialAsText } from '../../apps/standalone/src/import-report';
import { LedgerClient } from '../../apps/standalone/src/ledger-client';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { newPrefix } from '../support/kafka';
import { type Service, startService, TOKEN } from '../support/service';

let database: TestDatabase;
let service: Service;
let client: LedgerClient;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'budget-ledger-import-'));
  database = await createTestDatabase();
  service = await startService({ prefix: newPrefix(), databaseUrl: database.url });
  client = new LedgerClient(service.url, TOKEN);
});
afterAll(async () => {
  await service.stop();
  await database.drop();
  rmSync(folder, { recursive: true });
});

let files = 0;
async function importing(content: string | Buffer, options: ImportOptions = {}) {
  const file = join(folder, `${(files += 1)}.csv`);
  writeFileSync(file, content);
  return importFile(file, client, () => undefined, options);
}
async function eventsOf(department: string): Promise<{ data: Record<string, unknown>; revision: number }[]> {
  const [probe] = await client.try([register(`${department}999`)]);
  const position = String(probe?.body['position']);
  const trail = (await new LedgerClient(service.url).get(
    `v1/streams/361100/${department}/events?limit=200`,
    position,
  )) as { events: never[] };
  return trail.events;
}
function register(unit: string): object {
  const department = unit.slice(0, 3);
  const place = { division: '361100', department, documentNumber: '样例〔2024〕编9号', effectiveDate: '2024-01-01' };
  const names = { name: `单位${unit}`, departmentName: `部门${department}` };
  return { type: 'RegisterUnit', commandId: `register-${unit}`, ...place, unit, ...names };
}
const HEAD =
  'division,unit,fiscalYear,command,documentNumber,effectiveDate,source,function,economic,category,project,amount';
const row = (unit: string, document: string, project: string, amount: string) =>
  `361100,${unit},2024,allocate,${document},2024-01-01,general-public-budget,2012902,30201,project,${project},${amount}`;

test('the examples of docs/import.md are imported one after another, and a second time change nothing', async () => {
  const text = readFileSync(join(__dirname, '../../docs/import.md'), 'utf8');
  const examples = Array.from(text.matchAll(/```csv\n([^]*?)```/g), ([, csv = '']) => csv);
  expect(examples).toHaveLength(9);
  const written: string[] = [];
  for (const again of [false, true]) {
    for (const example of examples) {
      const { recorded, repeated, errors, positions } = await importing(example);
      written.push(...positions);
      expect(errors).toEqual([]);
      expect(again ? recorded : repeated).toBe(0);
    }
  }
  const { lines } = (await client.get('v1/units/361100/301001/years/2024/lines', newestPositions(written))) as {
    lines: Record<string, string>[];
  };
  const operating = lines.find(({ category }) => category === 'operating');
  expect(operating).toMatchObject({
    originalYuan: '834200.00',
    frozenYuan: '0.00',
    paidYuan: '2000.00',
    refundedYuan: '500.00',
    transferredYuan: '-800.00',
  });
  const year = (await client.get('v1/streams/361100/301/years/2024')) as { ceilings: object[] };
  expect(year.ceilings).toMatchObject([
    { scope: { kind: 'project', project: '信息化（一期）' }, limitYuan: '11000000.00' },
    { scope: { kind: 'three-public', unit: '301001' }, limitYuan: '30000.00' },
  ]);
  const forms = (await client.get('v1/units/361100/301001/years/2024/tables/11')) as { rows: string[][] };
  expect(forms.rows).toEqual([['信息化（一期）', '产出指标', '时效指标', '年底前上线', '12 月']]);
});

test('a file in GBK is the same budget as the same file in UTF-8, whichever came first', async () => {
  await client.post([register('302001')]);
  const utf8 = `${HEAD}\n${row('302001', '饶财预〔2024〕1号', '信息化', '10.00')}\n`;
  // The characters of this file in GBK; Node writes no other encoding.
  const gbk: Record<string, string> = {
    饶: 'c8c4',
    财: 'b2c6',
    预: 'd4a4',
    '〔': 'a1b2',
    '〕': 'a1b3',
    号: 'bac5',
    信: 'd0c5',
    息: 'cfa2',
    化: 'bbaf',
  };
  const bytes = Buffer.concat(
    Array.from(utf8, (character) =>
      gbk[character] === undefined ? Buffer.from(character) : Buffer.from(gbk[character], 'hex'),
    ),
  );
  expect(await importing(bytes)).toMatchObject({
    recorded: 1,
    errors: [],
    notes: [expect.stringContaining('GB18030')],
  });
  expect(await importing(utf8)).toMatchObject({ recorded: 0, repeated: 1, errors: [], notes: [] });
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(utf8, 'utf16le')]);
  expect(await importing(utf16)).toMatchObject({
    repeated: 1,
    errors: [],
    notes: [expect.stringContaining('UTF-16LE')],
  });
  const [, event] = await eventsOf('302');
  expect(event?.data).toMatchObject({ documentNumber: '饶财预〔2024〕1号', lines: [{ project: '信息化' }] });
});

test('a document and a project that only look like known ones do not come in a second time', async () => {
  await client.post([register('303001')]);
  await importing(`${HEAD}\n${row('303001', '饶财预〔2024〕1号', '信息化（一期）', '10.00')}`);
  const document = await importing(`${HEAD}\n${row('303001', '饶财预[2024]1号', '信息化（一期）', '10.00')}`);
  expect(faultsAsText(document.errors)).toEqual([
    expect.stringMatching(
      /^第 2 行 row 2: name-spelled-otherwise: .+文号 documentNumber，为 饶财预\[2024\]1号，应为 饶财预〔2024〕1号/,
    ),
  ]);
  const project = await importing(`${HEAD}\n${row('303001', '饶财预〔2024〕2号', '信息化(一期)', '10.00')}`);
  expect(faultsAsText(project.errors)).toEqual([
    expect.stringContaining('项目 project，为 信息化(一期)，应为 信息化（一期）'),
  ]);
});

test('a file that was refused because of something outside of it goes in once that is mended; what stands is told', async () => {
  await client.post([register('304001')]);
  const rows = [
    row('304001', '样例〔2024〕1号', '甲', '1.00'),
    ...[1, 2, 3].map((n) => row('304002', '样例〔2024〕1号', '乙', `${n}.00`)),
  ];
  const file = [HEAD, ...rows].join('\n');
  for (const recorded of [1, 0]) {
    const refused = await importing(file);
    expect(refused).toMatchObject({ recorded, repeated: 1 - recorded });
    expect(faultsAsText(refused.errors)).toEqual([
      expect.stringMatching(/^第 3–5 行 row 3–5: unit-not-registered: 单位尚未登记：单位编码 unit，为 304002。/),
    ]);
    expect(standingAsText(refused.fates)).toHaveLength(4);
  }
  await client.post([register('304002')]);
  expect(await importing(file)).toMatchObject({ recorded: 1, repeated: 1, errors: [] });
  expect(await importing(file)).toMatchObject({ recorded: 0, repeated: 2, errors: [] });
  const events = await eventsOf('304');
  expect(events.filter(({ data }) => 'lines' in data)).toHaveLength(2);
});

test('a dry run shows each line before and after, and writes nothing', async () => {
  await client.post([register('305001')]);
  const file = [
    HEAD,
    row('305001', '样例〔2024〕1号', '甲', '1.00'),
    row('305001', '样例〔2024〕2号', '甲', '2.00'),
  ].join('\n');
  const tried = await importing(file, { dryRun: true });
  expect(trialAsText(tried.fates).filter((line) => line.startsWith('  '))).toEqual([
    '  2024 305001 2012902 30201 甲：预算 current 0.00 → 1.00，可用 available 0.00 → 1.00',
    '  2024 305001 2012902 30201 甲：预算 current 1.00 → 3.00，可用 available 1.00 → 3.00',
  ]);
  const unknown = await importing(file.replaceAll('305001', '305009'), { dryRun: true });
  expect(faultsAsText(unknown.errors)).toEqual([expect.stringContaining('单位尚未登记')]);
  expect(await eventsOf('305')).toHaveLength(1);
  expect(await importing(file)).toMatchObject({ recorded: 2, errors: [] });
});

test('the command line says all of it, Chinese first', async () => {
  const file = join(folder, 'cli.csv');
  writeFileSync(file, `${HEAD}\n${row('305001', '样例〔2024〕3号', '甲', '1.00')}\n`);
  const run = async (...args: string[]) => {
    const child = spawn(process.execPath, [join(__dirname, '../../dist/apps/standalone/src/cli.js'), ...args], {
      env: { ...process.env, LEDGER_URL: service.url, LEDGER_TOKEN: TOKEN },
    });
    const told = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => (told.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (told.stderr += chunk.toString()));
    const code = await new Promise((resolve) => child.on('close', resolve));
    return { code, ...told };
  };
  expect(await run('import', file, '--dry-run')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('试算：可记入 1') as string,
  });
  expect(await run('import', file)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('新记录 1，此前已有 0，错误 0。') as string,
  });
  expect(await run('import', file, '--encoding', 'big5')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^不认识的编码 big5/) as string,
  });
  expect(await run('import', file, '--nothing')).toMatchObject({
    code: 1,
    stderr: expect.not.stringContaining('    at ') as string,
  });
});
