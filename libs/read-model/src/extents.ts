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
