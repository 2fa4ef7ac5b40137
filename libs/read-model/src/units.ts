import { departmentOf, type Staffing, streamOf } from '#domain';

import { type Database, inSnapshot, rowsOf, type Transaction } from './database';
import { positionOfDivision, standingOfStream, type StreamStanding } from './streams';
import { type BudgetPlace, placeCondition, type UnitYearRows, type UnitYears, unitYearsIn } from './unit-years';

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

/** A year is missing where the unit has no event of it: unknown is not zero. */
export interface UnitYearsReading extends UnitReading {
  years: ReadonlyMap<number, UnitYearRows>;
}

/** Some years of a place, as they stood at one moment. */
export interface BudgetReading {
  /** The registered units, by code. */
  units: KnownUnit[];
  years: UnitYears;
  /** For a unit's place: the years of which no other unit of its department has any event, so that it is all of the department. */
  aloneIn: ReadonlySet<number>;
  /** The newest records that the answer stands on, as `partition:offset` pairs. */
  position: string;
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
    const { division, department } = reading.unit;
    const byYear = await unitYearsIn(client, { division, department, unit: key.unit }, fiscalYears);
    const years = [...byYear].flatMap(([year, units]) =>
      [...units.values()].map((unitYear) => [year, unitYear] as const),
    );
    return { ...reading, years: new Map(years) };
  });
}

/** Several years of a unit, a department or a division. Nothing where no unit is registered there. */
export function readBudget(
  database: Database,
  place: BudgetPlace,
  fiscalYears: readonly number[],
): Promise<BudgetReading | undefined> {
  return inSnapshot(database, async (client) => {
    const { division, unit, department = unit === undefined ? undefined : departmentOf(unit) } = place;
    const whole: BudgetPlace = { ...place, ...(department === undefined ? {} : { department }) };
    const { where, values } = placeCondition(whole);
    const rows = await rowsOf<UnitRow>(
      client,
      `${UNIT_WITH_YEARS} where ${where} order by division, department, unit`,
      values,
    );
    const position =
      department === undefined
        ? await positionOfDivision(client, division)
        : (await standingOfStream(client, streamOf({ division, department })))?.position;
    if (rows.length === 0 || position === undefined) return undefined;
    const years = await unitYearsIn(client, whole, fiscalYears);
    const aloneIn = unit === undefined ? new Set<number>() : await yearsOfOneUnit(client, whole, fiscalYears);
    return { units: rows.map(knownUnitOf), years, aloneIn, position };
  });
}

/**
 * The first and the last unit by code are one where there is no other, and an index has them at its ends. The department's pool, which
 * is no unit, has the department's own code and so stands before all of them.
 */
async function yearsOfOneUnit(
  client: Transaction,
  { division, department }: BudgetPlace,
  fiscalYears: readonly number[],
): Promise<Set<number>> {
  const ofYear = 'from unit_year where division = $1 and department = $2 and fiscal_year = year and unit > $2';
  const rows = await rowsOf<{ year: number; first: string | null; last: string | null }>(
    client,
    `select year, (select min(unit) ${ofYear}) as first, (select max(unit) ${ofYear}) as last
       from unnest($3::integer[]) as years (year)`,
    [division, department, fiscalYears],
  );
  return new Set(rows.flatMap(({ year, first, last }) => (first !== null && first === last ? [year] : [])));
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

interface UnitRow {
  division: string;
  department: string;
  department_name: string;
  unit: string;
  name: string;
  staffing: Staffing | null;
  years: number[];
}

/** A unit inside a transaction; nothing where it is not registered. */
async function unitIn(client: Transaction, { division, unit }: UnitKey): Promise<UnitReading | undefined> {
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
