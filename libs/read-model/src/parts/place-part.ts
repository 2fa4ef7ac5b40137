import type { Totals } from '../totals';

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
