import type { Command } from '#domain';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { searchAnswer } from '../../apps/query/src/search/search-answer';
import { createTestDatabase, type TestDatabase, serveEmpty } from '../support/database';
import { projectAll } from '../support/projected';
import { startQueryApp } from '../support/query-app';
import { shangraoCommands } from '../support/shangrao';
import { TestLog } from '../support/test-log';

let test: TestDatabase;
let app: NestFastifyApplication;

const unit = (code: string, name: string, departmentName: string) =>
  ({
    type: 'RegisterUnit',
    commandId: `search-${code}-${name}`,
    division: '361100',
    department: code.slice(0, 3),
    documentNumber: '饶编办〔2024〕9号',
    effectiveDate: '2024-01-01',
    unit: code,
    name,
    departmentName,
  }) as unknown as Command;

beforeAll(async () => {
  test = await createTestDatabase();
  await serveEmpty(test.database);
  const log = new TestLog();
  for (const command of shangraoCommands()) log.post(command);
  log.post(unit('205002', '上饶市重点建设中心', '上饶市发展和改革委员会'));
  log.post(unit('205001', '上饶市发展和改革委员会机关', '上饶市发展和改革委员会'));
  log.post(unit('301001', '旧名', '旧部门'));
  log.post(unit('301001', "O'Brien\\学院 <b>", '新部门'));
  await projectAll(log, test.database);
  app = await startQueryApp(test.url);
});
afterAll(async () => {
  await app.close();
  await test.drop();
});

async function found(q: string, besides = '') {
  const answer = await app.inject(`/v1/search?q=${encodeURIComponent(q)}${besides}`);
  expect([q, answer.statusCode]).toEqual([q, 200]);
  return searchAnswer.parse(answer.json()).hits;
}

const names = async (q: string, besides = '') =>
  (await found(q, besides)).map(({ kind, name, match }) => `${kind} ${name} ${match}`);

