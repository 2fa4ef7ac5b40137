import { type Source, sumFen } from '#domain';

import { APPROPRIATION_ITEMS, OTHER_INCOME_ITEMS } from './income-items';
import type {
  AmountColumn,
  CodeLayout,
  HeaderCell,
  Layout,
  MembersLayout,
  PerformanceLayout,
  StatementLayout,
  StatementRow,
} from './layout';
import {
  all,
  any,
  appropriation,
  basic,
  carriedOver,
  economicItem,
  everything,
  from,
  type LineFilter,
  nothing,
  operating,
  ownYear,
  ownYearFrom,
  personnel,
  project,
} from './line-filter';
import { linesOf, type ReportInput, type ReportLevel, valueOf } from './report-input';
import type { TableNumber } from './table-number';
import { THREE_PUBLIC_ITEMS } from './three-public';
import { inWan, inWords } from './wan';

/**
 * The statutory tables as the departments of Jiangxi publish them. Tables 1 to 3 take all money, tables 4 to 9 the year's own
 * appropriation. Another place is another record of layouts; nothing here is known to the code that fills them.
 */

/** The three levels of 支出功能分类: a 款 prints as its last two digits, a 类 and a 项 in full. */
const FUNCTION_LEVELS = [
  { digits: 3, printed: 3 },
  { digits: 5, printed: 2 },
  { digits: 7, printed: 7 },
] as const;
const ECONOMIC_LEVELS = [
  { digits: 3, printed: 3 },
  { digits: 5, printed: 5 },
] as const;

const CODE_COLUMNS = ['科目编码', '科目名称'] as const;
const EXPENDITURE_COLUMNS = [...CODE_COLUMNS, '合计', '基本支出', '项目支出'] as const;

/** Columns of amounts that several tables have. */
const TOTAL: AmountColumn = { key: 'total', takes: everything };
const INCOME: AmountColumn = { key: 'income', takes: everything };
const EXPENDITURE_COLUMN: AmountColumn = { key: 'expenditure', takes: everything };
const EXPENDITURE_SUMS: readonly AmountColumn[] = [
  TOTAL,
  { key: 'basic', takes: basic },
  { key: 'project', takes: project },
];

/** The year's own money of one source, under the source's name. */
function ofSource(source: Source): AmountColumn {
  return { key: source, takes: ownYearFrom(source) };
}

/** `text` over one column and one row unless told otherwise. */
function head(text: string, colspan = 1, rowspan = 1): HeaderCell {
  return { text, colspan, rowspan };
}

/** The row under a head that numbers the amount columns: `** ** 1 2 3`. */
function numbering(amountColumns: number): HeaderCell[] {
  return ['**', '**', ...Array.from({ length: amountColumns }, (_, index) => String(index + 1))].map((text) =>
    head(text),
  );
}

/** Rows of income by source, each with its number before its name. */
function numbered(items: readonly { source: Source; name: string }[], ...numbers: readonly string[]): StatementRow[] {
  return items.map(({ source, name }, index) => ({
    key: source,
    name: `${numbers[index] ?? ''}${name}`,
    takes: ownYearFrom(source),
  }));
}

const REVENUE_AND_EXPENDITURE: StatementLayout = {
  kind: 'statement',
  title: () => '收支预算总表',
  columns: () => ['项目', '预算数', '项目', '预算数'],
  header: () => [
    [head('收入', 2), head('支出', 2)],
    [head('项目'), head('预算数'), head('项目'), head('预算数')],
  ],
  notes: () => [],
  landscape: false,
  scope: everything,
  leftSums: [INCOME],
  rightSums: [EXPENDITURE_COLUMN],
  blocks: [
    {
      left: [
        { key: 'appropriation', name: '一、财政拨款收入', takes: appropriation },
        ...numbered(APPROPRIATION_ITEMS, '（一）', '（二）', '（三）'),
        ...numbered(OTHER_INCOME_ITEMS, '二、', '三、', '四、', '五、', '六、', '七、'),
      ],
      right: ['each-class'],
    },
    {
      left: [
        {
          key: 'own-year-income',
          name: '本年收入合计',
          takes: all(ownYear, (line) => line.source !== 'non-fiscal-surplus'),
        },
        { key: 'non-fiscal-surplus', name: '八、使用非财政拨款结余', takes: ownYearFrom('non-fiscal-surplus') },
        { key: 'carried-over', name: '九、上年结转（结余）', takes: carriedOver },
        { key: 'income-total', name: '收入总计', takes: everything },
      ],
      right: [
        { key: 'own-year-expenditure', name: '本年支出合计', takes: everything },
        // A budget line is income and expenditure at once, so all that comes in is spent and none of it is left.
        { key: 'left-over', name: '年终结转结余', takes: nothing },
        'free',
        { key: 'expenditure-total', name: '支出总计', takes: everything },
      ],
    },
  ],
};

