import type { LineClass, Measure, Version } from '#domain';
import { type BudgetPlace, type BudgetReading, type Database, readBudget } from '#read-model';

import type { Unknown } from '../http/answer';
import { unknownPlace, unknownYear } from './unknown-place';

/** A year of a place. */
export type YearPlace = BudgetPlace & { year: number };

/** A year of a place of which something is known, with other years of it where anything is known of these. */
export async function readKnownYear(
  database: Database,
  { year, ...place }: YearPlace,
  otherYears: readonly number[],
  version: Version,
  needs: { measures: readonly Measure[]; sayings: boolean; only?: LineClass | undefined },
): Promise<BudgetReading | Unknown> {
  const reading = await readBudget(database, place, [year, ...otherYears], version, needs);
  if (reading === undefined) return unknownPlace(place);
  return reading.years.has(year) ? reading : unknownYear(place, reading.units, year);
}
