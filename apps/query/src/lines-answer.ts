import { AMOUNT_COLUMNS, amountsInYuan, dimensionsOf, type Line } from '#domain';

import { type Cell, csvOf, freeText } from './csv';
import type { LineAnswer } from './schemas';

/** A line as it leaves the ledger: its dimensions, every column and the current budget, in yuan. */
export function lineAnswerOf(line: Line): LineAnswer {
  return { ...dimensionsOf(line), ...amountsInYuan(line) };
}

const AMOUNTS = [...AMOUNT_COLUMNS, 'current'].map(
  (column) => `${column}Yuan` as keyof ReturnType<typeof amountsInYuan>,
);
export const DIMENSIONS = [
  'unit',
  'source',
  'function',
  'economic',
  'category',
  'project',
  'originYear',
  'procurement',
];

export function linesAsCsv(fiscalYear: number, lines: readonly Line[]): string {
  const rows = lines.map((line) => {
    const amounts = amountsInYuan(line);
    return [fiscalYear, ...dimensionCells(line), ...AMOUNTS.map((name) => amounts[name])];
  });
  return csvOf(['fiscalYear', ...DIMENSIONS, ...AMOUNTS], rows);
}

/** In the order of DIMENSIONS. */
export function dimensionCells(line: Parameters<typeof dimensionsOf>[0]): Cell[] {
  const { unit, source, function: functional, economic, category, project, originYear, procurement } = line;
  return [unit, source, functional, economic, category, freeText(project), originYear, procurement];
}
