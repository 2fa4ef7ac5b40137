import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type Command, fenOf, type PostingLine, type PublicationSection } from '#domain';
import { Projection } from '#read-model';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { z } from 'zod';

import {
  cellAnswer,
  comparisonAnswer,
  dimensionComparisonAnswer,
  explanationAnswer,
  linesAnswer,
  publicationAnswer,
  tableAnswer,
  unitAnswer,
  unitsAnswer,
} from '../../apps/query/src/answers';
import { createTestDatabase, type TestDatabase, serveEmpty } from '../support/database';
import { startQueryApp } from '../support/query-app';
import { shangraoCommands } from '../support/shangrao';
import { TestLog, TestReader } from '../support/test-log';

const DATA = join(__dirname, '..', '..', 'data', 'shangrao-2024');
const text = JSON.parse(readFileSync(join(DATA, 'publication.json'), 'utf8')) as Command[];
const paragraphs = readFileSync(join(DATA, 'explanation.txt'), 'utf8').trim().split('\n');
const published = JSON.parse(readFileSync(join(DATA, 'published.json'), 'utf8')) as {
  tables: Record<string, { title: string; rows: string[][] }>;
};

const YEAR = 'years/2024';
const UNIT = `/v1/units/361100/126001/${YEAR}`;
const OTHER_UNIT = `/v1/units/361100/126002/${YEAR}`;
const DEPARTMENT = `/v1/departments/361100/126/${YEAR}`;
const DIVISION = `/v1/divisions/361100/${YEAR}`;

let readModel: TestDatabase;
let app: NestFastifyApplication;
let log: TestLog;
let reader: TestReader;

beforeAll(async () => {
  readModel = await createTestDatabase();
  await serveEmpty(readModel.database);
  app = await startQueryApp(readModel.url);
  log = new TestLog();
  reader = new TestReader(log, new Projection(readModel.database, log.partitions));
  await reader.start();
  await post(...shangraoCommands(), ...text);
});
afterAll(async () => {
  await app.close();
  await readModel.drop();
});

async function post(...commands: Command[]): Promise<void> {
  for (const command of commands) expect(log.post(command).type).not.toBe('command.refused.v1');
  await reader.finish();
}

async function read<T>(url: string, schema: z.ZodType<T>): Promise<T> {
  const response = await app.inject({ method: 'GET', url });
  const answer: { position?: string } = response.json();
  expect(response.headers['ledger-position']).toBe(answer.position);
  return schema.parse(answer);
}

const basis = { division: '361100', documentNumber: '样例〔2024〕7号', effectiveDate: '2024-01-01' };
function register(unit: string, name: string, departmentName: string, division = '361100'): Command {
  const department = unit.slice(0, 3);
  const commandId = `register-${unit}`;
  return { ...basis, type: 'RegisterUnit', commandId, division, department, unit, name, departmentName };
}
function allocate(unit: string, amountYuan: string, division = '361100'): Command {
  const line: PostingLine = {
    unit,
    source: 'general-public-budget',
    function: '2012901',
    economic: '30217',
    category: 'operating',
    amountYuan,
  };
  const department = unit.slice(0, 3);
  return {
    ...basis,
    type: 'AllocateBudget',
    commandId: `allocate-${unit}`,
    division,
    department,
    fiscalYear: 2024,
    lines: [line],
  };
}
function say(commandId: string, ...sections: PublicationSection[]): Command {
  return {
    ...basis,
    type: 'SetPublicationText',
    commandId,
    department: '126',
    fiscalYear: 2024,
    unit: '126001',
    sections,
  };
}

