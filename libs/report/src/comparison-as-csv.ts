import type { Comparison, UncomparedUnit } from './comparison';
import { csvOf } from './csv';

/** What is unknown is an empty field. Units that one year does not know are rows of their own behind the measures. */
export function comparisonAsCsv(compared: Comparison, version?: string): string {
  const { year, priorYear, measures, currencyUnit } = compared;
  const head = [
    '指标',
    '名称',
    `${year} 年预算数（${currencyUnit}）`,
    `${priorYear} 年预算数（${currencyUnit}）`,
    `${year} 年同口径数（${currencyUnit}）`,
    `${priorYear} 年同口径数（${currencyUnit}）`,
    `增减额（${currencyUnit}）`,
    '增减率',
    '说明',
  ];
  const rows = measures.map(({ measure, name, current, prior, comparableCurrent, comparablePrior, ...rest }) => [
    measure,
    name,
    current,
    prior ?? '',
    comparableCurrent ?? '',
    comparablePrior ?? '',
    rest.change ?? '',
    rest.ratio ?? '',
    rest.words,
  ]);
  const units = [
    ...compared.unitsWithoutPrior.map(({ amount, ...unit }) => unitRow(unit, [amount, ''], NEW_UNIT)),
    ...compared.unitsWithoutCurrent.map(({ amount, ...unit }) => unitRow(unit, ['', amount], ENDED_UNIT)),
  ];
  return csvOf({ columns: head, rows: [...rows, ...units] }, version);
}

const NEW_UNIT = '上年数未知，不参与比较';
const ENDED_UNIT = '本年没有预算数，不参与比较';

function unitRow({ code, name }: Omit<UncomparedUnit, 'amount'>, amounts: [string, string], words: string): string[] {
  return [`单位/${code}`, name, ...amounts, '', '', '', '', words];
}
