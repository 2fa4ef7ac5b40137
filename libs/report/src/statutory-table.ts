import { type ExactCell, type ExactRow, fillLayout } from './fill-layout';
import { hasTable, JIANGXI_PROFILE } from './jiangxi-profile';
import type { HeaderCell, Layout } from './layout';
import { type LevelWords, wordsOf } from './level-words';
import { type PerformanceDetails, performanceDetails } from './performance-details';
import { TABLE_NUMBERS, type TableNumber } from './table-number';
import { assertOwnLines, type Measure, type ReportInput, type ReportLevel } from './report-input';
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

const NO_TARGETS_NOTE = '注：详细目标表未录入（no performance targets have been recorded）';

/** Throws RangeError for a table that the level does not publish: see `tableNumbersOf`. */
export function statutoryTable(number: TableNumber, input: ReportInput): StatutoryTable {
  assertOwnLines(input);
  const { level, code, name } = input.subject;
  if (!hasTable(level, number)) throw new RangeError(`a budget of level ${level} has no table ${number}`);
  const layout = JIANGXI_PROFILE[number];
  const words = wordsOf(level);
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
    rows: rows.map(printed),
    addresses: rows.map((row) => row.map(addressOf)),
    notes: [...layout.notes(words, input), ...(details?.blocks.length === 0 ? [NO_TARGETS_NOTE] : [])],
    header,
    alignments: alignmentsOf(layout, columns),
    landscape: layout.landscape,
    ...(details === undefined ? {} : { details }),
  };
}

/** The statutory tables of a level, in order. */
export function tableNumbersOf(level: ReportLevel): TableNumber[] {
  return TABLE_NUMBERS.filter((number) => hasTable(level, number));
}

/** The forms of several units name the unit in a column of its own. */
function columnsOf(
  layout: Layout,
  { fiscalYear, units }: ReportInput,
  words: LevelWords,
): { columns: string[]; header: HeaderCell[][] } {
  const columns = [...layout.columns(words)];
  const header = layout.header(fiscalYear, words);
  if (layout.kind !== 'performance' || units.length <= 1) return { columns, header };
  const unit = '单位名称';
  return {
    columns: [unit, ...columns],
    header: header.map((row) => [{ text: unit, colspan: 1, rowspan: 1 }, ...row]),
  };
}

function printed(row: ExactRow): string[] {
  return row.map((cell) => (typeof cell === 'string' ? cell : wanCell(cell.fen)));
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
