import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parseCommand } from '#wire';

import { readFacts } from '../test/read-facts';

const HEAD =
  'division,unit,fiscalYear,command,documentNumber,effectiveDate,originYear,source,function,economic,category,project,procurement,amount';
const ROW = '361100,126001,2024,allocate,1号,2024-01-01,,general-public-budget,2012901,302,operating,,,100.00';
const csv = (...rows: string[]) => [HEAD, ...rows].join('\n');

describe('the facts of Shangrao', () => {
  const { commands, errors } = readFacts(
    readFileSync(join(__dirname, '../../../data/shangrao-2024/facts.csv'), 'utf8'),
  );

  it('are four commands without errors', () => {
    expect(errors).toMatchObject([]);
    expect(
      commands.map(({ input, rows }) => [input.type, input['fiscalYear'], input['documentNumber'], rows.length]),
    ).toEqual([
      ['AllocateBudget', 2023, '样例〔2023〕1号', 6],
      ['CarryOverBalance', 2023, '样例〔2023〕2号', 3],
      ['AllocateBudget', 2024, '样例〔2024〕1号', 21],
      ['CarryOverBalance', 2024, '样例〔2024〕2号', 4],
    ]);
  });

  it('are well formed, and each row is a line', () => {
    for (const { input, rows } of commands) {
      expect(parseCommand(input)).toMatchObject({ ok: true });
      expect(input['lines']).toHaveLength(rows.length);
    }
    expect(commands.flatMap(({ rows }) => rows).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 34 }, (_, index) => index + 2),
    );
  });

  it('have ids that never change, or a second import would post everything again', () => {
    expect(commands.map(({ input }) => input.commandId)).toMatchInlineSnapshot(`
     [
       "import-7b9685eb928fb843c63bf9a30072df18",
       "import-d3d88c8b02b224dba34af4c20617b035",
       "import-02e83ead7733e5e11b22ad6fe5a73313",
       "import-76970bbc1194c86e7ce4d8872b7bb5fb",
     ]
    `);
  });
});

describe('rows', () => {
  it('become one command where division, unit, year, command and document are the same, wherever they stand', () => {
    const other = ROW.replace('1号', '2号');
    const { commands } = readFacts(csv(ROW, other, ROW.replace('100.00', '5')));
    expect(commands.map(({ rows }) => rows)).toEqual([[2, 4], [3]]);
    expect(commands[0]?.input['lines']).toMatchObject([{ amountYuan: '100.00' }, { amountYuan: '5' }]);
  });

  it.each([
    ['division', ROW.replace('361100', '361101')],
    ['unit', ROW.replace('126001', '126002')],
    ['year', ROW.replaceAll('2024', '2025')],
    ['command', ROW.replace('allocate', 'supplement')],
    ['document', ROW.replace('1号', '2号')],
  ])('of another %s are another command with another id', (_, row) => {
    const { commands } = readFacts(csv(ROW, row));
    expect(new Set(commands.map(({ input }) => input.commandId)).size).toBe(2);
  });

  it('keep their id when an amount, the order or another column changes', () => {
    const idOf = (text: string) => readFacts(text).commands[0]?.input.commandId;
    expect(idOf(csv(ROW.replace('100.00', '7')))).toBe(idOf(csv(ROW)));
    expect(idOf(`${HEAD},provenance\n${ROW},derived`)).toBe(idOf(csv(ROW)));
  });

  it.each([
    ['allocate', { type: 'AllocateBudget' }],
    ['carry-over', { type: 'CarryOverBalance', kind: 'carry-forward', opening: true }],
    ['supplement', { type: 'AdjustBudget', kind: 'supplement' }],
    ['cut', { type: 'AdjustBudget', kind: 'cut' }],
  ])('with %s become %j', (command, expected) => {
    const { commands } = readFacts(csv(ROW.replace('allocate', command)));
    expect(commands[0]?.input).toMatchObject({ ...expected, division: '361100', department: '126' });
  });

  it('leave out what is empty and keep what is not', () => {
    const full = ROW.replace('allocate', 'carry-over')
      .replace(',,general', ',2023,general')
      .replace('operating,,', 'project,"妇女, 儿童",goods');
    const [plain, filled] = readFacts(csv(ROW, full)).commands;
    expect(plain?.input['lines']).toEqual([
      {
        unit: '126001',
        source: 'general-public-budget',
        function: '2012901',
        economic: '302',
        category: 'operating',
        amountYuan: '100.00',
      },
    ]);
    expect(filled?.input['lines']).toMatchObject([{ originYear: 2023, project: '妇女, 儿童', procurement: 'goods' }]);
  });
});

