import { emptyLine, type Line, type LineDimensions } from '#domain';

import { published, shangrao, withLines } from '../test/shangrao';
import { statutoryTable } from './statutory-table';
import { TABLE_NUMBERS } from './table-number';
import type { ReportInput } from './report-input';

const input = shangrao(2024);
const plainName = (name: string): string => name.replace(/^（.）|^.、/, '');

function lineWith(amounts: Partial<Line>, dimensions: Partial<LineDimensions> = {}): Line {
  const basis: LineDimensions = {
    unit: '126001',
    source: 'general-public-budget',
    function: '2012901',
    economic: '30101',
    category: 'personnel',
  };
  return { ...emptyLine({ ...basis, ...dimensions }, 2024), ...amounts };
}
function having(...lines: Line[]): ReportInput {
  return withLines(input, lines);
}

describe('the published tables', () => {
  it.each([3, 5, 6, 7, 8, 9] as const)('come out cell for cell: table %d', (number) => {
    const expected = published.tables[String(number)]!;
    const { table, title, columns, rows, notes, unit, year, currencyUnit } = statutoryTable(number, input);
    expect({ table, title, columns, rows }).toEqual({
      table: String(number),
      title: expected.title,
      columns: expected.columns,
      rows: expected.rows,
    });
    expect(notes).toEqual(expected.note === undefined ? [] : [expected.note]);
    expect({ unit, year, currencyUnit }).toEqual({
      unit: { code: '126001', name: '上饶市妇女联合会' },
      year: 2024,
      currencyUnit: '万元',
    });
  });

  it('come out in table 2, with every row and column that has no figure blank', () => {
    const { title, expected } = published.tablesNotPrintedInTheSource['2'];
    const table = statutoryTable(2, input);
    expect(table.title).toBe(title);
    expect(new Set(table.columns).size).toBe(table.columns.length);
    const of = (row: string[], column: string): string => row[table.columns.indexOf(column)]!;
    for (const [key, figures] of Object.entries(expected)) {
      const row = table.rows.find(([code, name]) => code === key || name === key)!;
      expect([of(row, '合计'), of(row, '上年结转'), of(row, '财政拨款小计')]).toEqual(figures.map((figure) => figure));
    }
    expect(table.rows.map(([code]) => code)).toEqual(['', '201', '29', '2012901', '2012902', '2012999']);
    const [total] = table.rows;
    expect(total!.slice(table.columns.indexOf('政府性基金')).every((cell) => cell === '')).toBe(true);
  });

  it.each([1, 4] as const)('come out in table %d', (number) => {
    const { title, expected } = published.tablesNotPrintedInTheSource[`${number}`];
    const table = statutoryTable(number, input);
    expect(table.title).toBe(title);
    const figures = new Map<string, string>();
    for (const row of table.rows) {
      figures.set(plainName(row[0]!), row[1]!);
      if (row[2] !== '') figures.set(plainName(row[2]!), row[3]!);
    }
    expect(Object.fromEntries(Object.keys(expected).map((name) => [name, figures.get(name)]))).toEqual(expected);
    expect(figures.get('收入总计')).toBe(figures.get('支出总计'));
  });

  it('set income and expenditure beside each other in table 1', () => {
    expect(statutoryTable(1, input).rows).toEqual([
      ['一、财政拨款收入', '487.90', '一般公共服务支出', '691.29'],
      ['（一）一般公共预算收入', '487.90', '', ''],
      ['（二）政府性基金预算收入', '', '', ''],
      ['（三）国有资本经营预算收入', '', '', ''],
      ['二、教育收费资金收入', '', '', ''],
      ['三、事业收入', '', '', ''],
      ['四、事业单位经营收入', '', '', ''],
      ['五、附属单位上缴收入', '', '', ''],
      ['六、上级补助收入', '', '', ''],
      ['七、其他收入', '', '', ''],
      ['本年收入合计', '487.90', '本年支出合计', '691.29'],
      ['八、使用非财政拨款结余', '', '年终结转结余', ''],
      ['九、上年结转（结余）', '203.39', '', ''],
      ['收入总计', '691.29', '支出总计', '691.29'],
    ]);
  });

  it('leave carried-over money out of table 4', () => {
    expect(statutoryTable(4, input).rows).toEqual([
      ['一、本年收入', '487.90', '一、本年支出', '487.90', '487.90', '', ''],
      ['（一）一般公共预算收入', '487.90', '一般公共服务支出', '487.90', '487.90', '', ''],
      ['（二）政府性基金预算收入', '', '二、年终结转', '', '', '', ''],
      ['（三）国有资本经营预算收入', '', '', '', '', '', ''],
      ['二、上年结转', '', '', '', '', '', ''],
      ['收入总计', '487.90', '支出总计', '487.90', '487.90', '', ''],
    ]);
  });
});

