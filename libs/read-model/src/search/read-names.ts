import { rowsOf, type Transaction } from '#postgres';

import { type Extent, withinCondition } from '../extents';
import { folded, MOST_OF_TERM } from './search-terms';

export const NAME_KINDS = ['department', 'unit', 'project'] as const;
export type NameKind = (typeof NAME_KINDS)[number];

/** Something that is called what was asked for. */
export interface NamedThing {
  kind: NameKind;
  division: string;
  department: string;
  /** Absent of a department. */
  unit?: string;
  name: string;
  /** Of a unit and a project, its department's and its unit's. */
  of?: string;
  /** Of a project: those of which it has anything that is within. */
  years?: number[];
  /** The newest year of which figures are within. */
  year?: number;
  /** How well it fits: see RANK. */
  rank: number;
}

export interface NamesQuestion {
  text: string;
  kinds: readonly NameKind[];
  division?: string | undefined;
  limit: number;
  /** Where names of units and departments may be told, and where those of projects may. */
  units: readonly Extent[] | undefined;
  figures: readonly Extent[] | undefined;
}

/** The exact code, a code's beginning, a name's beginning, a part of it, and what is read so. */
export const RANK = { code: 0, codePrefix: 1, namePrefix: 2, namePart: 3, spoken: 4 } as const;

interface NameRow {
  kind: NameKind;
  division: string;
  department: string;
  unit: string;
  name: string;
  of: string | null;
  years: number[] | null;
  year: number | null;
  rank: number;
}

/** The best that is found, in one order: by rank, the shorter name first, then by code. */
export async function readNames(client: Transaction, question: NamesQuestion): Promise<NamedThing[]> {
  const text = Array.from(folded(question.text)).slice(0, MOST_OF_TERM).join('');
  if (text === '' || question.kinds.length === 0) return [];
  const values: unknown[] = [queryOf(text), text, question.kinds, question.division ?? null, question.limit];
  const rows = await rowsOf<NameRow>(client, searchSql(question, values), values);
  return rows.map(({ kind, division, department, unit, name, of, years, year, rank }) => ({
    kind,
    division,
    department,
    ...(unit === '' ? {} : { unit }),
    name,
    ...(of === null ? {} : { of }),
    ...(years === null ? {} : { years: years.sort((a, b) => a - b) }),
    ...(year === null ? {} : { year }),
    rank,
  }));
}

/** Thousands may be called so: those of each arm are ranked without anything that only the few need that are answered. */
function searchSql({ units, figures }: NamesQuestion, values: unknown[]): string {
  const place = { division: 'division', department: 'department' };
  const ofDepartment = withinCondition(units, place, values);
  const ofUnit = withinCondition(units, { ...place, unit: 'unit' }, values);
  const ofProject = withinCondition(figures, { ...place, unit: 'unit', year: 'fiscal_year' }, values);
  const ofYear = withinCondition(
    figures,
    { division: 'y.division', department: 'y.department', unit: 'y.unit', year: 'y.fiscal_year' },
    values,
  );
  const isCalledSo = `lexemes @@ $1::tsquery and kind = any($3::text[]) and ($4::text is null or division = $4)`;
  return `
    select found.*,
           (select owner.name from search_name as owner
             where owner.kind = case found.kind when 'unit' then 'department' else 'unit' end and found.kind <> 'department'
               and owner.division = found.division and owner.department = found.department
               and owner.unit = case found.kind when 'unit' then '' else found.unit end) as of,
           (select max(y.fiscal_year) from unit_year as y
             where y.division = found.division and y.department = found.department and (found.unit = '' or y.unit = found.unit) and ${ofYear}
               and (years is null or y.fiscal_year = any(years))) as year
      from ((select kind, division, department, unit, name, ${RANKED} as rank, null::integer[] as years
               from search_name
              where ${isCalledSo} and kind <> 'project' and (case kind when 'department' then ${ofDepartment} else ${ofUnit} end)
              order by ${BEST_FIRST} limit $5)
            union all
            (select kind, division, department, unit, name, min(${RANKED}) as rank, array_agg(fiscal_year) as years
               from search_name
              where ${isCalledSo} and kind = 'project' and ${ofProject}
              group by kind, division, department, unit, name
              order by ${BEST_FIRST} limit $5)) as found
     order by ${BEST_FIRST} limit $5`;
}

const BEST_FIRST = 'rank, length(name), division, department, unit, kind, name';
const CODE = "case kind when 'unit' then unit when 'department' then department end";
const RANKED = `
  case when ${CODE} = $2 then ${RANK.code}
       when starts_with(${CODE}, $2) then ${RANK.codePrefix}
       when starts_with(terms, $2) then ${RANK.namePrefix}
       when position($2 in split_part(terms, E'\\n', 1)) > 0 then ${RANK.namePart}
       else ${RANK.spoken} end`;

/** What begins with the text, as the index asks it. */
function queryOf(text: string): string {
  return `'${text.replace(/['\\]/g, '$&$&')}':*`;
}
