import { type Line, lineKeyOf, type PerformanceTargets, type PublicationSection, type PublicationTexts } from '#domain';

import { rowsOf, type Transaction } from './database';
import { LINE_ROW_COLUMNS, lineOf, type LineRow } from './line-row';

/** A unit, all units of a department, or all of a division. */
export interface BudgetPlace {
  division: string;
  department?: string;
  unit?: string;
}

/** One unit's budget of one year, as the tables have it. */
export interface UnitYearRows {
  readonly lines: ReadonlyMap<string, Line>;
  readonly targets: ReadonlyMap<string, PerformanceTargets>;
  readonly texts: PublicationTexts;
}

/** By fiscal year and unit. A unit that has no event of a year is missing: unknown is not zero. */
export type UnitYears = ReadonlyMap<number, ReadonlyMap<string, UnitYearRows>>;

/** The condition that finds a place by the first columns of a key, with its values, which begin at `$1`. */
export function placeCondition({ division, department, unit }: BudgetPlace): { where: string; values: string[] } {
  const columns = { division, department, unit };
  const named = Object.entries(columns).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return {
    where: named.map(([column], index) => `${column} = $${index + 1}`).join(' and '),
    values: named.map(([, value]) => value),
  };
}

/** Everything that a place's tables of some years are made from. */
export async function unitYearsIn(
  client: Transaction,
  place: BudgetPlace,
  fiscalYears: readonly number[],
): Promise<UnitYears> {
  const { where, values } = placeCondition(place);
  const read = <Row extends UnitYearRow>(columns: string, table: string, order: string): Promise<Row[]> =>
    rowsOf<Row>(
      client,
      `select ${columns} from ${table}
        where ${where} and fiscal_year = any($${values.length + 1}::integer[])
        order by fiscal_year, ${order}`,
      [...values, fiscalYears],
    );
  const years = new Map<number, Map<string, WritableUnitYear>>();
  for (const { unit, fiscal_year } of await read('unit, fiscal_year', 'unit_year', 'department, unit')) {
    const units = years.get(fiscal_year) ?? new Map<string, WritableUnitYear>();
    years.set(fiscal_year, units.set(unit, { lines: new Map(), targets: new Map(), texts: new Map() }));
  }
  const unitYearOf = ({ unit, fiscal_year }: UnitYearRow): WritableUnitYear | undefined =>
    years.get(fiscal_year)?.get(unit);
  // The order is part of the answer: by key, which is the same on every machine, or as the sections were set first.
  for (const row of await read<LineRow>(LINE_ROW_COLUMNS, 'budget_line', 'department, unit, line_key')) {
    const line = lineOf(row);
    unitYearOf(row)?.lines.set(lineKeyOf(line), line);
  }
  const target = await read<TargetRow>(
    'unit, fiscal_year, project, content',
    'performance_target',
    'department, unit, first_revision',
  );
  for (const row of target) unitYearOf(row)?.targets.set(row.project, row.content);
  const text = await read<TextRow>(
    'unit, fiscal_year, section_key, content',
    'publication_text',
    'department, unit, first_revision, first_place',
  );
  for (const row of text) unitYearOf(row)?.texts.set(row.section_key, row.content);
  return years;
}

interface WritableUnitYear {
  lines: Map<string, Line>;
  targets: Map<string, PerformanceTargets>;
  texts: Map<string, PublicationSection>;
}

interface UnitYearRow {
  unit: string;
  fiscal_year: number;
}
interface TargetRow extends UnitYearRow {
  project: string;
  content: PerformanceTargets;
}
interface TextRow extends UnitYearRow {
  section_key: string;
  content: PublicationSection;
}