describe('mistakes', () => {
  it.each<[string, string, string]>([
    ['a division of five digits', ROW.replace('361100', '36110'), 'division: 应为六位数字'],
    ['a unit of letters', ROW.replace('126001', 'A26001'), 'unit: 应为六位数字'],
    ['an unknown command', ROW.replace('allocate', 'spend'), 'command: “spend”不在其中 is none of: 年初批复 allocate'],
    ['no document', ROW.replace('1号', ''), 'documentNumber: 不能为空 must not be empty'],
    ['no year', ROW.replace(',2024,', ',,'), 'fiscalYear: 不能为空'],
    ['a negative amount', ROW.replace('100.00', '-100.00'), 'amount: “-100.00”是负数'],
    ["an amount in another country's form", ROW.replace('100.00', '"1.000,00"'), 'amount: “1.000,00”不是金额'],
    ['a date that is none', ROW.replace('2024-01-01', '45292'), 'effectiveDate: “45292”不是日期'],
    ['a source that nobody knows', ROW.replace('general-public-budget', '自筹'), 'source: “自筹”不在其中'],
  ])('are told by row: %s', (_, row, message) => {
    const { errors } = readFacts(csv(ROW, row));
    expect(errors).toMatchObject([{ row: 3, message: expect.stringContaining(message) }]);
  });

  it('are all told, not only the first', () => {
    const { errors } = readFacts(
      csv(ROW.replace('361100', 'x').replace('126001', 'y'), ROW, ROW.replace('allocate', 'z')),
    );
    expect(errors.map(({ row }) => row)).toEqual([2, 2, 4]);
  });

  it('count empty rows and cells of several lines as a spreadsheet does', () => {
    const twoLines = ROW.replace('operating,,', 'project,"甲\n乙",');
    const { errors, commands } = readFacts(csv('', ROW, '', '', twoLines, ROW.replace('361100', 'x')));
    expect(errors.map(({ row }) => row)).toEqual([7]);
    expect(commands[0]?.rows).toEqual([3, 6]);
  });

  it('are told for a document with two effective dates', () => {
    const { errors } = readFacts(csv(ROW, ROW, ROW.replace('2024-01-01', '2024-02-01')));
    expect(errors).toMatchObject([
      { row: 4, message: expect.stringContaining('is 2024-02-01, but the same document has 2024-01-01 above') },
    ]);
  });

  it('are told where a row has too few cells, a cell too many, or a quote is open', () => {
    expect(new Set(readFacts(csv(ROW, '361100,126001')).errors.map(({ row }) => row))).toEqual(new Set([3]));
    expect(readFacts(csv(ROW, ROW.replace('100.00', '1,000.00'))).errors).toMatchObject([
      { row: 3, message: expect.stringContaining('没有表头；含逗号的内容须加引号') },
    ]);
    expect(readFacts(csv(ROW, `"${ROW}`)).errors).toMatchObject([{ row: 3, message: expect.any(String) }]);
  });

  it('are told once where columns are missing, and not for every row', () => {
    const { errors } = readFacts(csv(ROW, ROW).replace('amount', 'sum').replace('category', 'kind'));
    expect(errors).toMatchObject([{ row: 1, message: expect.stringContaining('the head lacks category, amount') }]);
  });

  it.each([
    ['the same name', 'amount,amount'],
    ['two names of one column', 'amount,金额'],
  ])('are told where a column stands twice by %s: neither of the two counts', (_, heads) => {
    const { errors, commands } = readFacts(csv(`${ROW},0.10`).replace('amount', heads));
    expect(errors).toMatchObject([{ row: 1, message: expect.stringMatching(/^表头中的列重复：amount/) }]);
    expect(commands).toEqual([]);
  });

  it.each([
    ['', '文件是空的'],
    ['\n\n', '文件是空的'],
    [',,,\n,,,\n', '文件是空的'],
    ['<!DOCTYPE html><html><body>502</body></html>', '这是一个网页'],
    ['<?xml version="1.0"?><a/>', '这是一个网页或 XML'],
  ])('are one sentence for a file that is no table: %j', (text, message) => {
    expect(readFacts(text)).toEqual({
      commands: [],
      errors: [{ row: 1, message: expect.stringContaining(message) }],
      notes: [],
    });
  });

  it('are none in a file with a head alone, which is said', () => {
    expect(readFacts(HEAD)).toEqual({ commands: [], errors: [], notes: [expect.stringContaining('没有数据行')] });
  });
});

