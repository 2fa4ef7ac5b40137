import type { KnownUnit } from '#read-model';

import { csvOf, freeText } from './csv';

export function unitsAsCsv(units: readonly KnownUnit[]): string {
  const rows = units.map(({ division, department, departmentName, unit, name, years }) => [
    division,
    department,
    freeText(departmentName),
    unit,
    freeText(name),
    years.join(' '),
  ]);
  return csvOf(['division', 'department', 'departmentName', 'unit', 'name', 'years'], rows);
}
