import { poolName } from '#domain';
import { rowsOf, type Transaction } from '#postgres';

import { departmentsWithin, type Within } from '../extents';
import { TOTAL_NAMES } from '../totals';
import { type PartsPlace, type PlacePart, SUMS, totalsOf, type TotalsRow } from './place-part';

type PartRow = TotalsRow & {
  department: string;
  code: string;
  name: string | null;
  department_name: string | null;
  units: number;
  is_whole: boolean;
};

/** The parts as they stand, by code, from the sums that the tables keep: a row of an index for each unit of the year, however many lines it has. */
export async function partsNow(
  client: Transaction,
  { division, department }: PartsPlace,
  fiscalYear: number,
  within: Within | undefined,
): Promise<PlacePart[]> {
  const departments = department !== undefined ? [department] : within && departmentsWithin(within);
  const sql = department === undefined ? DEPARTMENTS : UNITS;
  const seen = [within?.departments ?? null, within?.units ?? []];
  const rows = await rowsOf<PartRow>(client, sql, [division, fiscalYear, departments ?? null, ...seen]);
  return rows.map((row) => {
    const { department: at, code, units } = row;
    const departmentName = row.department_name ?? at;
    const name = department === undefined ? departmentName : (row.name ?? poolName(departmentName));
    return { department: at, code, name, units, ...(row.is_whole ? { totals: totalsOf(row) } : {}) };
  });
}

/** With which of them are seen: a department as a whole, or some of its units. */
const YEAR = `
  select *, of_department or unit = any($5) as is_seen
    from (select *, $4::text[] is null or department = any($4) as of_department
            from unit_year
           where division = $1 and fiscal_year = $2 and ($3::text[] is null or department = any($3))) as year`;
const DEPARTMENT_NAME = `
  left join search_name as of_department on of_department.kind = 'department' and of_department.division = $1
        and of_department.department = part.department and of_department.unit = ''`;

const DEPARTMENTS = `
  select part.*, null as name, of_department.name as department_name
    from (select department, department as code, ${SUMS}, bool_and(of_department) as is_whole,
                 count(*) filter (where unit <> department)::integer as units
            from (${YEAR}) as year
           where is_seen
           group by department) as part
  ${DEPARTMENT_NAME}
   order by code`;

const UNITS = `
  select part.*, own.name, of_department.name as department_name
    from (select department, unit as code, ${TOTAL_NAMES.join(', ')}, true as is_whole,
                 (case when unit = department then 0 else 1 end) as units
            from (${YEAR}) as year
           where is_seen) as part
    left join search_name as own on own.kind = 'unit' and own.division = $1 and own.department = part.department and own.unit = code
  ${DEPARTMENT_NAME}
   order by code`;
