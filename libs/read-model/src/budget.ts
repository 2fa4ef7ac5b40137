import { mapInTurns } from '#basics';
import {
  departmentOf,
  isOfClass,
  type Line,
  type LineClass,
  type Measure,
  MEASURES,
  type PerformanceTargets,
  type PublicationSection,
  type PublicationTexts,
  type Version,
} from '#domain';
import { type Database, inSnapshot, rowsOf, type Transaction } from '#postgres';

import { type BudgetPlace, type Cut, type Cuts, cutsOf, type StandsOn } from './cuts';
import { countedLinesIn } from './counted-lines';
import { linesIn } from './lines-as-of';
import { sayingsIn } from './sayings';
import { type KnownUnit, knownUnitOf } from './known-unit';
import { keptPostings, type Postings } from './postings';

/** What is known of one unit's year. */
export interface UnitYearRows {
  readonly lines: ReadonlyMap<string, Line>;
  /** Where one class of lines is asked for: some of the others, if there are any. */
  readonly others: readonly Line[];
  readonly targets: ReadonlyMap<string, PerformanceTargets>;
  readonly texts: PublicationTexts;
}

/** By fiscal year and unit. A unit of which nothing is known of a year is missing: unknown is not zero. */
export type UnitYears = ReadonlyMap<number, ReadonlyMap<string, UnitYearRows>>;

/** Some years of a place as they stood. */
export interface BudgetReading {
  place: BudgetPlace;
  standing: StandsOn;
  /** The units that were registered, by code. */
  units: KnownUnit[];
  /** For a unit's place: all of its department that were registered, where it may be alone in a year. */
  siblings: KnownUnit[];
  years: UnitYears;
  /** For a unit's place: by year, who in its department has anything of it. Of many units the first and the last by code stand for all. */
  departmentYears: ReadonlyMap<number, readonly string[]>;
}

/** What is read of a budget besides who there is. */
export interface BudgetNeeds {
  /** Under which measures lines are to count; `whole` ones have all of their columns. */
  lines: readonly Measure[] | 'whole';
  /** Whether targets and texts are read. Without them a year is known all the same. */
  sayings: boolean;
  postings: Postings;
  /** Leaves out the lines of all other classes. */
  only?: LineClass | undefined;
}

/** Some years of a unit, a department or a division, as reports need them. Nothing where no unit was registered there. */
export function readBudget(
  database: Database,
  place: BudgetPlace,
  fiscalYears: readonly number[],
  version: Version = {},
  {
    measures = MEASURES,
    sayings = true,
    only,
  }: { measures?: readonly Measure[]; sayings?: boolean; only?: LineClass | undefined } = {},
): Promise<BudgetReading | undefined> {
  const needs = { lines: measures, sayings, postings: keptPostings(database), only };
  return inSnapshot(database, (client) => budgetIn(client, place, fiscalYears, version, needs));
}

export async function budgetIn(
  client: Transaction,
  place: BudgetPlace,
  fiscalYears: readonly number[],
  version: Version,
  needs: BudgetNeeds,
): Promise<BudgetReading | undefined> {
  const whole = wholePlace(place);
  const found = await cutsOf(client, whole, version.asOf);
  if (found === undefined) return undefined;
  const units = await unitsIn(client, whole, found.cuts);
  if (units.length === 0) return undefined;
  const asked = { place: whole, fiscalYears, effectiveOn: version.effectiveOn, needs };
  const years = await unitYearsIn(client, found, units, asked);
  const departmentYears = whole.unit === undefined ? new Map() : await endsByYear(client, found.cuts, fiscalYears);
  const { division, department = '' } = whole;
  const mayBeAlone = [...departmentYears.values()].some(([first, last]) => first === last);
  const siblings =
    whole.unit !== undefined && mayBeAlone ? await unitsIn(client, { division, department }, found.cuts) : [];
  return { place, standing: found.standing, units, siblings, years, departmentYears };
}

/** A unit's department is part of its place. */
export function wholePlace(place: BudgetPlace): BudgetPlace {
  return place.unit === undefined ? place : { ...place, department: departmentOf(place.unit) };
}

/** A unit is called what its newest record calls it; only what it has depends on effective dates. */
export async function unitsIn(client: Transaction, { unit }: BudgetPlace, cuts: readonly Cut[]): Promise<KnownUnit[]> {
  const said = await sayingsIn(client, { kind: 'unit', cuts, effectiveOn: undefined, fiscalYears: [0], unit });
  if (said.length === 0) return [];
  const years = await yearsBy(client, unit, cuts);
  return said
    .map((row) => knownUnitOf({ ...row, years: years.get(`${row.stream}/${row.unit}`) ?? [] }))
    .sort((a, b) => (`${a.department}/${a.unit}` < `${b.department}/${b.unit}` ? -1 : 1));
}

