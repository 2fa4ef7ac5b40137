import type { Layout } from './layout';
import type { ProfileWords } from './profile-words';
import type { ReportLevel } from './report-level';
import type { TableNumber } from './table-number';
import type { Rounding } from './wan';

/**
 * How a place publishes. Whatever prints a table, finds a cell or compares two versions is given one and knows no place by name, so a
 * place that publishes otherwise is another record of this type, named in `profiles.ts`, and no code.
 */
export interface Profile {
  /**
   * Changes with anything that a table, a comparison, the explanation or the publication shows for the same lines: whoever keeps one
   * knows by it whether it would be printed so today.
   */
  version: string;
  /** What each statutory table consists of. A table that is missing here is published by nobody of the place, and touched by no line. */
  layouts: Readonly<Partial<Record<TableNumber, Layout>>>;
  /** Which of them each level publishes, in the order in which they are printed. */
  tables: Readonly<Record<ReportLevel, readonly TableNumber[]>>;
  words: ProfileWords;
  /** How an exact sum becomes a printed figure, and a ratio one in percent. */
  rounding: Rounding;
}
