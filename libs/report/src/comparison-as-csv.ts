import type { Comparison } from './comparison';
import { csvOf } from './csv';

/** What is unknown is an empty field. */
export function comparisonAsCsv({ year, priorYear, measures, currencyUnit }: Comparison): string {
  const head = [
    '指标',
    '名称',
    `${year} 年预算数（${currencyUnit}）`,
    `${priorYear} 年预算数（${currencyUnit}）`,
    `增减额（${currencyUnit}）`,
    '增减率',
    '说明',
  ];
  const rows = measures.map(({ measure, name, current, prior, change, ratio, words }) => [
    measure,
    name,
    current,
    prior ?? '',
    change ?? '',
    ratio ?? '',
    words,
  ]);
  return csvOf([head, ...rows]);
}