/** The years of which anything was known, by `division/department/unit`. */
async function yearsBy(
  client: Transaction,
  unit: string | undefined,
  cuts: readonly Cut[],
): Promise<Map<string, number[]>> {
  const rows = await rowsOf<{ key: string; years: number[] }>(
    client,
    `select concat_ws('/', unit_year.division, unit_year.department, unit) as key, array_agg(fiscal_year order by fiscal_year) as years
       from unnest($1::text[], $2::text[], $3::bigint[]) as cut (division, department, last_revision)
       join unit_year using (division, department)
      where first_revision <= last_revision and ($4::text is null or unit = $4)
      group by unit_year.division, unit_year.department, unit`,
    [...cutColumns(cuts), unit ?? null],
  );
  return new Map(rows.map(({ key, years }) => [key, years]));
}

function cutColumns(cuts: readonly Cut[]): unknown[] {
  return [
    cuts.map(({ division }) => division),
    cuts.map(({ department }) => department),
    cuts.map(({ revision }) => revision),
  ];
}

interface YearsQuestion {
  place: BudgetPlace;
  fiscalYears: readonly number[];
  effectiveOn: string | undefined;
  needs: BudgetNeeds;
}

/** Everything that a place's reports of some years are made from. */
async function unitYearsIn(
  client: Transaction,
  { cuts, isNewest }: Cuts,
  units: readonly KnownUnit[],
  { place, fiscalYears, effectiveOn, needs }: YearsQuestion,
): Promise<UnitYears> {
  const years = new YearsByUnit();
  // Without an effective date a year is known from its first event on, also where that has left neither a line nor targets.
  if (effectiveOn === undefined) {
    for (const { unit, years: known } of units) {
      for (const fiscalYear of known) if (fiscalYears.includes(fiscalYear)) years.of(fiscalYear, unit);
    }
  }
  const { postings, only } = needs;
  const question = { place, cuts, isNewest, effectiveOn, fiscalYears, postings, only };
  const lines =
    needs.lines === 'whole' ? await linesIn(client, question) : await countedLinesIn(client, question, needs.lines);
  await mapInTurns(lines, ({ key, line }) => {
    const { lines: asked, others } = years.of(line.fiscalYear, line.unit);
    if (only === undefined || isOfClass(only, line)) asked.set(key, line);
    else others.push(line);
  });
  // With an effective date what was said by then makes a year known, whether or not it is shown.
  if (!needs.sayings && effectiveOn === undefined) return years.years;
  const said = { cuts, effectiveOn, fiscalYears, unit: place.unit };
  for (const { fiscal_year, unit, item, content } of await sayingsIn(client, { kind: 'targets', ...said })) {
    years.of(fiscal_year, unit).targets.set(item, content);
  }
  for (const { fiscal_year, unit, item, content } of await sayingsIn(client, { kind: 'text', ...said })) {
    years.of(fiscal_year, unit).texts.set(item, content);
  }
  return years.years;
}

class YearsByUnit {
  readonly years = new Map<number, Map<string, ReturnType<typeof emptyUnitYear>>>();

  of(fiscalYear: number, unit: string): ReturnType<typeof emptyUnitYear> {
    const units = this.years.get(fiscalYear) ?? new Map<string, ReturnType<typeof emptyUnitYear>>();
    this.years.set(fiscalYear, units);
    const unitYear = units.get(unit) ?? emptyUnitYear();
    units.set(unit, unitYear);
    return unitYear;
  }
}

function emptyUnitYear() {
  return {
    lines: new Map<string, Line>(),
    others: new Array<Line>(),
    targets: new Map<string, PerformanceTargets>(),
    texts: new Map<string, PublicationSection>(),
  };
}

/**
 * The first and the last unit of each year by code: they are one where there is no other, and an index has them at its ends. The
 * department's pool is no unit.
 */
async function endsByYear(
  client: Transaction,
  cuts: readonly Cut[],
  fiscalYears: readonly number[],
): Promise<Map<number, readonly string[]>> {
  const ofYear = `from unit_year where unit_year.division = cut.division and unit_year.department = cut.department
                   and fiscal_year = year and first_revision <= last_revision
                   and unit_year.unit > cut.department`;
  const rows = await rowsOf<{ year: number; first: string | null; last: string | null }>(
    client,
    `select year, (select min(unit) ${ofYear}) as first, (select max(unit) ${ofYear}) as last
       from unnest($1::text[], $2::text[], $3::bigint[]) as cut (division, department, last_revision),
            unnest($4::integer[]) as years (year)`,
    [...cutColumns(cuts), fiscalYears],
  );
  return new Map(rows.map(({ year, first, last }) => [year, [first, last].filter((code) => code !== null)]));
}