describe('what is searched', () => {
  it.each([
    ['srsfnlhh', 'unit 上饶市妇女联合会 pinyin'],
    ['shangraoshifunv', 'unit 上饶市妇女联合会 pinyin'],
    ['flhh', undefined],
    ['fnlhh', 'unit 上饶市妇女联合会 pinyin'],
    ['妇女', 'unit 上饶市妇女联合会 name-part'],
    ['上饶市妇', 'unit 上饶市妇女联合会 name-prefix'],
    ['126001', 'unit 上饶市妇女联合会 code'],
    ['1260', 'unit 上饶市妇女联合会 code-prefix'],
    ['srszdjs', 'unit 上饶市重点建设中心 pinyin'],
    ['srscdjs', 'unit 上饶市重点建设中心 pinyin'],
  ])('%s is found by name, code and pinyin, by each reading of a character', async (q, expected) => {
    const all = await names(q, '&kind=unit');
    if (expected === undefined) expect(all).toEqual([]);
    else expect(all).toContain(expected);
  });

  it('comes best first: the code itself, then names that begin so, then those that hold it', async () => {
    const all = await names('上饶市', '&limit=50');
    const ranks = all.map((one) => one.split(' ').at(-1));
    const order = ['code', 'code-prefix', 'name-prefix', 'name-part', 'pinyin'];
    expect(ranks).toEqual([...ranks].sort((a, b) => order.indexOf(a!) - order.indexOf(b!)));
    expect(await found('126')).toMatchObject([{ kind: 'department', code: '126', match: 'code' }, { kind: 'unit' }]);
    expect(await found('上饶市', '&limit=1')).toHaveLength(1);
  });

  it('tells where things belong, and a department by its first unit', async () => {
    const [department] = await found('fgw', '&kind=department');
    expect(department).toBeUndefined();
    expect(await found('发展和改革', '&kind=department')).toEqual([
      expect.objectContaining({ code: '205', name: '上饶市发展和改革委员会', divisionName: '江西省上饶市' }),
    ]);
    expect(await found('重点建设', '&kind=unit')).toEqual([
      expect.objectContaining({ unit: '205002', of: '上饶市发展和改革委员会', department: '205', division: '361100' }),
    ]);
  });

  it('finds a division of which there is anything, by the name that the code lists give it', async () => {
    expect(await found('江西省上饶市', '&kind=division')).toEqual([
      { kind: 'division', match: 'name-prefix', name: '江西省上饶市', code: '361100', division: '361100' },
    ]);
    expect(await found('jxssrs', '&kind=division')).toHaveLength(1);
  });

  it('finds projects with their unit and years', async () => {
    const projects = await found('费', '&kind=project&limit=50');
    expect(projects.length).toBeGreaterThan(0);
    for (const { unit: of, years, name, of: called } of projects) {
      expect([of, called, years?.length]).toEqual(['126001', '上饶市妇女联合会', expect.any(Number)]);
      expect(name).toContain('费');
    }
  });

  it('finds codes of the charts, and documents by the beginning of their number with any brackets', async () => {
    expect(await found('30201')).toEqual([
      { kind: 'economic', match: 'code', name: '办公费', code: '30201' },
      ...(await found('30201')).slice(1),
    ]);
    const documents = await found('饶编办[2024]9', '&kind=document');
    expect(documents.map(({ name, department }) => [name, department])).toEqual([
      ['饶编办〔2024〕9号', '205'],
      ['饶编办〔2024〕9号', '301'],
    ]);
    expect(documents[0]).toMatchObject({ revision: 1, type: 'unit.registered.v1', effectiveDate: '2024-01-01' });
  });

  it('calls things what they are called now, and takes no letter for anything else', async () => {
    expect(await names('旧名')).toEqual([]);
    expect(await names('旧部门')).toEqual([]);
    expect(await names("o'brien\\学院<B>")).toEqual(["unit O'Brien\\学院 <b> name-prefix"]);
    for (const q of ["'", '\\', "':*", '%', '_', '&|!', '<->', '\u{1F600}', '　', 'a'.repeat(100)]) {
      const answer = await app.inject(`/v1/search?q=${encodeURIComponent(q)}`);
      expect([q, answer.statusCode]).toEqual([q, q.trim() === '' ? 400 : 200]);
    }
    for (const q of ['', '%00', 'a'.repeat(101)]) {
      expect([q.slice(0, 9), (await app.inject(`/v1/search?q=${q}`)).statusCode]).toEqual([q.slice(0, 9), 400]);
    }
    expect((await app.inject('/v1/search')).statusCode).toBe(400);
    expect((await app.inject('/v1/search?q=a&limit=51')).statusCode).toBe(400);
  });

  it('is of one division where one is named', async () => {
    expect(await names('妇女', '&division=361102')).toEqual(
      (await names('妇女')).filter((one) => /^(function|economic)/.test(one)),
    );
  });
});

it('twenty thousand units are searched in a moment, also by what all of them are called', async () => {
  await test.database.query(`
    insert into search_name (kind, division, department, unit, fiscal_year, name, said_by, terms)
      select 'unit', '36' || lpad((n / 2000)::text, 4, '0'), (100 + n % 900)::text, (100 + n % 900)::text || lpad((n / 900)::text, 3, '0'), 0,
             name, '', (select string_agg(substr(name, at), E'\\n') from generate_series(1, length(name)) at) || E'\\nsrsdw' || n
        from generate_series(1, 20000) n, lateral (select '上饶市第' || n || '单位' as name) as named
      on conflict do nothing;
    analyze search_name`);
  const took: Record<string, number> = {};
  for (const q of ['上饶市', '单位', 'srsdw1999', '12345', '第1']) {
    const times: number[] = [];
    for (let turn = 0; turn < 7; turn += 1) {
      const began = performance.now();
      expect((await found(q, '&limit=50')).length).toBeGreaterThan(0);
      times.push(performance.now() - began);
    }
    took[q] = Math.round(times.sort((a, b) => a - b)[3]!);
  }
  expect(Math.max(...Object.values(took))).toBeLessThan(400);
});
