import type { Line } from '#domain';

import type { BudgetPlace, Cut } from './cuts';
import type { Postings } from './postings';

/** Which lines of a place, and which of their postings. */
export interface LinesQuestion {
  place: BudgetPlace;
  cuts: readonly Cut[];
  isNewest: boolean;
  effectiveOn: string | undefined;
  fiscalYears: readonly number[];
  postings: Postings;
}

/** A line with its key. */
export interface KeyedLine {
  key: string;
  line: Line;
}
