import type { Fen } from '#domain';

import type { LineFilter } from './line-filter';
import type { ReportInput } from './report-input';
import { takenBy, type TableCell, tableCells } from './table-cells';
import type { TableNumber } from './table-number';
import { inWan } from './wan';

/** A cell that differs between two versions of a table. Where one of them does not print its row, it counts all the same what it takes. */
export interface CellChange {
  row: { key: string; name: string };
  column: { key: string; name: string };
  takes: LineFilter;
  fromFen: Fen;
  toFen: Fen;
  /** As they are printed; zero is blank. */
  from: string;
  to: string;
  /** The exact difference in 万元, rounded once. */
  change: string;
}

/** The cells that differ, in the order of the later table, with those that only the earlier one has at the end. */
export function tableChanges(number: TableNumber, from: ReportInput | undefined, to: ReportInput): CellChange[] {
  const before = byAddress(from === undefined ? [] : tableCells(number, from));
  const after = byAddress(tableCells(number, to));
  const addresses = [...new Set([...after.keys(), ...before.keys()])];
  return addresses.flatMap((address) => {
    const [earlier, later] = [before.get(address), after.get(address)];
    const named = later ?? earlier;
    if (named === undefined) return [];
    const { row, column, takes } = named;
    const [fromFen, toFen] = [takenBy(takes, from), takenBy(takes, to)];
    if (fromFen === toFen) return [];
    const printed = { from: earlier?.printed ?? '', to: later?.printed ?? '', change: inWan(toFen - fromFen) };
    return [{ row, column, takes, fromFen, toFen, ...printed }];
  });
}

function byAddress(cells: readonly TableCell[]): Map<string, TableCell> {
  return new Map(cells.map((cell) => [`${cell.row.key}/${cell.column.key}`, cell]));
}