describe('a statutory table', () => {
  it.each(TABLE_NUMBERS)('has rows as wide as its columns, and a head as wide as both: table %d', (number) => {
    const table = statutoryTable(number, input);
    const width = table.columns.length;
    expect(table.rows.every((row) => row.length === width)).toBe(true);
    expect(table.alignments).toHaveLength(width);
    const cells = table.header.flat().reduce((sum, { colspan, rowspan }) => sum + colspan * rowspan, 0);
    expect(cells).toBe(width * table.header.length);
  });

  it('prints no row for a zero, and 0.00 for money that rounds to nothing', () => {
    const table = statutoryTable(
      3,
      having(lineWith({ original: 4_999n }), lineWith({ original: 100n, cut: 100n }, { function: '2050101' })),
    );
    expect(table.rows.map((row) => row.slice(0, 4))).toEqual([
      ['', '合计', '0.00', '0.00'],
      ['201', '一般公共服务支出', '0.00', '0.00'],
      ['29', '群众团体事务', '0.00', '0.00'],
      ['2012901', '行政运行', '0.00', '0.00'],
    ]);
    expect(table.rows.every((row) => row[4] === '')).toBe(true);
  });

  it('shows the approved budget, carry-over included, when asked for it', () => {
    const lines = [
      lineWith({ original: 1_000_000n, supplemented: 500_000n, cut: 100_000n, transferred: -50_000n }),
      lineWith({ carriedOver: 2_000_000n }, { originYear: 2023 }),
    ];
    const totalUnder = (measure: ReportInput['measure']): string =>
      statutoryTable(3, { ...having(...lines), measure }).rows[0]![2]!;
    expect(totalUnder('current')).toBe('3.35');
    expect(totalUnder('original')).toBe('3.00');
    expect(statutoryTable(5, { ...having(...lines), measure: 'original' }).rows[0]![2]).toBe('1.00');
  });

  it('names a code that no list names by itself', () => {
    const { rows } = statutoryTable(3, having(lineWith({ original: 1_000_000n }, { function: '9990101' })));
    expect(rows[1]!.slice(0, 2)).toEqual(['999', '未列名科目 999']);
  });

  it('counts a posting to an economic class in the class alone', () => {
    const { rows } = statutoryTable(
      6,
      having(lineWith({ original: 3_000_000n }, { economic: '301' }), lineWith({ original: 1_000_000n })),
    );
    expect(rows.map((row) => row.slice(0, 3))).toEqual([
      ['', '合计', '4.00'],
      ['301', '工资福利支出', '4.00'],
      ['30101', '基本工资', '1.00'],
    ]);
  });

  it('puts each income in its own row and column', () => {
    const lines = [
      lineWith({ original: 1_000_000n }, { source: 'government-fund' }),
      lineWith({ original: 2_000_000n }, { source: 'institutional-income' }),
      lineWith({ original: 4_000_000n }, { source: 'non-fiscal-surplus' }),
      lineWith({ carriedOver: 8_000_000n }, { source: 'institutional-income', originYear: 2023 }),
    ];
    const income = new Map(statutoryTable(1, having(...lines)).rows.map(([name, figure]) => [name, figure]));
    expect(income.get('（二）政府性基金预算收入')).toBe('1.00');
    expect(income.get('三、事业收入')).toBe('2.00');
    expect(income.get('本年收入合计')).toBe('3.00');
    expect(income.get('八、使用非财政拨款结余')).toBe('4.00');
    expect(income.get('九、上年结转（结余）')).toBe('8.00');
    expect(income.get('收入总计')).toBe('15.00');
    expect(statutoryTable(8, having(...lines)).rows).toHaveLength(4);
    expect(statutoryTable(2, having(...lines)).rows[0]!.slice(2)).toEqual([
      '15.00',
      '8.00',
      '1.00',
      '',
      '1.00',
      '',
      '',
      '2.00',
      '',
      '',
      '',
      '',
      '4.00',
    ]);
  });

  it('shows a unit without “三公” money as a row of blanks', () => {
    expect(statutoryTable(7, having()).rows).toEqual([['126001', '上饶市妇女联合会', '', '', '', '', '']]);
  });

  it('lists more classes than there is income and still sets the totals side by side', () => {
    const classes = ['201', '203', '204', '205', '206', '207', '208', '210', '211', '212', '213', '214'];
    const { rows } = statutoryTable(
      1,
      having(...classes.map((code) => lineWith({ original: 1_000_000n }, { function: `${code}0101` }))),
    );
    expect(rows).toHaveLength(classes.length + 4);
    expect(rows.at(-1)).toEqual(['收入总计', '12.00', '支出总计', '12.00']);
    expect(rows.at(-4)!.filter((_, column) => column % 2 === 0)).toEqual(['本年收入合计', '本年支出合计']);
  });

  it("refuses another unit's or year's lines", () => {
    expect(() => statutoryTable(3, having(lineWith({}, { unit: '126002' })))).toThrow(RangeError);
    expect(() => statutoryTable(3, having({ ...lineWith({}), fiscalYear: 2023 }))).toThrow(
      'a line of 126001 in 2023 does not belong to 126001 in 2024',
    );
  });
});

