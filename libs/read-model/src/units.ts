import { streamOf, type Version } from '#domain';
import { type Database, inSnapshot } from '#postgres';

import { budgetIn, unitsIn, type UnitYearRows, wholePlace } from './budget';
import { keptPostings } from './postings';
import { type BudgetPlace, cutsOf, type StandsOn } from './cuts';
import { unitWithin, type Within } from './extents';
import type { KnownUnit } from './known-unit';

export interface UnitKey {
  division: string;
  unit: string;
}

export interface UnitsPage {
  standing: StandsOn;
  units: KnownUnit[];
  /** The code to go on after; nothing on the last page. */
  next?: string;
}

export interface UnitReading {
  unit: KnownUnit;
  stream: string;
  standing: StandsOn;
}

/** Nothing where the unit was not registered. */
export function readUnit(database: Database, key: UnitKey, version: Version = {}): Promise<UnitReading | undefined> {
  return inSnapshot(database, async (client) => {
    const place = wholePlace(key);
    const found = await cutsOf(client, place, version.asOf);
    const [unit] = found === undefined ? [] : await unitsIn(client, place, found.cuts);
    if (found === undefined || unit === undefined) return undefined;
    return { unit, stream: streamOf(unit), standing: found.standing };
  });
}

/** The registered units of a place by code, those within and some at a time. Nothing where no such unit was registered there. */
export function readUnits(
  database: Database,
  place: BudgetPlace,
  version: Version,
  { after, limit, within }: { after: string; limit: number; within?: Within | undefined },
): Promise<UnitsPage | undefined> {
  return inSnapshot(database, async (client) => {
    const whole = wholePlace(place);
    const found = await cutsOf(client, whole, version.asOf, within);
    if (found === undefined) return undefined;
    const known = (await unitsIn(client, whole, found.cuts)).filter(unitWithin(within));
    if (known.length === 0) return undefined;
    const rest = known.filter(({ unit }) => unit > after);
    const units = rest.slice(0, limit);
    const last = units.at(-1);
    return {
      standing: found.standing,
      units,
      ...(rest.length > limit && last !== undefined ? { next: last.unit } : {}),
    };
  });
}

/** Several years of one unit. A year is missing where nothing is known of it. */
export async function readUnitYears(
  database: Database,
  key: UnitKey,
  fiscalYears: readonly number[],
  version: Version = {},
): Promise<{ unit: KnownUnit; standing: StandsOn; years: ReadonlyMap<number, UnitYearRows> } | undefined> {
  return inSnapshot(database, async (client) => {
    const reading = await budgetIn(client, key, fiscalYears, version, {
      lines: 'whole',
      sayings: true,
      postings: keptPostings(database),
    });
    const [unit] = reading?.units ?? [];
    if (reading === undefined || unit === undefined) return undefined;
    const years = [...reading.years].flatMap(([year, units]) =>
      [...units.values()].map((rows) => [year, rows] as const),
    );
    return { unit, standing: reading.standing, years: new Map(years) };
  });
}
