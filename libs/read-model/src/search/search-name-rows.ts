import { type Line, partsOf } from '#domain';
import type { RowOf } from '#postgres';

import { termsOf } from './search-terms';
import type { SEARCH_NAME } from '../tables';
import type { Understood } from '../understand';

export type SearchNameRow = RowOf<typeof SEARCH_NAME>;

/** What a registration calls a unit and its department. */
export interface UnitNames {
  division: string;
  department: string;
  unit: string;
  name: string;
  departmentName: string;
}

/** A line that may begin a project of its unit's year. */
export interface ProjectYear {
  division: string;
  department: string;
  line: Pick<Line, 'unit' | 'fiscalYear' | 'project'>;
}

/** A unit and a department are called what was said last; of a department its first unit by code says it. */
export const REPLACING_NAME = `
  on conflict (kind, division, department, unit, fiscal_year, md5(case kind when 'project' then name else '' end))
  do update set name = excluded.name, said_by = excluded.said_by, terms = excluded.terms
   where search_name.kind = 'unit' or search_name.kind = 'department' and excluded.said_by <= search_name.said_by`;

/** The registrations among events, in their order. */
export function unitNames(events: readonly Understood[]): UnitNames[] {
  return events.flatMap(({ division, department, event }) =>
    partsOf(event).flatMap((part) => {
      if (part.type !== 'unit.registered.v1') return [];
      const { unit, name, departmentName } = part.data;
      return [{ division, department, unit, name, departmentName }];
    }),
  );
}

/** One row of each unit, department and project: of what is said several times the last counts. */
export function searchNameRows(named: readonly UnitNames[], begun: Iterable<ProjectYear>): SearchNameRow[] {
  const rows = new Map<string, SearchNameRow>();
  for (const { division, department, unit, name, departmentName } of named) {
    const of = { division, department, fiscal_year: 0 };
    rows.set(`${division}/${unit}`, { kind: 'unit', ...of, unit, name, said_by: '', terms: termsOf(name, unit) });
    const key = `${division}/${department}`;
    if (unit > String(rows.get(key)?.said_by ?? unit)) continue;
    const terms = termsOf(departmentName, department);
    rows.set(key, { kind: 'department', ...of, unit: '', name: departmentName, said_by: unit, terms });
  }
  for (const { division, department, line } of begun) {
    const { unit, fiscalYear, project } = line;
    if (project === undefined) continue;
    const of = { division, department, unit, fiscal_year: fiscalYear };
    const key = `${division}/${unit}/${fiscalYear}/${project}`;
    if (!rows.has(key)) rows.set(key, { kind: 'project', ...of, name: project, said_by: '', terms: termsOf(project) });
  }
  return [...rows.values()];
}
