import type { Fen, Line } from '#domain';

import type { Layout } from './layout';
import type { LineFilter } from './line-filter';
import { assertOwnLines, type ReportInput } from './report-input';
import { rowsFor } from './rows-of-line';
import { type NamedCell, namedCells } from './table-cells';
import type { TableNumber } from './table-number';
import { amountsIn, tableSums } from './table-sums';
import { inWan, wanCell } from './wan';

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

/** One version of a table: what it prints by address, and what any cell comes to in it. */
interface Version {
  cells: ReadonlyMap<string, NamedCell>;
  amountAt: (row: string, column: string) => Fen;
}

const NOTHING: Version = { cells: new Map(), amountAt: () => 0n };

/**
 * The cells that differ, in the order of the later table, with those that only the earlier one has at the end. It comes in steps, so that
 * whoever asks for them may let others have their turns in between; each looks at each line of a version once.
 */
export function* tableChanges(
  number: TableNumber,
  from: ReportInput | undefined,
  to: ReportInput,
): Generator<undefined, CellChange[]> {
  const layout = to.profile.layouts[number];
  if (layout === undefined) return [];
  const before = from === undefined ? NOTHING : versionOf(layout, from);
  yield;
  const after = versionOf(layout, to);
  yield;
  const { rounding } = to.profile;
  return [...new Set([...after.cells.keys(), ...before.cells.keys()])].flatMap((address) => {
    const cell = after.cells.get(address) ?? before.cells.get(address);
    if (cell === undefined) return [];
    const { row, column, takes } = cell;
    const [fromFen, toFen] = [before.amountAt(row.key, column.key), after.amountAt(row.key, column.key)];
    if (fromFen === toFen) return [];
    const printed = {
      from: before.cells.has(address) ? wanCell(fromFen, rounding) : '',
      to: after.cells.has(address) ? wanCell(toFen, rounding) : '',
    };
    return [{ row, column, takes, fromFen, toFen, ...printed, change: inWan(toFen - fromFen, rounding) }];
  });
}

function versionOf(layout: Layout, input: ReportInput): Version {
  assertOwnLines(input);
  const sums = tableSums(layout, input);
  const cells = namedCells(layout, input, sums).map((cell) => [`${cell.row.key}/${cell.column.key}`, cell] as const);
  return { cells: new Map(cells), amountAt: amountsIn(layout, sums) };
}

/** Finds which of some changes a line belongs to; of the line its dimensions alone count. */
export function changesOfLine(
  number: TableNumber,
  { profile }: ReportInput,
  changes: readonly CellChange[],
): (line: Line) => readonly CellChange[] {
  const layout = profile.layouts[number];
  if (layout === undefined) return () => [];
  const rowsOf = rowsFor(layout);
  const byRow = new Map<string, CellChange[]>();
  for (const change of changes) {
    const row = byRow.get(change.row.key);
    if (row === undefined) byRow.set(change.row.key, [change]);
    else row.push(change);
  }
  return (line) =>
    [...new Set(rowsOf(line))].flatMap((row) => (byRow.get(row) ?? []).filter(({ takes }) => takes(line)));
}
