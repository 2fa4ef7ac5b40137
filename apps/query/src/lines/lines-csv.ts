import { AMOUNT_COLUMNS, amountsInYuan, LINE_DIMENSIONS } from '#domain';
import type { LineReading } from '#read-model';
import type { CsvTable } from '#report';

import { dimensionCells } from './dimension-cells';

const AMOUNTS = [...AMOUNT_COLUMNS, 'current', 'available'].map(
  (column) => `${column}Yuan` as keyof ReturnType<typeof amountsInYuan>,
);

export function linesAsCsv(fiscalYear: number, lines: readonly LineReading[]): CsvTable {
  const rows = lines.map(({ line, revisions }) => {
    const amounts = amountsInYuan(line);
    return [fiscalYear, ...dimensionCells(line), ...AMOUNTS.map((name) => amounts[name]), revisions.join(' ')];
  });
  return { columns: ['fiscalYear', ...LINE_DIMENSIONS, ...AMOUNTS, 'revisions'], rows };
}
