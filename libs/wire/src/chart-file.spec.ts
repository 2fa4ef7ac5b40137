import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ChartFileError, loadChart } from './chart-file';

const HEAD = 'kind,year,code,name';
let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'charts-'))));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function fileOf(...rows: string[]): string {
  files += 1;
  const file = join(folder, `${files}.csv`);
  writeFileSync(file, rows.join('\n'));
  return file;
}

describe('the shipped lists', () => {
  const chart = loadChart([]);

  it('name the codes of 2023 and go on until a newer list', () => {
    expect(chart.nameOf('function', 2023, '201')).toBe('一般公共服务支出');
    expect(chart.nameOf('function', 2024, '2012901')).toBe('行政运行');
    expect(chart.nameOf('economic', 2024, '302')).toBe('商品和服务支出');
    expect(chart.nameOf('economic', 2024, '30231')).toBe('公务用车运行维护费');
    expect(chart.nameOf('economic', 2024, '31013')).toBe('公务用车购置');
    expect(chart.nameOf('economic', 2022, '302')).toBeUndefined();
    expect(chart.nameOf('function', 2024, '2012998')).toBeUndefined();
  });

  it('name administrative divisions, in any year', () => {
    expect(chart.nameOf('division', 2024, '361100')).toBe('江西省上饶市');
    expect(chart.nameOf('division', 2001, '361181')).toBe('江西省上饶市德兴市');
    expect(chart.nameOf('division', 2024, '361199')).toBeUndefined();
  });

  it('have the same hash every time, and it is a SHA-256', () => {
    expect(chart.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(loadChart([]).hash).toBe(chart.hash);
  });
});

describe('a further file', () => {
  it('adds rows to a year that is there, and replaces a name', () => {
    const file = fileOf(HEAD, 'function,2023,2060101,行政运行（科技）', '', 'economic,2023,30201,办公费（新）');
    const chart = loadChart([file]);
    expect(chart.nameOf('function', 2023, '2060101')).toBe('行政运行（科技）');
    expect(chart.nameOf('economic', 2023, '30201')).toBe('办公费（新）');
    expect(chart.nameOf('economic', 2023, '30202')).toBe('印刷费');
    expect(chart.hash).not.toBe(loadChart([]).hash);
  });

  it('names further divisions', () => {
    const chart = loadChart([fileOf(HEAD, 'division,2000,361199,样例开发区', 'division,2000,361100,上饶市')]);
    expect(chart.nameOf('division', 2024, '361199')).toBe('样例开发区');
    expect(chart.nameOf('division', 2024, '361100')).toBe('上饶市');
    expect(chart.nameOf('division', 2024, '360000')).toBe('江西省');
  });

  it('that holds a whole list of a later year replaces that kind of list from that year on', () => {
    const codes = Array.from({ length: 100 }, (_, index) => `economic,2025,${30_300 + index},新科目${index}`);
    const told: string[] = [];
    const chart = loadChart([fileOf(`\uFEFF${HEAD}`, ...codes)], (message) => told.push(message));
    expect(chart.nameOf('economic', 2024, '30201')).toBe('办公费');
    expect(chart.nameOf('economic', 2025, '30300')).toBe('新科目0');
    expect(chart.nameOf('economic', 2026, '30201')).toBeUndefined();
    expect(chart.nameOf('function', 2025, '2012901')).toBe('行政运行');
    expect(told).toEqual([]);
  });

  it('with a few rows of a later year changes the list in force, and says so: no other name of that year is lost', () => {
    const told: string[] = [];
    const rows = ['economic,2025,302,商品服务', 'economic,2026,30298,新科目', 'division,2024,361199,样例开发区'];
    const chart = loadChart([fileOf(HEAD, ...rows)], (message) => told.push(message));
    expect(['302', '30201', '30298'].map((code) => chart.nameOf('economic', 2025, code))).toEqual([
      '商品服务',
      '办公费',
      undefined,
    ]);
    expect(['302', '30201', '30298'].map((code) => chart.nameOf('economic', 2026, code))).toEqual([
      '商品服务',
      '办公费',
      '新科目',
    ]);
    expect(chart.nameOf('economic', 2024, '302')).toBe('商品和服务支出');
    expect(chart.nameOf('division', 2024, '361100')).toBe('江西省上饶市');
    expect(told).toEqual([
      expect.stringContaining('科目表 economic 2025 年只有 1 个编码'),
      expect.stringContaining('科目表 economic 2026 年只有 1 个编码'),
      expect.stringContaining('科目表 division 2024 年只有 1 个编码'),
    ]);
    expect(chart.hash).not.toBe(loadChart([]).hash);
  });

  it('comes after those named before it', () => {
    const [a, b] = [fileOf(HEAD, 'economic,2023,30201,甲'), fileOf(HEAD, 'economic,2023,30201,乙')];
    expect(loadChart([a, b]).nameOf('economic', 2023, '30201')).toBe('乙');
    expect(loadChart([b, a]).nameOf('economic', 2023, '30201')).toBe('甲');
    expect(loadChart([a, b]).hash).not.toBe(loadChart([b, a]).hash);
  });

  it('may quote names with commas', () => {
    expect(loadChart([fileOf(HEAD, 'economic,2023,39999,"其他，支出, 等"')]).nameOf('economic', 2023, '39999')).toBe(
      '其他，支出, 等',
    );
  });
});

describe('a file of another encoding', () => {
  it('is read as GB18030, which is told', () => {
    const file = fileOf();
    // economic,2023,39999,其他 in GBK.
    writeFileSync(file, Buffer.concat([Buffer.from(`${HEAD}\neconomic,2023,39999,`), Buffer.from('c6e4cbfb', 'hex')]));
    const notes: string[] = [];
    expect(loadChart([file], (note) => notes.push(note)).nameOf('economic', 2023, '39999')).toBe('其他');
    expect(notes).toEqual([expect.stringContaining(`${file}: 文件不是 UTF-8，按 GB18030`)]);
  });

  it('is refused where it fits none', () => {
    const file = fileOf();
    writeFileSync(file, Buffer.concat([Buffer.from(`${HEAD}\neconomic,2023,39999,其`), Buffer.from([0xff])]));
    expect(() => loadChart([file])).toThrow(/^科目表文件 .+：第 2 行编码有误.*。 Chart file .+: /);
  });
});

test('a column that stands twice is refused: whichever counted, the other name would be lost', () => {
  const file = fileOf(`${HEAD},name`, 'economic,2023,30201,甲,乙');
  expect(() => loadChart([file])).toThrow(/第 1 行：表头中的列重复：name。 .*row 1: columns stand twice/);
});

test('a name with what cannot be seen is refused', () => {
  expect(() => loadChart([fileOf(HEAD, 'economic,2023,30201,办\u200b公费')])).toThrow(
    /第 2 行：name 名称第 2 个字符 U\+200B.* row 2: name /,
  );
});

describe('a file that cannot be used', () => {
  it.each<[string, string, string]>([
    ['an unknown kind', 'expenses,2023,302,支出', 'kind'],
    ['a year that is none', 'economic,2O23,302,支出', 'year'],
    ['a code of letters', 'economic,2023,30A,支出', 'code'],
    ['a code of two digits', 'economic,2023,30,支出', 'code'],
    ['a missing name', 'economic,2023,302,', 'name'],
  ])('is told by its name and row: %s', (_, row, field) => {
    const file = fileOf(HEAD, 'economic,2023,301,工资福利支出', row);
    expect(() => loadChart([file])).toThrow(ChartFileError);
    expect(() => loadChart([file])).toThrow(`Chart file ${file}, row 3: ${field} `);
    // Whoever reads Chinese alone has to understand the whole of it.
    expect(() => loadChart([file])).toThrow(
      new RegExp(`^科目表文件 .+ 第 3 行：${field} (?:种类|年度|编码|名称)(?:应为|不能).+。 Chart file `),
    );
  });

  it('counts empty rows too, as a spreadsheet does', () => {
    const file = fileOf(HEAD, '', 'economic,2023,301,工资福利支出', '', 'economic,2023,30,支出');
    expect(() => loadChart([file])).toThrow('row 5: code ');
  });

  it.each<[string, string[]]>([
    ['an unknown column', [`${HEAD},note`, 'economic,2023,302,支出,x']],
    ['a missing column', ['kind,year,code', 'economic,2023,302']],
    ['a row that is too long', [HEAD, 'economic,2023,302,支出,x']],
  ])('is told: %s', (_, rows) => {
    const file = fileOf(...rows);
    expect(() => loadChart([file])).toThrow(ChartFileError);
    expect(() => loadChart([file])).toThrow(/^科目表文件 .+：.*\p{Script=Han}.*。 Chart file /u);
    expect(() => loadChart([file])).toThrow(file);
  });

  it('is told when it does not exist', () => {
    const file = join(folder, 'missing.csv');
    expect(() => loadChart([file])).toThrow(ChartFileError);
    expect(() => loadChart([file])).toThrow(/^科目表文件 .+：无法读取。 Chart file .+ENOENT/);
  });
});
