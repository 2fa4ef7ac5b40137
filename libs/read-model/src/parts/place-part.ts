import { fenOf } from '#domain';

import { TOTAL_NAMES, type Totals } from '../totals';

/** Whose parts are listed: the departments of a division, or the units of a department and its pool. */
export interface PartsPlace {
  division: string;
  department?: string | undefined;
}

/** A part of a place with what it has in a year. */
export interface PlacePart {
  department: string;
  code: string;
  name: string;
  /** How many units it is. */
  units: number;
  /** Absent where not all of it is within. */
  totals?: Totals;
}

/** Sums as the database spells them. */
export type TotalsRow = Record<keyof Totals, string>;

export function totalsOf(row: TotalsRow): Totals {
  return Object.fromEntries(TOTAL_NAMES.map((name) => [name, fenOf(row[name])])) as Totals;
}

/** The sums of a group of rows of `unit_year`. */
export const SUMS = TOTAL_NAMES.map((name) => `sum(${name}) as ${name}`).join(', ');
