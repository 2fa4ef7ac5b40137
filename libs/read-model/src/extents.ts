import { departmentOf } from '#domain';

/** Where something has to stand to be in an answer; a limit that is left out does not limit. Of several, one is enough. */
export interface Extent {
  divisions?: readonly string[];
  departments?: readonly string[];
  units?: readonly string[];
  years?: { from?: number; to?: number };
}

/** The departments of a division that are in an answer as a whole, and the units that are besides; undefined where everything is. */
export interface Within {
  departments: readonly string[];
  units: readonly string[];
}

/** The departments of which anything is within. */
export function departmentsWithin({ departments, units }: Within): string[] {
  return [...new Set([...departments, ...units.map(departmentOf)])];
}

/** Whether a unit is. */
export function unitWithin(within: Within | undefined): (unit: { department: string; unit: string }) => boolean {
  if (within === undefined) return () => true;
  const [departments, units] = [new Set(within.departments), new Set(within.units)];
  return ({ department, unit }) => departments.has(department) || units.has(unit);
}

/** As a parameter of `isWithin`; nothing where everything may be in it. */
export function extentsParameter(extents: readonly Extent[] | undefined): string | null {
  return extents === undefined ? null : JSON.stringify(extents);
}

/** The condition that a row stands within the extents of a parameter, of which the database lets through what its reader may see. */
export function isWithin(
  parameter: string,
  { division, department, unit, year }: { division: string; department: string; unit: string; year?: string },
): string {
  const ofYear =
    year === undefined
      ? ''
      : `and ${year} between coalesce((years->>'from')::integer, ${year}) and coalesce((years->>'to')::integer, ${year})`;
  return `(${parameter}::jsonb is null
      or exists (select from jsonb_to_recordset(${parameter}::jsonb)
                     as extent (divisions text[], departments text[], units text[], years jsonb)
                  where (divisions is null or ${division} = any (divisions))
                    and (departments is null or ${department} = any (departments))
                    and (units is null or ${unit} = any (units)) ${ofYear}))`;
}

/** The columns that say where a row stands; of what is of no one year or no unit, they are left out. */
interface PlacedColumns {
  division: string;
  department: string;
  unit?: string;
  year?: string;
}

/**
 * The same condition spelled out, for what goes through thousands of rows: its parameters are put behind `values`. A department of which
 * some units are within is within itself, where no unit is told.
 */
export function withinCondition(
  extents: readonly Extent[] | undefined,
  { division, department, unit, year }: PlacedColumns,
  values: unknown[],
): string {
  if (extents === undefined) return 'true';
  const among = (column: string, codes: readonly string[] | undefined): string[] =>
    codes === undefined ? [] : [`${column} = any($${values.push(codes)}::text[])`];
  const compared = (sign: string, to: number | undefined): string[] =>
    year === undefined || to === undefined ? [] : [`${year} ${sign} $${values.push(to)}::integer`];
  const conditions = extents.map(({ divisions, departments, units, years }) => [
    'true',
    ...among(division, divisions),
    ...among(department, departments),
    ...(unit === undefined ? among(department, units?.map(departmentOf)) : among(unit, units)),
    ...compared('>=', years?.from),
    ...compared('<=', years?.to),
  ]);
  return conditions.length === 0 ? 'false' : `(${conditions.map((all) => `(${all.join(' and ')})`).join(' or ')})`;
}
