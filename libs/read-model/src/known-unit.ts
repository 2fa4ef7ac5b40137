import { placeOfStream, type Staffing } from '#domain';
import { type Database, rowsOf } from '#postgres';

import { type Extent, extentsParameter, isWithin } from './extents';
import type { Sayings } from './sayings';

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

/** What the newest saying of a unit says, and from when on its first one counts. */
interface UnitRow {
  stream: string;
  unit: string;
  first_date: string | null;
  content: Sayings['unit'];
  years: number[];
}

export function knownUnitOf({ stream, unit, first_date, content, years }: UnitRow): KnownUnit {
  const { name, departmentName, staffing } = content;
  return {
    ...placeOfStream(stream),
    departmentName,
    unit,
    name,
    registeredOn: first_date ?? '',
    ...(staffing === undefined ? {} : { staffing }),
    years,
  };
}

/** The first units by code, for a page that leads to them: all, or those that stand within one of the extents. */
export async function listUnits(database: Database, limit: number, extents?: readonly Extent[]): Promise<KnownUnit[]> {
  const rows = await rowsOf<UnitRow>(database, FIRST_UNITS, [limit, extentsParameter(extents)]);
  return rows.map(knownUnitOf);
}

const [DIVISION, DEPARTMENT] = ["split_part(stream, '/', 1)", "split_part(stream, '/', 2)"];
/** The condition on the stream leads to the index of units, which has them in order. */
const FIRST_UNITS = `
  select stream, unit, content,
         (select effective_date from saying as first_said
           where first_said.stream = newest.stream and kind = 'unit' and fiscal_year = 0 and first_said.unit = newest.unit
           order by revision limit 1) as first_date,
         array(select fiscal_year from unit_year
                where (division, department, unit_year.unit)
                      = (split_part(newest.stream, '/', 1), split_part(newest.stream, '/', 2), newest.unit)
                order by fiscal_year) as years
    from (select distinct on (stream, unit) stream, unit, content
            from saying
           where kind = 'unit' and stream > ''
             and ${isWithin('$2', { division: DIVISION, department: DEPARTMENT, unit: 'unit' })}
           order by stream, unit, revision desc
           limit $1) as newest
   order by stream, unit`;
