import type { Line, LineClass } from '#domain';

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
  /** Which lines are asked about. The others may be left out but for one of each unit's year, with money if there is any, which tells that it is known. */
  only?: LineClass | undefined;
}

/** A line with its key. */
export interface KeyedLine {
  key: string;
  line: Line;
}
