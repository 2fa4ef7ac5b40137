import type { Fen } from '#domain';

import { type AmountCell, type ExactRow, fillLayout } from './fill-layout';
import type { Layout } from './layout';
import type { LineFilter } from './line-filter';
import { assertOwnLines, linesOf, type ReportInput, wordsOf } from './report-input';
import type { TableNumber } from './table-number';
import type { TableSums } from './table-sums';
import { takenBy } from './taken';
import { wanCell } from './wan';

/** One exact amount of a statutory table under its names. */
export interface NamedCell {
  row: { key: string; name: string };
  column: { key: string; name: string };
  /** Which lines it sums; of a line it looks at the dimensions alone. */
  takes: LineFilter;
  fen: Fen;
}

/** The same with what is printed: 万元; zero is blank. */
export interface TableCell extends NamedCell {
  printed: string;
}

/** What a cell comes to in a state, whether or not its row is printed there. Of nothing known nothing is taken. */
export function cellAmount({ takes }: Pick<TableCell, 'takes'>, input: ReportInput | undefined): Fen {
  return input === undefined ? 0n : takenBy(takes, linesOf(input), input.measure);
}

/** Every amount of a table, row by row; none of a table that nobody of the place publishes. */
export function tableCells(number: TableNumber, input: ReportInput): TableCell[] {
  assertOwnLines(input);
  const layout = input.profile.layouts[number];
  return layout === undefined ? [] : namedCells(layout, input).map((cell) => withPrinted(cell, input));
}

export function namedCells(layout: Layout, input: ReportInput, sums?: TableSums): NamedCell[] {
  const columns = layout.columns(wordsOf(input));
  return fillLayout(layout, input, sums).flatMap((row) => cellsOf(row, columns));
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
  assertOwnLines(input);
  const layout = input.profile.layouts[number];
  if (layout === undefined) return undefined;
  const isAsked = (cell: { row: string; column: string }): boolean => cell.row === row && cell.column === column;
  const rowOfCell = fillLayout(layout, input).find((cells) =>
    cells.some((cell) => typeof cell !== 'string' && isAsked(cell)),
  );
  const cells = rowOfCell === undefined ? [] : cellsOf(rowOfCell, layout.columns(wordsOf(input)));
  const cell =
    cells.find((each) => isAsked({ row: each.row.key, column: each.column.key })) ??
    unprintedCell(layout, input, row, column);
  return cell === undefined ? undefined : withPrinted(cell, input);
}

function unprintedCell(layout: Layout, input: ReportInput, row: string, column: string): NamedCell | undefined {
  if (layout.kind !== 'codes' || !layout.levels.some(({ digits }) => digits === row.length)) return undefined;
  const index = layout.sums.findIndex(({ key }) => key === column);
  const sum = layout.sums[index];
  const isBehind: LineFilter = (line) => layout.scope(line) && layout.codeOf(line).startsWith(row);
  if (sum === undefined || !linesOf(input).some(isBehind)) return undefined;
  const takes: LineFilter = (line) => isBehind(line) && sum.takes(line);
  const fen = cellAmount({ takes }, input);
  const name = input.chart.nameOf(layout.chart, input.fiscalYear, row) ?? row;
  const columnName = layout.columns(wordsOf(input))[2 + index] ?? column;
  return namedCell({ row, column, takes, fen }, name, columnName);
}

/** The text before an amount names its row: of a statement each side has its own. */
function cellsOf(row: ExactRow, columns: readonly string[]): NamedCell[] {
  let name = '';
  return row.flatMap((cell, index) => {
    if (typeof cell === 'string') {
      if (cell !== '') name = cell;
      return [];
    }
    return [namedCell(cell, name, columns[index] ?? cell.column)];
  });
}

function namedCell({ row, column, takes, fen }: AmountCell, rowName: string, columnName: string): NamedCell {
  return { row: { key: row, name: rowName }, column: { key: column, name: columnName }, takes, fen };
}

function withPrinted(cell: NamedCell, { profile }: ReportInput): TableCell {
  return { ...cell, printed: wanCell(cell.fen, profile.rounding) };
}
