import type { KnownUnit } from '#read-model';
import type { CsvTable } from '#report';

export function unitsAsCsv(units: readonly KnownUnit[]): CsvTable {
  const rows = units.map(({ division, department, departmentName, unit, name, years }) => [
    division,
    department,
    departmentName,
    unit,
    name,
    years.join(' '),
  ]);
  return { columns: ['division', 'department', 'departmentName', 'unit', 'name', 'years'], rows };
}
