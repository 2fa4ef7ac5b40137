import { APPROPRIATION_ITEMS, OTHER_INCOME_ITEMS } from '../income-items';
import type { AmountColumn, CodeLayout } from '../layout';
import { head, heads, numbering, ofSource, TOTAL } from '../layout-parts';
import { appropriation, carriedOver, everything } from '../line-filter';
import { CODE_COLUMNS, FUNCTION_LEVELS } from './codes';

/** Table 2: every source of income by function. */

const REVENUE_SUMS: readonly AmountColumn[] = [
  TOTAL,
  { key: 'carried-over', takes: carriedOver },
  { key: 'appropriation', takes: appropriation },
  ...APPROPRIATION_ITEMS.map(({ source }) => ofSource(source)),
  ...OTHER_INCOME_ITEMS.map(({ source }) => ofSource(source)),
  ofSource('non-fiscal-surplus'),
];
export const REVENUE: CodeLayout = {
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
    heads([...CODE_COLUMNS, '小计', ...APPROPRIATION_ITEMS.map(({ column }) => column)]),
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
