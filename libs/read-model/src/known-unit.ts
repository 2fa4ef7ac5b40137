import type { Staffing } from '#domain';

import { type Database, rowsOf } from './database';

/** A registered unit with the years of which it has any event. */
export interface KnownUnit {
  division: string;
  department: string;
  departmentName: string;
  unit: string;
  name: string;
  /** From which day on it was registered first. */
  registeredOn: string;
  staffing?: Staffing;
  years: number[];
}

export interface UnitRow {
  division: string;
  department: string;
  department_name: string;
  unit: string;
  name: string;
  staffing: Staffing | null;
  registered_on: string | null;
  years: number[];
}

/** Units as they are called now, for a condition to follow. */
export const UNIT_WITH_YEARS = `
  select division, department, department_name, unit, name, staffing,
         array(select fiscal_year from unit_year
                where (unit_year.division, unit_year.department, unit_year.unit) = (unit.division, unit.department, unit.unit)
                order by fiscal_year) as years,
         (select effective_date from saying
           where stream = division || '/' || department and kind = 'unit' and fiscal_year = 0 and saying.unit = unit.unit
           order by revision limit 1) as registered_on
    from unit`;

export function knownUnitOf(row: UnitRow): KnownUnit {
  const { division, department, department_name: departmentName, unit, name, staffing, years } = row;
  const registeredOn = row.registered_on ?? '';
  return {
    division,
    department,
    departmentName,
    unit,
    name,
    registeredOn,
    ...(staffing === null ? {} : { staffing }),
    years,
  };
}

/** The first units by code, for a page that leads to them. */
export async function listUnits(database: Database, limit: number): Promise<KnownUnit[]> {
  const rows = await rowsOf<UnitRow>(database, `${UNIT_WITH_YEARS} order by division, department, unit limit $1`, [
    limit,
  ]);
  return rows.map(knownUnitOf);
}