describe('what people send', () => {
  const inputs = (text: string) => {
    const { commands, errors } = readFacts(text);
    expect(errors).toMatchObject([]);
    return commands.map(({ input }) => input);
  };
  const plain = inputs(csv(ROW));

  it.each<[string, string]>([
    ['tabs', csv(ROW).replaceAll(',', '\t')],
    ['semicolons', csv(ROW).replaceAll(',', ';')],
    ['full-width commas', csv(ROW).replaceAll(',', '，')],
    ['a mark at the head', `\uFEFF${csv(ROW)}`],
    ['rows and columns of nothing but commas', `${HEAD},,\n${ROW},,\n,,,,,\n,,,,,,,,,,,,,,,\n`],
    ['lines that end as in Windows', csv(ROW).replaceAll('\n', '\r\n')],
    ['a date with slashes', csv(ROW.replace('2024-01-01', '2024/1/1'))],
    ['a date in words', csv(ROW.replace('2024-01-01', '2024年1月1日'))],
    ['thousands that are set apart', csv(ROW.replace('100.00', '"100.00"'))],
    ['a currency sign', csv(ROW.replace('100.00', '¥100.00'))],
    ['full-width digits', csv(ROW.replace('126001', '１２６００１'))],
    ['codes that a spreadsheet was told to keep as text', csv(ROW.replace('2012901', "'2012901"))],
    [
      'no optional columns',
      csv(ROW)
        .replace(',originYear', '')
        .replace(',project,procurement', '')
        .replace('2024-01-01,,', '2024-01-01,')
        .replace(',operating,,', ',operating'),
    ],
    ['another order of columns', HEAD.split(',').reverse().join(',') + '\n' + ROW.split(',').reverse().join(',')],
    [
      'Chinese words',
      csv(
        ROW.replace('allocate', '年初批复')
          .replace('general-public-budget', '一般公共预算')
          .replace('operating', '公用经费')
          .replace(',2024,', ',2024年度,'),
      ).replace(
        HEAD,
        '行政区划,单位编码,年度,业务,文号,生效日期,来源年度,资金来源,功能科目,经济科目,支出类别,项目名称,政府采购,金额（元）',
      ),
    ],
    ['amounts in 万元', csv(ROW.replace('100.00', '0.01')).replace('amount', '金额（万元）')],
  ])('is the same command with the same id: %s', (_, text) => {
    const [{ lines, ...input } = plain[0]!] = inputs(text);
    const [{ lines: expected, ...rest } = plain[0]!] = plain;
    expect(input).toEqual(rest);
    expect(
      (lines as { amountYuan: string }[]).map((line) => ({ ...line, amountYuan: Number(line.amountYuan).toFixed(2) })),
    ).toEqual(expected);
  });

  it.each([
    ['1,234,567.89', 'amount', '1234567.89'],
    ['83.42', '金额(万元)', '834200.00'],
    ['0.000001', 'amountWan', '0.01'],
    ['1,234.5', '万元', '12345000.00'],
    ['12345678901', 'amountWan', '123456789010000.00'],
  ])('an amount of %s in %s is %s yuan', (cell, column, yuan) => {
    const [input] = inputs(csv(ROW.replace('100.00', `"${cell}"`)).replace('amount', column));
    expect(input?.['lines']).toMatchObject([{ amountYuan: yuan }]);
  });

  it('tells of parts of a cent in 万元, and of a row with both amounts', () => {
    expect(readFacts(csv(ROW.replace('100.00', '0.0000001')).replace('amount', 'amountWan')).errors).toHaveLength(1);
    expect(readFacts(csv(`${ROW},1`).replace('amount', 'amount,amountWan')).errors).toMatchObject([
      { row: 2, message: expect.stringContaining('元和万元只填一个') },
    ]);
  });

  it('is a line at zero where an approval or an opening balance says so, and nothing where it moves nothing', () => {
    const zero = ROW.replace('100.00', '0.00');
    const { commands, notes } = readFacts(
      csv(
        zero,
        ROW.replace('allocate', 'cut'),
        zero.replace('allocate', 'cut'),
        zero.replace('allocate', 'supplement'),
      ),
    );
    expect(commands.map(({ input, rows }) => [input.type, rows])).toEqual([
      ['AllocateBudget', [2]],
      ['AdjustBudget', [3]],
    ]);
    expect(notes).toEqual([expect.stringContaining('跳过 2 行金额为 0 的行')]);
  });

  it('is doubted where two rows of one document say the same', () => {
    const [command] = readFacts(csv(ROW, ROW.replace('100.00', '5'), ROW)).commands;
    expect(command?.doubts).toEqual([
      { row: 4, message: expect.stringMatching(/^与第 2 行完全相同.+--repeated-rows/) },
    ]);
    expect(readFacts(csv(ROW, ROW.replace('1号', '2号'))).commands.flatMap(({ doubts }) => doubts)).toEqual([]);
  });
});