describe('a unit that is all of its department', () => {
  it.each(['3', '5', '6', '7', '8', '9'])(
    'publishes as the department, and so does the department: table %s',
    async (number) => {
      for (const place of [UNIT, DEPARTMENT]) {
        const { title, rows, level } = await read(`${place}/tables/${number}`, tableAnswer);
        expect({ title, rows, level }).toEqual({
          title: published.tables[number]!.title,
          rows: published.tables[number]!.rows,
          level: 'department',
        });
      }
    },
  );

  it.each([UNIT, DEPARTMENT])('says every published sentence with figures: %s', async (place) => {
    const { explanation, overview } = await read(`${place}/publication`, publicationAnswer);
    const said = [...overview.sections, ...explanation.sections].flatMap((section) =>
      section.paragraphs.map((sentences) => sentences.map((sentence) => sentence.text).join('')),
    );
    for (const paragraph of paragraphs) expect(said).toContain(paragraph);
    const plain = await app.inject({ method: 'GET', url: `${place}/explanation?format=text` });
    expect(plain.headers['content-type']).toBe('text/plain; charset=utf-8');
    for (const paragraph of paragraphs.slice(2)) expect(plain.body).toContain(`\n${paragraph}\n`);
    const { sections, unplacedReasons } = await read(`${place}/explanation`, explanationAnswer);
    expect(sections).toEqual(explanation.sections);
    expect(unplacedReasons).toEqual([]);
  });

  it('says newer text from the moment that it is projected', async () => {
    const before = await read(`${UNIT}/explanation`, explanationAnswer);
    await post(
      say('reason', { section: 'change-reason', measure: '基本支出', reason: '人员增加' }),
      say('duties', { section: 'duties', paragraphs: ['新职责。'] }),
    );
    const after = await read(`${UNIT}/explanation`, explanationAnswer);
    expect(after.position).not.toBe(before.position);
    expect(JSON.stringify(after)).toContain('较上年预算安排增加 84.66 万元，主要原因是人员增加');
    const { overview } = await read(`${UNIT}/publication`, publicationAnswer);
    expect(overview.sections[0]!.paragraphs).toEqual([[{ text: '新职责。', measure: null }]]);
    await post(say('withdrawn', { section: 'change-reason', measure: '基本支出', reason: '' }));
    expect((await read(`${UNIT}/explanation`, explanationAnswer)).sections).toEqual(before.sections);
  });

  it('does so also where the department has handed all of it down to the unit', async () => {
    const pool = allocate('126', '1000.00') as { lines: PostingLine[] } & Command;
    const [line] = pool.lines;
    await post({ ...pool, commandId: 'pool-2025', effectiveDate: '2025-01-01', fiscalYear: 2025 } as Command, {
      ...basis,
      type: 'HandDownBudget',
      commandId: 'hand-down-2025',
      effectiveDate: '2025-01-02',
      department: '126',
      fiscalYear: 2025,
      from: [line!],
      to: [{ ...line!, unit: '126001' }],
    });
    const year = 'years/2025/tables/7';
    expect(await read(`/v1/units/361100/126001/${year}`, tableAnswer)).toMatchObject({ level: 'department' });
    const { rows } = await read(`/v1/departments/361100/126/${year}`, tableAnswer);
    expect(rows.map(([code, , total]) => [code, total])).toEqual([['126001', '0.10']]);
  });

  it('knows nothing of the year before the first one', async () => {
    const first = await read('/v1/departments/361100/126/years/2023/explanation', explanationAnswer);
    expect(first.sections[0]!.paragraphs).toEqual([
      [{ text: '2022 年预算数未知，以下各数不与上年比较。', measure: null }],
    ]);
  });
});

