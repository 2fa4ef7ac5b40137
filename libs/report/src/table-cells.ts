import type { Fen } from '#domain';

import { type AmountCell, type ExactRow, fillLayout } from './fill-layout';
import type { Layout } from './layout';
import type { LineFilter } from './line-filter';
import { assertOwnLines, linesOf, type ReportInput, wordsOf } from './report-input';
import type { TableNumber } from './table-number';
import { takenBy } from './taken';
import { type Rounding, wanCell } from './wan';

/** One amount of a statutory table, exact and as it is printed. */
export interface TableCell {
  row: { key: string; name: string };
  column: { key: string; name: string };
  /** Which lines it sums; of a line it looks at the dimensions alone. */
  takes: LineFilter;
  fen: Fen;
  /** In 万元; zero is blank. */
  printed: string;
}

/** What a cell comes to in a state, whether or not its row is printed there. Of nothing known nothing is taken. */
export function cellAmount({ takes }: Pick<TableCell, 'takes'>, input: ReportInput | undefined): Fen {
  return input === undefined ? 0n : takenBy(takes, linesOf(input), input.measure);
}

/** Every amount of a table, row by row; none of a table that nobody of the place publishes. */
export function tableCells(number: TableNumber, input: ReportInput): TableCell[] {
  assertOwnLines(input);
  const { layouts, rounding } = input.profile;
  const layout = layouts[number];
  if (layout === undefined) return [];
  const columns = layout.columns(wordsOf(input));
  return fillLayout(layout, input).flatMap((row) => cellsOf(row, columns, rounding));
}

/**
 * The cell of an address. A code whose lines come to nothing has no row in the table, and still has events that may be asked about.
 * Nothing where no line stands behind the row, or where there is no such column.
 */
export function tableCell(
  number: TableNumber,
  input: ReportInput,
  { row, column }: { row: string; column: string },
): TableCell | undefined {
  const printed = tableCells(number, input).find((cell) => cell.row.key === row && cell.column.key === column);
  return printed ?? unprintedCell(input.profile.layouts[number], input, row, column);
}

function unprintedCell(
  layout: Layout | undefined,
  input: ReportInput,
  row: string,
  column: string,
): TableCell | undefined {
  if (layout?.kind !== 'codes' || !layout.levels.some(({ digits }) => digits === row.length)) return undefined;
  const index = layout.sums.findIndex(({ key }) => key === column);
  const sum = layout.sums[index];
  const isBehind: LineFilter = (line) => layout.scope(line) && layout.codeOf(line).startsWith(row);
  if (sum === undefined || !linesOf(input).some(isBehind)) return undefined;
  const takes: LineFilter = (line) => isBehind(line) && sum.takes(line);
  const fen = cellAmount({ takes }, input);
  const name = input.chart.nameOf(layout.chart, input.fiscalYear, row) ?? row;
  const columnName = layout.columns(wordsOf(input))[2 + index] ?? column;
  return namedCell({ row, column, takes, fen }, name, columnName, input.profile.rounding);
}

/** The text before an amount names its row: of a statement each side has its own. */
function cellsOf(row: ExactRow, columns: readonly string[], rounding: Rounding): TableCell[] {
  let name = '';
  return row.flatMap((cell, index) => {
    if (typeof cell === 'string') {
      if (cell !== '') name = cell;
      return [];
    }
    return [namedCell(cell, name, columns[index] ?? cell.column, rounding)];
  });
}

function namedCell(
  { row, column, takes, fen }: AmountCell,
  rowName: string,
  columnName: string,
  rounding: Rounding,
): TableCell {
  return {
    row: { key: row, name: rowName },
    column: { key: column, name: columnName },
    takes,
    fen,
    printed: wanCell(fen, rounding),
  };
}
