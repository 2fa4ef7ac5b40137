import { isOfClass, type LineClass, type Measure, measureOf, MEASURES, type Version } from '#domain';
import { type Database, inSnapshot, rowsOf, type Transaction } from '#postgres';

import { unitsIn, wholePlace } from './budget';
import { sumOfRow } from './counted-lines';
import { type BudgetPlace, type Cut, cutsOf, type StandsOn } from './cuts';
import { unitWithin, type Within } from './extents';
import { classCondition } from './line-class';
import { earlierLines, placeCondition } from './lines-as-of';
import type { LinesQuestion } from './lines-question';
import { keptPostings } from './postings';
import { storedFen } from './stored-fen';

type Amounts = Record<Measure, bigint>;

/** What a place comes to in one year, and who has anything of it. */
export interface PlaceYear {
  year: number;
  /** The units and pools that are within. */
  units: string[];
  /** Of everybody. */
  amounts: Amounts;
}

/** All years of a place, of all lines or of one class of them. Nothing where no unit was registered there. */
export function readPlaceYears(
  database: Database,
  place: BudgetPlace,
  version: Version,
  only: LineClass | undefined,
  within?: Within,
): Promise<{ standing: StandsOn; years: PlaceYear[] } | undefined> {
  return inSnapshot(database, async (client) => {
    const whole = wholePlace(place);
    const found = await cutsOf(client, whole, version.asOf, within);
    if (found === undefined || (await unitsIn(client, whole, found.cuts)).length === 0) return undefined;
    const { cuts, isNewest, standing } = found;
    const known = await unitsByYear(client, whole, cuts);
    const fiscalYears = [...known.keys()];
    const of = { place: whole, cuts, isNewest, fiscalYears, effectiveOn: version.effectiveOn };
    const isEarlier = !isNewest || version.effectiveOn !== undefined;
    const amounts = isEarlier
      ? await earlierAmounts(client, { ...of, postings: keptPostings(database) }, only)
      : await amountsNow(client, whole, only);
    const isWithin = unitWithin(within);
    const years = [...known].map(([year, units]) => ({
      year,
      units: units.filter(isWithin).map(({ unit }) => unit),
      amounts: amounts.get(year) ?? nothing(),
    }));
    // By an effective date a year is known by what had taken effect.
    const hadEffect = ({ year }: PlaceYear): boolean => version.effectiveOn === undefined || amounts.has(year);
    return { standing, years: years.filter(hadEffect) };
  });
}

async function unitsByYear(
  client: Transaction,
  { unit }: BudgetPlace,
  cuts: readonly Cut[],
): Promise<Map<number, { department: string; unit: string }[]>> {
  const rows = await rowsOf<{ fiscal_year: number; units: { department: string; unit: string }[] }>(
    client,
    `select fiscal_year, json_agg(json_build_object('department', department, 'unit', unit) order by unit) as units
       from unnest($1::text[], $2::text[], $3::bigint[]) as cut (division, department, last_revision)
       join unit_year using (division, department)
      where first_revision <= last_revision and ($4::text is null or unit = $4)
      group by fiscal_year order by fiscal_year`,
    [
      cuts.map(({ division }) => division),
      cuts.map(({ department }) => department),
      cuts.map(({ revision }) => revision),
      unit ?? null,
    ],
  );
  return new Map(rows.map(({ fiscal_year, units }) => [fiscal_year, units]));
}

/** The database adds up its lines, of which there may be hundreds of thousands in many years. */
async function amountsNow(
  client: Transaction,
  place: BudgetPlace,
  only: LineClass | undefined,
): Promise<Map<number, Amounts>> {
  const { where, values } = placeCondition(place);
  const parameters: unknown[] = [...values];
  const ofClass = only === undefined ? '' : `and ${classCondition(only, parameters)}`;
  const rows = await rowsOf<{ fiscal_year: number } & Record<Measure, string>>(
    client,
    `select fiscal_year, ${MEASURES.map((measure) => `sum(${sumOfRow(measure)}) as "${measure}"`).join(', ')}
       from budget_line where ${where} ${ofClass} group by fiscal_year`,
    parameters,
  );
  return new Map(rows.map((row) => [row.fiscal_year, amountsOf((measure) => storedFen(row[measure]))]));
}

async function earlierAmounts(
  client: Transaction,
  question: LinesQuestion,
  only: LineClass | undefined,
): Promise<Map<number, Amounts>> {
  const years = new Map<number, Amounts>();
  for (const { line } of await earlierLines(client, question)) {
    const amounts = years.get(line.fiscalYear) ?? nothing();
    years.set(line.fiscalYear, amounts);
    if (only !== undefined && !isOfClass(only, line)) continue;
    for (const measure of MEASURES) amounts[measure] += measureOf(line, measure);
  }
  return years;
}

function nothing(): Amounts {
  return amountsOf(() => 0n);
}

function amountsOf(of: (measure: Measure) => bigint): Amounts {
  return Object.fromEntries(MEASURES.map((measure) => [measure, of(measure)])) as Amounts;
}