describe('a unit with others beside it', () => {
  beforeAll(() =>
    post(
      register('126002', '妇女儿童活动中心', '上饶市妇女联合会'),
      register('127001', '共青团上饶市委', '共青团上饶市委'),
      register('126003', '没有预算的单位', '上饶市妇女联合会'),
      allocate('126002', '200000.00'),
      allocate('127001', '100000.00'),
    ),
  );

  it('publishes as a unit, without the forms of the whole department', async () => {
    expect(await read(`${UNIT}/tables/3`, tableAnswer)).toMatchObject({
      title: '单位支出总表',
      level: 'unit',
      unit: { code: '126001' },
      rows: published.tables['3']!.rows,
    });
    const form = await app.inject({ method: 'GET', url: `${OTHER_UNIT}/tables/10` });
    expect([form.statusCode, form.json<{ detail: string }>().detail]).toEqual([
      404,
      expect.stringContaining('部门整体支出绩效目标表'),
    ]);
    const { title, tables } = await read(`${OTHER_UNIT}/publication`, publicationAnswer);
    expect(title).toBe('妇女儿童活动中心 2024 年单位预算');
    expect(tables.tables.map(({ table }) => table)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '11']);
    // In the year before it was alone, and it still is.
    expect(await read('/v1/units/361100/126001/years/2023/tables/3', tableAnswer)).toMatchObject({
      level: 'department',
    });
  });

  it('stays visible while it has no line: in lists, files and 机构设置', async () => {
    for (const place of ['/v1/departments/361100/126', '/v1/divisions/361100']) {
      const { units } = await read(`${place}/units`, unitsAnswer);
      expect(units.find(({ unit }) => unit === '126003')).toMatchObject({ name: '没有预算的单位', years: [] });
      const { units: last } = await read(`${place}/units?asOf=2099-12-31`, unitsAnswer);
      expect(last.map(({ unit }) => unit)).toEqual(units.map(({ unit }) => unit));
      const csv = await app.inject({ method: 'GET', url: `${place}/units?format=csv` });
      expect(csv.body).toContain('361100,126,上饶市妇女联合会,126003,没有预算的单位,\r\n');
    }
    expect(await read('/v1/units/361100/126003', unitAnswer)).toMatchObject({ name: '没有预算的单位', years: [] });
    const { overview } = await read(`${DEPARTMENT}/publication`, publicationAnswer);
    expect(JSON.stringify(overview)).toContain('没有预算的单位');
  });

  it('stands in the tables of its department and of the division', async () => {
    const rows = async (place: string, table: number) => (await read(`${place}/tables/${table}`, tableAnswer)).rows;
    expect((await rows(DEPARTMENT, 3))[0]).toEqual(['', '合计', '711.29', '517.38', '193.92']);
    expect((await rows(DIVISION, 3))[0]).toEqual(['', '合计', '721.29', '527.38', '193.92']);
    expect((await rows(DEPARTMENT, 7)).map(([code, name]) => [code, name])).toEqual([
      ['', '合计'],
      ['126001', '上饶市妇女联合会'],
      ['126002', '妇女儿童活动中心'],
    ]);
    expect((await rows(DIVISION, 7)).map(([code, , total]) => [code, total])).toEqual([
      ['', '33.00'],
      ['126', '23.00'],
      ['127', '10.00'],
    ]);
    expect(await read(`${DIVISION}/tables/3`, tableAnswer)).toMatchObject({
      level: 'division',
      unit: { code: '361100', name: '江西省上饶市' },
    });
  });

  it('is compared with what is known of the year before', async () => {
    const compared = await read(`${DEPARTMENT}/comparison`, comparisonAnswer);
    expect(compared.unitsWithoutPrior).toEqual([{ code: '126002', name: '妇女儿童活动中心', amount: '20.00' }]);
    expect(compared.measures[0]).toMatchObject({
      current: '711.29',
      prior: '649.36',
      comparableCurrent: '691.29',
      change: '41.93',
    });
    expect((await read(`${OTHER_UNIT}/comparison`, comparisonAnswer)).measures[0]).toMatchObject({ prior: null });
  });

  it('has its lines among those of the department and of the division', async () => {
    const counts = await Promise.all(
      [UNIT, OTHER_UNIT, DEPARTMENT, DIVISION].map(
        async (place) => (await read(`${place}/lines`, linesAnswer)).lines.length,
      ),
    );
    expect(counts[2]).toBe(counts[0]! + counts[1]!);
    expect(counts[3]).toBe(counts[2]! + 1);
    const csv = await app.inject({ method: 'GET', url: `${DIVISION}/lines?format=csv` });
    expect(csv.headers['content-disposition']).toMatch(/filename="361100-2024-lines-current-[\d_-]+\.csv"/);
    expect(csv.body.trim().split('\r\n')).toHaveLength(counts[3]! + 1);
  });

  it('leaves to the department what has not been handed down', async () => {
    const titles = async () => (await read(`${UNIT}/tables/3`, tableAnswer)).title;
    const totalsOf = async (place: string): Promise<bigint[]> => {
      const cells = ['1/cells/expenditure-total/expenditure', '2/cells/total/total', '3/cells/total/basic'];
      const own = ['4/cells/expenditure-total/total', '5/cells/total/basic', '6/cells/total/operating'];
      const answers = [...cells, ...own].map((cell) => read(`${place}/tables/${cell}`, cellAnswer));
      return (await Promise.all(answers)).map(({ amountYuan }) => fenOf(amountYuan));
    };
    const totals = await totalsOf(DEPARTMENT);
    const before = await read(`${UNIT}/tables/3`, tableAnswer);
    await post(allocate('126', '50000.00'));
    expect(await read(`${UNIT}/tables/3`, tableAnswer)).toMatchObject({ title: await titles(), rows: before.rows });
    expect((await read(`${DEPARTMENT}/tables/3`, tableAnswer)).rows[0]!.slice(2, 4)).toEqual(['716.29', '522.38']);
    expect((await read(`${DIVISION}/tables/3`, tableAnswer)).rows[0]![2]).toBe('726.29');
    expect((await read(`${DEPARTMENT}/tables/7`, tableAnswer)).rows[1]!.slice(0, 3)).toEqual([
      '126',
      '上饶市妇女联合会（待下达）',
      '5.00',
    ]);
    const { overview } = await read(`${DEPARTMENT}/publication`, publicationAnswer);
    expect(JSON.stringify(overview)).toContain(
      '共有预算单位 3 个，包括：上饶市妇女联合会本级、妇女儿童活动中心、没有预算的单位。',
    );
    const { unitsWithoutPrior } = await read(`${DEPARTMENT}/comparison`, comparisonAnswer);
    expect(unitsWithoutPrior.map(({ code }) => code)).toEqual(['126002']);
    // It is of the year's own general public budget and 公用经费: each of these tables of the department has it once.
    expect(await totalsOf(DEPARTMENT)).toEqual(totals.map((yuan) => yuan + 5_000_000n));
    const cell = await read(`${DEPARTMENT}/tables/7/cells/126/total`, cellAnswer);
    expect(cell).toMatchObject({ amountYuan: '50000.00', printed: '5.00', eventCount: 1 });
    expect(cell.events[0]).toMatchObject({ postings: [{ line: { unit: '126' }, amountYuan: '50000.00' }] });
    const byUnit = await read(`${DEPARTMENT}/comparison?by=unit`, dimensionComparisonAnswer);
    expect(byUnit.rows.map(({ key, name }) => [key, name])).toEqual([
      ['126', '上饶市妇女联合会（待下达）'],
      ['126001', '上饶市妇女联合会'],
      ['126002', '妇女儿童活动中心'],
    ]);
    expect(byUnit.total.measures.current.currentYuan).toBe('7162935.00');
    const money = (await read(`${DEPARTMENT}/lines`, linesAnswer)).lines.map(({ currentYuan }) => Number(currentYuan));
    expect(money.reduce((sum, yuan) => sum + yuan, 0).toFixed(0)).toBe('7162935');
  });

  it('knows a line that was approved at zero: it is listed, and compared as zero', async () => {
    const [line] = (allocate('126002', '0.00') as { lines: PostingLine[] } & Command).lines;
    const of = (fiscalYear: number, amountYuan: string): Command => ({
      ...basis,
      type: 'AllocateBudget',
      commandId: `zero-${fiscalYear}`,
      effectiveDate: `${fiscalYear}-01-01`,
      department: '126',
      fiscalYear,
      lines: [{ ...line!, amountYuan }],
    });
    await post(of(2027, '0.00'), of(2028, '100.00'), of(2029, '0.00'));
    const of2027 = '/v1/units/361100/126002/years/2027';
    expect((await read(`${of2027}/lines`, linesAnswer)).lines).toMatchObject([
      { unit: '126002', originalYuan: '0.00', currentYuan: '0.00', availableYuan: '0.00' },
    ]);
    const { body } = await app.inject({ method: 'GET', url: `${of2027}/lines?format=csv` });
    expect(body.trim().split('\r\n')).toHaveLength(2);
    expect((await read(`${of2027}/tables/3`, tableAnswer)).rows).toEqual([['', '合计', '', '', '']]);
    const cell = await read(`${of2027}/tables/3/cells/total/total`, cellAnswer);
    expect(cell).toMatchObject({ amountYuan: '0.00', eventCount: 1 });
    const growth = await read('/v1/units/361100/126002/years/2028/comparison', comparisonAnswer);
    expect(growth.measures[0]).toMatchObject({ current: '0.01', prior: '0.00', change: '0.01', ratio: null });
    const cut = await read('/v1/departments/361100/126/years/2029/comparison?by=unit', dimensionComparisonAnswer);
    expect(cut.rows).toMatchObject([
      { key: '126002', measures: { original: { currentYuan: '0.00', priorYuan: '100.00', ratio: '-100.00%' } } },
    ]);
    expect(cut.prior.unitsWithoutCurrent).toEqual([]);
  });

  it('approves what the document of the first day holds, in every place and by every road', async () => {
    // A budget in the shape of a national one: allocations, carry-overs of the first day and of later months, some of them in a pool.
    const division = '110000';
    const command = (department: string, type: string, effectiveDate: string, own: object): Command =>
      ({
        ...basis,
        division,
        department,
        type,
        commandId: `${type}-${department}-${effectiveDate}`,
        effectiveDate,
        fiscalYear: 2024,
        ...own,
      }) as Command;
    for (const [department, units] of [
      ['301', ['301001', '301002']],
      ['302', ['302001']],
    ] as const) {
      const own = (unit: string, amountYuan: string): object =>
        (allocate(unit, amountYuan) as { lines: PostingLine[] } & Command).lines[0]!;
      const old = (unit: string, amountYuan: string): object => ({ ...own(unit, amountYuan), originYear: 2023 });
      const opening = (effectiveDate: string, ...lines: object[]): Command =>
        command(department, 'CarryOverBalance', effectiveDate, { kind: 'carry-forward', opening: true, lines });
      await post(
        ...units.map((unit) => register(unit, `单位${unit}`, `部门${department}`, division)),
        command(department, 'AllocateBudget', '2024-01-01', { lines: units.map((unit) => own(unit, '1000000.00')) }),
        opening('2024-01-01', old(units[0], '70000.00'), old(department, '20000.00')),
        opening('2024-03-31', old(units[0], '300000.00')),
        opening('2024-12-31', old(department, '400000.00')),
        command(department, 'HandDownBudget', '2024-02-01', {
          from: [old(department, '20000.00')],
          to: [old(units[0], '20000.00')],
        }),
      );
    }
    const expected: [string, string, string][] = [
      ['units/110000/301001', '109.00', '139.00'],
      ['units/110000/301002', '100.00', '100.00'],
      ['departments/110000/301', '209.00', '279.00'],
      ['departments/110000/302', '109.00', '179.00'],
      ['divisions/110000', '318.00', '458.00'],
    ];
    for (const [place, approved, current] of expected) {
      const year = `/v1/${place}/years/2024`;
      const total = async (query: string) => (await read(`${year}/tables/3?${query}`, tableAnswer)).rows[0]![2];
      expect([place, await total('measure=original'), await total('measure=current')]).toEqual([
        place,
        approved,
        current,
      ]);
      // From sums of postings, by either clock, it is the same.
      expect([place, await total('measure=original&effectiveOn=2024-12-31')]).toEqual([place, approved]);
      const cell = await read(`${year}/tables/3/cells/total/total?measure=original`, cellAnswer);
      expect(cell.amountYuan).toBe(cell.eventsYuan);
      const compared = await read(`${year}/comparison?by=source&measure=original`, dimensionComparisonAnswer);
      expect(compared.total.measures.original.currentYuan).toBe(cell.amountYuan);
    }
  });

  it('is of a division that is called by its name, or by its code where no list names it', async () => {
    const { title, overview } = await read(`${DIVISION}/publication`, publicationAnswer);
    expect(title).toBe('江西省上饶市 2024 年部门预算');
    expect(JSON.stringify(overview)).toContain('2024 年江西省上饶市共有预算部门 2 个、预算单位 4 个');
    await post(register('126001', '开发区单位', '开发区部门', '361199'), allocate('126001', '1.00', '361199'));
    const unnamed = await read('/v1/divisions/361199/years/2024/tables/3', tableAnswer);
    expect(unnamed).toMatchObject({ level: 'division', unit: { code: '361199', name: '行政区划361199' } });
  });

  it('prints as one page at every level', async () => {
    for (const place of [UNIT, OTHER_UNIT, DEPARTMENT, DIVISION]) {
      const { statusCode, body, headers } = await app.inject({
        method: 'GET',
        url: `${place}/publication?format=html`,
      });
      expect([statusCode, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
      expect(body).toMatch(/第一部分.*第二部分.*第三部分.*第四部分/s);
    }
  });

  it.each([
    ['/v1/departments/361100/999/years/2024/tables/3', '部门 999 没有登记任何单位'],
    ['/v1/divisions/999999/years/2024/explanation', '行政区划 999999 没有登记任何单位'],
    ['/v1/units/361100/126009/years/2024/publication', '没有登记单位 126009'],
    ['/v1/departments/361100/126/years/2019/lines', '361100/126 当时没有 2019 年的记录；已有年度：2023、2024、2025'],
    ['/v1/units/361100/126003/years/2024/tables/3', '126003 当时没有 2024 年的记录；已有年度：无'],
  ])('%s is answered 404', async (url, why) => {
    const { statusCode, body } = await app.inject({ method: 'GET', url });
    expect(statusCode).toBe(404);
    expect(body).toContain(why);
  });
});
