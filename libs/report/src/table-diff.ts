import { type Fen, type Line, measureOf } from '#domain';

import type { Layout } from './layout';
import type { LineFilter } from './line-filter';
import { linesOf, type ReportInput } from './report-input';
import { rowsFor } from './rows-of-line';
import { type TableCell, tableCells } from './table-cells';
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

export interface TableChanges {
  /** In the order of the later table, with those that only the earlier one has at the end. */
  changes: CellChange[];
  /** The changes to which a line belongs; of the line its dimensions alone count. */
  changesOf: (line: Line) => readonly CellChange[];
}

/** So many lines are looked at in one step: a few milliseconds. */
const LINES_IN_STEP = 500;

/**
 * The cells that differ, step by step: a division may have any number of lines, and whoever asks for the steps may let others have their turns in
 * between. Each line is looked at once for each version, and not once for each cell.
 */
export function* tableChanges(
  number: TableNumber,
  from: ReportInput | undefined,
  to: ReportInput,
): Generator<undefined, TableChanges> {
  const before = byAddress(from === undefined ? [] : tableCells(number, from));
  yield;
  const after = byAddress(tableCells(number, to));
  yield;
  const cells = new Map([...after, ...before].map(([address]) => [address, after.get(address) ?? before.get(address)]));
  const named = [...cells].flatMap(([address, cell]) => (cell === undefined ? [] : [{ ...cell, address }]));
  const cellsOf = finderOf(to.profile.layouts[number], named);
  const fromSums = yield* sumsOf(from, cellsOf);
  const toSums = yield* sumsOf(to, cellsOf);
  const changed = new Map<string, CellChange>();
  for (const { address, row, column, takes } of named) {
    const [fromFen, toFen] = [fromSums.get(address) ?? 0n, toSums.get(address) ?? 0n];
    if (fromFen === toFen) continue;
    const printed = { from: before.get(address)?.printed ?? '', to: after.get(address)?.printed ?? '' };
    changed.set(address, {
      row,
      column,
      takes,
      fromFen,
      toFen,
      ...printed,
      change: inWan(toFen - fromFen, to.profile.rounding),
    });
  }
  return {
    changes: [...changed.values()],
    changesOf: (line) => cellsOf(line).flatMap(({ address }) => changed.get(address) ?? []),
  };
}

type NamedCell = TableCell & { address: string };

/** Finds the cells that take a line. */
function finderOf(layout: Layout | undefined, cells: readonly NamedCell[]): (line: Line) => readonly NamedCell[] {
  if (layout === undefined) return () => [];
  const rowsOf = rowsFor(layout);
  const byRow = new Map<string, NamedCell[]>();
  for (const cell of cells) {
    const row = byRow.get(cell.row.key);
    if (row === undefined) byRow.set(cell.row.key, [cell]);
    else row.push(cell);
  }
  return (line) =>
    [...new Set(rowsOf(line))].flatMap((row) => (byRow.get(row) ?? []).filter(({ takes }) => takes(line)));
}

function* sumsOf(
  input: ReportInput | undefined,
  cellsOf: (line: Line) => readonly NamedCell[],
): Generator<undefined, ReadonlyMap<string, Fen>> {
  const sums = new Map<string, Fen>();
  if (input === undefined) return sums;
  for (const [index, line] of linesOf(input).entries()) {
    if (index % LINES_IN_STEP === LINES_IN_STEP - 1) yield;
    const value = measureOf(line, input.measure);
    for (const { address } of cellsOf(line)) sums.set(address, (sums.get(address) ?? 0n) + value);
  }
  return sums;
}

function byAddress(cells: readonly TableCell[]): Map<string, TableCell> {
  return new Map(cells.map((cell) => [`${cell.row.key}/${cell.column.key}`, cell]));
}
