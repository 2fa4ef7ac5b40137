import { measureOf, type Source } from '#domain';

import type { AmountColumn, CodeLayout, Noted } from '../layout';
import { head, heads, numbering, TOTAL } from '../layout-parts';
import { all, basic, carriedOver, everything, from, operating, ownYearFrom, personnel, project } from '../line-filter';
import { takenBy } from '../taken';
import { inWan, inWords } from '../wan';
import { CODE_COLUMNS, ECONOMIC_LEVELS, FUNCTION_LEVELS } from './codes';

/** Tables 3, 5, 6, 8 and 9: expenditure by function, of all money and of each fund, and 基本支出 by economic class. */

const EXPENDITURE_COLUMNS = [...CODE_COLUMNS, '合计', '基本支出', '项目支出'] as const;
const EXPENDITURE_SUMS: readonly AmountColumn[] = [
  TOTAL,
  { key: 'basic', takes: basic },
  { key: 'project', takes: project },
];

export const EXPENDITURE: CodeLayout = {
  kind: 'codes',
  title: ({ body }) => `${body}支出总表`,
  columns: () => EXPENDITURE_COLUMNS,
  header: () => [
    [head('支出功能分类科目', 2), head('合计', 1, 2), head('基本支出', 1, 2), head('项目支出', 1, 2)],
    heads(CODE_COLUMNS),
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

/** Tables 5, 8 and 9 are one table for three funds, each of the year's own appropriation. */
function fundExpenditure(title: string, source: Source, notes: CodeLayout['notes']): CodeLayout {
  return {
    ...EXPENDITURE,
    title: () => title,
    header: (fiscalYear) => [
      [head('支出功能分类科目', 2), head(`${fiscalYear} 年预算数`, 3)],
      heads(EXPENDITURE_COLUMNS),
    ],
    notes,
    scope: ownYearFrom(source),
  };
}

export const GENERAL_PUBLIC_BUDGET = fundExpenditure('一般公共预算支出表', 'general-public-budget', () => []);
export const GOVERNMENT_FUND = fundExpenditure('政府性基金预算支出表', 'government-fund', ({ that }, noted) => [
  carriedOverNote('government-fund', '政府性基金', noted) ?? `注：若为空表，则为${that}无政府性基金收支`,
]);
export const STATE_CAPITAL = fundExpenditure('国有资本经营预算支出表', 'state-capital', ({ that }, noted) => [
  carriedOverNote('state-capital', '国有资本经营预算', noted) ?? `注：若为空表，则为${that}无国有资本经营预算收支`,
]);

/** Money of the fund that was carried over stands elsewhere, and the note says so. */
function carriedOverNote(source: Source, fund: string, { lines, measure, rounding }: Noted): string | undefined {
  const isOfFund = all(from(source), carriedOver);
  if (!lines.some((line) => isOfFund(line) && measureOf(line, measure) !== 0n)) return undefined;
  const amount = inWords(inWan(takenBy(isOfFund, lines, measure), rounding));
  return `注：本表为本年拨款；另有${fund}上年结转 ${amount} 万元，列入收支预算总表、收入总表和支出总表`;
}

export const BASIC_EXPENDITURE: CodeLayout = {
  kind: 'codes',
  title: () => '一般公共预算基本支出表',
  columns: () => [...CODE_COLUMNS, '合计', '人员经费', '公用经费'],
  header: (fiscalYear) => [
    [head('支出经济分类科目', 2), head(`${fiscalYear} 年基本支出`, 3)],
    heads([...CODE_COLUMNS, '合计', '人员经费', '公用经费']),
  ],
  notes: () => [],
  landscape: false,
  scope: all(ownYearFrom('general-public-budget'), basic),
  chart: 'economic',
  codeOf: (line) => line.economic,
  levels: ECONOMIC_LEVELS,
  sums: [TOTAL, { key: 'personnel', takes: personnel }, { key: 'operating', takes: operating }],
};