const REVENUE_SUMS: readonly AmountColumn[] = [
  TOTAL,
  { key: 'carried-over', takes: carriedOver },
  { key: 'appropriation', takes: appropriation },
  ...APPROPRIATION_ITEMS.map(({ source }) => ofSource(source)),
  ...OTHER_INCOME_ITEMS.map(({ source }) => ofSource(source)),
  ofSource('non-fiscal-surplus'),
];
const REVENUE: CodeLayout = {
  kind: 'codes',
  title: ({ body }) => `${body}收入总表`,
  columns: () => [
    ...CODE_COLUMNS,
    '合计',
    '上年结转',
    '财政拨款小计',
    ...APPROPRIATION_ITEMS.map(({ column }) => column),
    ...OTHER_INCOME_ITEMS.map(({ column }) => column),
    '使用非财政拨款结余',
  ],
  header: () => [
    [
      head('支出功能分类科目', 2),
      head('合计', 1, 2),
      head('上年结转', 1, 2),
      head('财政拨款', 1 + APPROPRIATION_ITEMS.length),
      ...OTHER_INCOME_ITEMS.map(({ column }) => head(column, 1, 2)),
      head('使用非财政拨款结余', 1, 2),
    ],
    [...CODE_COLUMNS, '小计', ...APPROPRIATION_ITEMS.map(({ column }) => column)].map((text) => head(text)),
    numbering(REVENUE_SUMS.length),
  ],
  notes: () => [],
  landscape: true,
  scope: everything,
  chart: 'function',
  codeOf: (line) => line.function,
  levels: FUNCTION_LEVELS,
  sums: REVENUE_SUMS,
};

const EXPENDITURE: CodeLayout = {
  kind: 'codes',
  title: ({ body }) => `${body}支出总表`,
  columns: () => EXPENDITURE_COLUMNS,
  header: () => [
    [head('支出功能分类科目', 2), head('合计', 1, 2), head('基本支出', 1, 2), head('项目支出', 1, 2)],
    CODE_COLUMNS.map((text) => head(text)),
    numbering(EXPENDITURE_SUMS.length),
  ],
  notes: () => [],
  landscape: false,
  scope: everything,
  chart: 'function',
  codeOf: (line) => line.function,
  levels: FUNCTION_LEVELS,
  sums: EXPENDITURE_SUMS,
};

const APPROPRIATION_STATEMENT: StatementLayout = {
  kind: 'statement',
  title: () => '财政拨款收支总表',
  columns: () => ['项目', '预算数', '项目', '合计', ...APPROPRIATION_ITEMS.map(({ column }) => column)],
  header: () => [
    [head('收入', 2), head('支出', 2 + APPROPRIATION_ITEMS.length)],
    ['项目', '预算数', '项目', '合计', ...APPROPRIATION_ITEMS.map(({ column }) => column)].map((text) => head(text)),
  ],
  notes: () => [],
  landscape: false,
  scope: appropriation,
  leftSums: [INCOME],
  rightSums: [TOTAL, ...APPROPRIATION_ITEMS.map(({ source }) => ofSource(source))],
  blocks: [
    {
      left: [
        { key: 'own-year-income', name: '一、本年收入', takes: ownYear },
        ...numbered(APPROPRIATION_ITEMS, '（一）', '（二）', '（三）'),
        // The table's scope leaves carried-over money out, so this stays blank, as it does in the published budgets.
        { key: 'carried-over', name: '二、上年结转', takes: carriedOver },
      ],
      right: [
        { key: 'own-year-expenditure', name: '一、本年支出', takes: everything },
        'each-class',
        { key: 'left-over', name: '二、年终结转', takes: nothing },
      ],
    },
    {
      left: [{ key: 'income-total', name: '收入总计', takes: everything }],
      right: [{ key: 'expenditure-total', name: '支出总计', takes: everything }],
    },
  ],
};

/** Tables 5, 8 and 9 are one table for three funds. */
/** Tables 8 and 9 are of the year's own appropriation: money of the fund that was carried over stands elsewhere, and the note says so. */
function carriedOverNote(source: Source, fund: string, input: ReportInput): string | undefined {
  const amounts = linesOf(input)
    .filter(all(from(source), carriedOver))
    .map((line) => valueOf(line, input.measure));
  if (amounts.every((fen) => fen === 0n)) return undefined;
  return `注：本表为本年拨款；另有${fund}上年结转 ${inWords(inWan(sumFen(amounts)))} 万元，列入收支预算总表、收入总表和支出总表`;
}

