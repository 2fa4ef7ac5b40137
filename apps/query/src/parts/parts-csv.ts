import type { PlacePart } from '#read-model';
import type { CsvTable } from '#report';

import { TOTALS, totalsAnswerOf } from './totals-answer';

/** A row a part; where its sum may not be read the amounts are empty. */
export function partsAsCsv(fiscalYear: number, parts: readonly PlacePart[]): CsvTable {
  const rows = parts.map(({ code, name, units, totals }) => {
    const amounts = totals === undefined ? undefined : totalsAnswerOf(totals);
    return [fiscalYear, code, name, units, ...TOTALS.map((column) => amounts?.[column])];
  });
  return { columns: ['fiscalYear', 'code', 'name', 'units', ...TOTALS], rows };
}