describe('the performance tables', () => {
  it('list the indicators as the document does, its stray sentences included', () => {
    const { rows, columns, details, notes } = statutoryTable(10, input);
    expect(columns).toEqual(['一级指标', '二级指标', '三级指标', '指标值']);
    expect(rows).toHaveLength(28);
    expect(rows[2]).toEqual(['产出指标', '数量指标', '开展“三八”节系列活动', '3 场反映政府提供一般公共服务的支出。']);
    expect(notes).toEqual([]);
    expect(details!.blocks[0]!.department).toEqual({ code: '126', name: '上饶市妇女联合会' });
    expect(details!.blocks[0]!.staffing!.actual.serving).toBe(16);
    expect(details!.blocks).toHaveLength(1);
    expect(details!.blocks[0]!.tasks).toHaveLength(4);
    expect(details!.blocks[0]!.goals).toHaveLength(4);
    expect(details!.blocks[0]!.declaredFunds).toEqual({
      total: '487.90',
      fiscalAppropriation: '487.90',
      otherFunds: null,
      carriedOver: null,
      basic: '416.90',
      project: '71.00',
    });
  });

  it('have a block for each project, with the amounts of the published list', () => {
    const { rows, details } = statutoryTable(11, input);
    expect(
      details!.blocks.map(({ project, declaredFunds }) => ({ name: project, amount: declaredFunds.total })),
    ).toEqual(published.projects);
    expect(rows).toHaveLength(15 + 12 + 23);
    expect(rows[0]).toEqual(['妇女工作经费', '成本指标', '经济成本指标', '关心关爱妇女儿童', '71 万']);
    expect(details!.blocks[2]!.declaredFunds.otherFunds).toBeNull();
    expect(details!.blocks[1]!.declaredFunds.carriedOver).toBe('0.00');
  });

  it.each([10, 11] as const)('say that nothing was recorded: table %d', (number) => {
    const { rows, notes, details } = statutoryTable(number, shangrao(2023));
    expect(rows).toEqual([]);
    expect(notes).toEqual([expect.stringContaining('详细目标表未录入')]);
    expect(details!.blocks).toEqual([]);
  });
});

describe('the projects', () => {
  it.each(published.projects)('cost what is published: $name', ({ name, amount }) => {
    const lines = input.units[0]!.lines.filter((line) => line.project === name);
    expect(statutoryTable(3, withLines(input, lines)).rows[0]![4]).toBe(amount);
  });
});
