import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parseCommand } from '#wire';

import { readFacts } from './facts-file';

const HEAD =
  'division,unit,fiscalYear,command,documentNumber,effectiveDate,originYear,source,function,economic,category,project,procurement,amount';
const ROW = '361100,126001,2024,allocate,1号,2024-01-01,,general-public-budget,2012901,302,operating,,,100.00';
const csv = (...rows: string[]) => [HEAD, ...rows].join('\n');

describe('the facts of Shangrao', () => {
  const { commands, errors } = readFacts(readFileSync(join(__dirname, '../../../data/shangrao-2024/facts.csv')));

  it('are four commands without errors', () => {
    expect(errors).toEqual([]);
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
    ['a division of five digits', ROW.replace('361100', '36110'), 'division: must be six digits'],
    ['a unit of letters', ROW.replace('126001', 'A26001'), 'unit: must be six digits'],
    ['an unknown command', ROW.replace('allocate', 'freeze'), 'command: '],
    ['no document', ROW.replace('1号', ''), 'documentNumber: must not be empty'],
    ['no year', ROW.replace(',2024,', ',,'), 'fiscalYear: '],
  ])('are told by row: %s', (_, row, message) => {
    const { errors } = readFacts(csv(ROW, row));
    expect(errors).toEqual([{ row: 3, message: expect.stringContaining(message) }]);
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
    expect(errors).toEqual([
      { row: 4, message: 'effectiveDate: is 2024-02-01, but the same document has 2024-01-01 above' },
    ]);
  });

  it('are told where a row has too few cells, or a quote is open', () => {
    expect(readFacts(csv(ROW, '361100,126001')).errors).toEqual([{ row: 3, message: expect.any(String) }]);
    expect(readFacts(csv(ROW, `"${ROW}`)).errors).toEqual([{ row: 3, message: expect.any(String) }]);
  });

  it('are told where a column is missing', () => {
    const { errors } = readFacts(csv(ROW).replace('amount', 'sum'));
    expect(errors).toEqual([{ row: 2, message: expect.stringMatching(/^amount: /) }]);
  });

  it('are none in a file without rows', () => {
    expect(readFacts(HEAD)).toEqual({ commands: [], errors: [] });
    expect(readFacts('')).toEqual({ commands: [], errors: [] });
  });
});
