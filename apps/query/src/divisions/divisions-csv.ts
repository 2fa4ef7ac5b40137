import type { CsvTable } from '#report';
import type { z } from 'zod';

import { TOTALS } from '../parts/totals-answer';
import type { divisionsAnswer } from './divisions-answer';

type Divisions = z.output<typeof divisionsAnswer>['divisions'];

export function divisionsAsCsv(divisions: Divisions): CsvTable {
  const rows = divisions.map(({ division, name, years, departments, units, newest }) => [
    division,
    name,
    years.join(' '),
    departments,
    units,
    newest?.year,
    ...TOTALS.map((column) => newest?.[column]),
  ]);
  return { columns: ['division', 'name', 'years', 'departments', 'units', 'year', ...TOTALS], rows };
}
