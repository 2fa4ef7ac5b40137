import { departmentOf, type Line, lineKeyOf, type PerformanceTargets, type Staffing, streamOf } from '#domain';

import { type Database, inSnapshot, rowsOf, type Transaction } from './database';
import { LINE_ROW_COLUMNS, lineOf, type LineRow } from './line-row';
import { standingOfStream, type StreamStanding } from './streams';

export interface UnitKey {
  division: string;
  unit: string;
}

/** A registered unit with the years of which it has any event. */
export interface KnownUnit extends UnitKey {
  department: string;
  departmentName: string;
  name: string;
  staffing?: Staffing;
  years: number[];
}

export interface UnitReading {
  unit: KnownUnit;
  standing: StreamStanding;
}

/** One unit's lines and targets of one year, as the tables have them. */
export interface UnitYearRows {
  readonly lines: ReadonlyMap<string, Line>;
  readonly targets: ReadonlyMap<string, PerformanceTargets>;
}

/** A year is missing where the unit has no event of it: unknown is not zero. */
export interface UnitYearsReading extends UnitReading {
  years: ReadonlyMap<number, UnitYearRows>;
}

export function readUnit(database: Database, key: UnitKey): Promise<UnitReading | undefined> {
  return inSnapshot(database, (client) => unitIn(client, key));
}

/** Several years of one unit as they stood at one moment. */
export function readUnitYears(
  database: Database,
  key: UnitKey,
  fiscalYears: readonly number[],
): Promise<UnitYearsReading | undefined> {
  return inSnapshot(database, async (client) => {
    const reading = await unitIn(client, key);
    if (reading === undefined) return undefined;
    const place = [key.division, reading.unit.department, key.unit, fiscalYears];
    const lines = await rowsOf<LineRow>(client, LINES_OF_UNIT_YEARS, place);
    const targets = await rowsOf<TargetRow>(client, TARGETS_OF_UNIT_YEARS, place);
    const years = new Map<number, { lines: Map<string, Line>; targets: Map<string, PerformanceTargets> }>();
    for (const year of reading.unit.years) {
      if (fiscalYears.includes(year)) years.set(year, { lines: new Map(), targets: new Map() });
    }
    for (const line of lines.map(lineOf)) years.get(line.fiscalYear)?.lines.set(lineKeyOf(line), line);
    for (const { fiscal_year, project, content } of targets) years.get(fiscal_year)?.targets.set(project, content);
    return { ...reading, years };
  });
}

/** The first units by code, for a page that leads to them. */
export async function listUnits(database: Database, limit: number): Promise<KnownUnit[]> {
  const rows = await rowsOf<UnitRow>(database, `${UNIT_WITH_YEARS} order by division, department, unit limit $1`, [
    limit,
  ]);
  return rows.map(knownUnitOf);
}

const UNIT_WITH_YEARS = `
  select division, department, department_name, unit, name, staffing,
         array(select fiscal_year from unit_year
                where (unit_year.division, unit_year.department, unit_year.unit) = (unit.division, unit.department, unit.unit)
                order by fiscal_year) as years
    from unit`;

/** The order is part of the answer: by key, which is the same on every machine. */
const LINES_OF_UNIT_YEARS = `
  select ${LINE_ROW_COLUMNS} from budget_line
   where division = $1 and department = $2 and unit = $3 and fiscal_year = any($4::integer[])
   order by fiscal_year, line_key`;

const TARGETS_OF_UNIT_YEARS = `
  select fiscal_year, project, content from performance_target
   where division = $1 and department = $2 and unit = $3 and fiscal_year = any($4::integer[])
   order by fiscal_year, first_revision`;

interface UnitRow {
  division: string;
  department: string;
  department_name: string;
  unit: string;
  name: string;
  staffing: Staffing | null;
  years: number[];
}

interface TargetRow {
  fiscal_year: number;
  project: string;
  content: PerformanceTargets;
}

/** A unit inside a transaction; nothing where it is not registered. */
export async function unitIn(client: Transaction, { division, unit }: UnitKey): Promise<UnitReading | undefined> {
  const department = departmentOf(unit);
  const [row] = await rowsOf<UnitRow>(
    client,
    `${UNIT_WITH_YEARS} where division = $1 and department = $2 and unit = $3`,
    [division, department, unit],
  );
  const standing = await standingOfStream(client, streamOf({ division, department }));
  return row === undefined || standing === undefined ? undefined : { unit: knownUnitOf(row), standing };
}

function knownUnitOf(row: UnitRow): KnownUnit {
  const { division, department, department_name: departmentName, unit, name, staffing, years } = row;
  return { division, department, departmentName, unit, name, ...(staffing === null ? {} : { staffing }), years };
}