function fundExpenditure(title: string, scope: LineFilter, notes: Layout['notes']): CodeLayout {
  return {
    ...EXPENDITURE,
    title: () => title,
    header: (fiscalYear) => [
      [head('支出功能分类科目', 2), head(`${fiscalYear} 年预算数`, 3)],
      EXPENDITURE_COLUMNS.map((text) => head(text)),
    ],
    notes,
    scope,
  };
}

const BASIC_EXPENDITURE: CodeLayout = {
  kind: 'codes',
  title: () => '一般公共预算基本支出表',
  columns: () => [...CODE_COLUMNS, '合计', '人员经费', '公用经费'],
  header: (fiscalYear) => [
    [head('支出经济分类科目', 2), head(`${fiscalYear} 年基本支出`, 3)],
    [...CODE_COLUMNS, '合计', '人员经费', '公用经费'].map((text) => head(text)),
  ],
  notes: () => [],
  landscape: false,
  scope: all(ownYearFrom('general-public-budget'), basic),
  chart: 'economic',
  codeOf: (line) => line.economic,
  levels: ECONOMIC_LEVELS,
  sums: [TOTAL, { key: 'personnel', takes: personnel }, { key: 'operating', takes: operating }],
};

const THREE_PUBLIC_SUMS: readonly AmountColumn[] = THREE_PUBLIC_ITEMS.map(({ economic }) => ({
  key: economic,
  takes: economicItem(economic),
}));
const THREE_PUBLIC_COLUMNS: Layout['columns'] = ({ body }) => [
  `${body}编码`,
  `${body}名称`,
  '合计',
  ...THREE_PUBLIC_ITEMS.map(({ column }) => column),
];
const THREE_PUBLIC: MembersLayout = {
  kind: 'members',
  title: () => '财政拨款“三公”经费支出表',
  columns: THREE_PUBLIC_COLUMNS,
  header: (_, words) => [
    THREE_PUBLIC_COLUMNS(words).map((text) => head(text)),
    numbering(1 + THREE_PUBLIC_SUMS.length),
  ],
  notes: () => [],
  landscape: false,
  scope: appropriation,
  sums: [{ key: 'total', takes: any(...THREE_PUBLIC_SUMS.map(({ takes }) => takes)) }, ...THREE_PUBLIC_SUMS],
};

const INDICATOR_COLUMNS = ['一级指标', '二级指标', '三级指标', '指标值'] as const;

function performance(of: PerformanceLayout['of'], title: string, columns: readonly string[]): PerformanceLayout {
  return {
    kind: 'performance',
    of,
    title: () => title,
    columns: () => columns,
    header: () => [columns.map((text) => head(text))],
    notes: () => [],
    landscape: false,
  };
}

/** Units publish the same tables with 单位 in the titles, but for 部门整体支出绩效目标, which are the department's. */
export function hasTable(level: ReportLevel, number: TableNumber): boolean {
  return !(level === 'unit' && number === 10);
}

/**
 * Changes with anything that a table, a comparison, the explanation or the publication shows for the same lines: whoever keeps one knows
 * by it whether it would be printed so today.
 */
export const LAYOUT_VERSION = 'jiangxi-4';

export const JIANGXI_PROFILE: Readonly<Record<TableNumber, Layout>> = {
  1: REVENUE_AND_EXPENDITURE,
  2: REVENUE,
  3: EXPENDITURE,
  4: APPROPRIATION_STATEMENT,
  5: fundExpenditure('一般公共预算支出表', ownYearFrom('general-public-budget'), () => []),
  6: BASIC_EXPENDITURE,
  7: THREE_PUBLIC,
  8: fundExpenditure('政府性基金预算支出表', ownYearFrom('government-fund'), ({ that }, input) => [
    carriedOverNote('government-fund', '政府性基金', input) ?? `注：若为空表，则为${that}无政府性基金收支`,
  ]),
  9: fundExpenditure('国有资本经营预算支出表', ownYearFrom('state-capital'), ({ that }, input) => [
    carriedOverNote('state-capital', '国有资本经营预算', input) ?? `注：若为空表，则为${that}无国有资本经营预算收支`,
  ]),
  10: performance('unit', '部门整体支出绩效目标表', INDICATOR_COLUMNS),
  11: performance('projects', '项目绩效目标表', ['项目名称', ...INDICATOR_COLUMNS]),
};
