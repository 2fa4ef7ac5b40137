import type { ChartKind, Line } from '#domain';

import type { LineFilter } from './line-filter';
import type { LevelWords } from './profile-words';
import type { Measure } from './report-measure';
import type { Rounding } from './wan';

/** A statutory table is data: these are the shapes that such data has. fillLayout fills any of them from lines. */
export type Layout = CodeLayout | MembersLayout | StatementLayout | PerformanceLayout;

/** One cell of a table's head, as HTML counts cells. */
export interface HeaderCell {
  text: string;
  colspan: number;
  rowspan: number;
}

/** A column of amounts: its key in addresses, which never changes, and what it sums. */
export interface AmountColumn {
  key: string;
  takes: LineFilter;
}

/** What a note may be about: all lines of the budget, with or without a place in the table. */
export interface Noted {
  lines: readonly Line[];
  measure: Measure;
  rounding: Rounding;
}

interface LayoutBasis {
  title: (words: LevelWords) => string;
  /** The flat names of all columns, in order. */
  columns: (words: LevelWords) => readonly string[];
  header: (fiscalYear: number, words: LevelWords) => HeaderCell[][];
  notes: (words: LevelWords, noted: Noted) => readonly string[];
  /** Wide tables are printed across the page. */
  landscape: boolean;
}

/** Amounts summed by a code's levels: 合计, then each 类 with its 款 and their 项. */
export interface CodeLayout extends LayoutBasis {
  kind: 'codes';
  scope: LineFilter;
  chart: ChartKind;
  codeOf: (line: Line) => string;
  levels: readonly CodeLevel[];
  sums: readonly AmountColumn[];
}

/** The code's first `digits` name the level; its last `printed` digits are what the table shows. */
interface CodeLevel {
  digits: number;
  printed: number;
}

/** A row for each unit, or for each department of a division, which always stands; with 合计 before several. */
export interface MembersLayout extends LayoutBasis {
  kind: 'members';
  scope: LineFilter;
  sums: readonly AmountColumn[];
}

/** Income on the left and expenditure on the right, in blocks whose first rows stand beside each other. */
export interface StatementLayout extends LayoutBasis {
  kind: 'statement';
  scope: LineFilter;
  /** What each amount column of a side takes; a cell takes what both its row and its column take. */
  leftSums: readonly AmountColumn[];
  rightSums: readonly AmountColumn[];
  blocks: readonly { left: readonly StatementRow[]; right: readonly StatementRow[] }[];
}

/** A named row, a row for each functional 类 that has money, or a place left free beside the other side's row. */
export type StatementRow = NamedRow | 'each-class' | 'free';
export interface NamedRow {
  /** Its key in addresses; of a row for a 类 it is the code. */
  key: string;
  name: string;
  takes: LineFilter;
}

/**
 * 绩效目标: the indicators of the unit's own targets, or of each project's with the project's name before them. Where several units
 * stand together, the unit's name comes first.
 */
export interface PerformanceLayout extends LayoutBasis {
  kind: 'performance';
  of: 'unit' | 'projects';
}
