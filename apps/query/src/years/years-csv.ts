import type { CsvTable } from '#report';
import type { z } from 'zod';

import type { yearsAnswer } from './years-answer';

const AMOUNTS = ['originalYuan', 'currentYuan', 'paidYuan', 'availableYuan'] as const;

/** A row a year; the amounts are empty of what may be read only in part. */
export function yearsAsCsv(years: z.output<typeof yearsAnswer>['years']): CsvTable {
  const rows = years.map((one) => [one.year, ...AMOUNTS.map((amount) => one[amount])]);
  return { columns: ['fiscalYear', ...AMOUNTS], rows };
}
