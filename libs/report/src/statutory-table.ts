import { type ExactCell, fillLayout } from './fill-layout';
import type { HeaderCell, Layout } from './layout';
import { type PerformanceDetails, performanceDetails } from './performance-details';
import type { LevelWords } from './profile-words';
import { assertOwnLines, linesOf, type ReportInput, wordsOf } from './report-input';
import type { ReportLevel } from './report-level';
import type { Measure } from './report-measure';
import type { TableNumber } from './table-number';
import { wanCell } from './wan';

export interface StatutoryTable {
  table: string;
  title: string;
  /** Whose budget it is called. */
  level: ReportLevel;
  /** 填报单位 */
  unit: { code: string; name: string };
  year: number;
  measure: Measure;
  currencyUnit: '万元';
  /** The flat names of the columns; tables 1 and 4 have 项目 twice, once a side. */
  columns: string[];
  /** Cells as they are printed; zero is blank. */
  rows: string[][];
  /** The address of each cell, `row/column`, under which its events are found; empty for text. */
  addresses: string[][];
  notes: string[];
  /** The head as it is printed, with its groups. */
  header: HeaderCell[][];
  /** How each column is set. */
  alignments: ('left' | 'right')[];
  landscape: boolean;
  /** Tables 10 and 11. */
  details?: PerformanceDetails;
}

/** The statutory tables that a budget is published in, in order. */
export function tableNumbersOf({ profile, subject }: ReportInput): readonly TableNumber[] {
  return profile.tables[subject.level];
}

/** Whether this budget, of a unit, lacks the table because its department publishes it. */
export function isOfDepartmentsAlone(number: TableNumber, { profile, subject }: ReportInput): boolean {
  return !profile.tables[subject.level].includes(number) && profile.tables.department.includes(number);
}

const made = new WeakMap<ReportInput, Map<TableNumber, StatutoryTable>>();

/** Throws RangeError for a table that is not published: see `tableNumbersOf`. What is made of one input is made once. */
export function statutoryTable(number: TableNumber, input: ReportInput): StatutoryTable {
  const tables = made.get(input) ?? new Map<TableNumber, StatutoryTable>();
  made.set(input, tables);
  const table = tables.get(number) ?? makeTable(number, input);
  tables.set(number, table);
  return table;
}

function makeTable(number: TableNumber, input: ReportInput): StatutoryTable {
  assertOwnLines(input);
  const { level, code, name } = input.subject;
  const { layouts, words: placeWords, rounding } = input.profile;
  const layout = tableNumbersOf(input).includes(number) ? layouts[number] : undefined;
  if (layout === undefined) throw new RangeError(`a budget of level ${level} has no table ${number}`);
  const words = wordsOf(input);
  const noted = { lines: linesOf(input), measure: input.measure, rounding };
  const rows = fillLayout(layout, input);
  const details = layout.kind === 'performance' ? performanceDetails(layout.of, input) : undefined;
  const { columns, header } = columnsOf(layout, input, words);
  return {
    table: String(number),
    title: layout.title(words),
    level,
    unit: { code, name },
    year: input.fiscalYear,
    measure: input.measure,
    currencyUnit: '万元',
    columns,
    rows: rows.map((row) => row.map((cell) => (typeof cell === 'string' ? cell : wanCell(cell.fen, rounding)))),
    addresses: rows.map((row) => row.map(addressOf)),
    notes: [...layout.notes(words, noted), ...(details?.blocks.length === 0 ? [placeWords.noTargets] : [])],
    header,
    alignments: alignmentsOf(layout, columns),
    landscape: layout.landscape,
    ...(details === undefined ? {} : { details }),
  };
}

/** The forms of several units name the unit in a column of its own. */
function columnsOf(
  layout: Layout,
  { fiscalYear, units, profile }: ReportInput,
  words: LevelWords,
): { columns: string[]; header: HeaderCell[][] } {
  const columns = [...layout.columns(words)];
  const header = layout.header(fiscalYear, words);
  if (layout.kind !== 'performance' || units.length <= 1) return { columns, header };
  const unit = profile.words.unitColumn;
  return {
    columns: [unit, ...columns],
    header: header.map((row) => [{ text: unit, colspan: 1, rowspan: 1 }, ...row]),
  };
}

/** Keys are made of code characters, letters and hyphens, so they need no escaping. */
function addressOf(cell: ExactCell): string {
  return typeof cell === 'string' ? '' : `${cell.row}/${cell.column}`;
}

function alignmentsOf(layout: Layout, columns: readonly string[]): ('left' | 'right')[] {
  const text = (columns: number): 'left'[] => Array<'left'>(columns).fill('left');
  const amounts = (columns: number): 'right'[] => Array<'right'>(columns).fill('right');
  switch (layout.kind) {
    case 'codes':
    case 'members':
      return [...text(2), ...amounts(layout.sums.length)];
    case 'statement':
      return [...text(1), ...amounts(layout.leftSums.length), ...text(1), ...amounts(layout.rightSums.length)];
    case 'performance':
      return text(columns.length);
  }
}
