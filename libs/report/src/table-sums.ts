import { departmentOf, type Fen, type Line, measureOf } from '#domain';

import type { AmountColumn, CodeLayout, Layout, MembersLayout, StatementLayout, StatementRow } from './layout';
import type { LineFilter } from './line-filter';
import { linesOf, type ReportInput } from './report-input';

/** The key of the row that sums up a table by codes or by members. */
export const TOTAL_ROW = 'total';

/** What one row of amounts comes to, column by column. */
export type RowSums = readonly Fen[];

/** What the rows of one side come to, printed or not. A row that is missing has no line with money, and comes to nothing. */
export interface SideSums {
  /** By the keys of the rows. */
  rows: ReadonlyMap<string, RowSums>;
  /** Of a statement, by functional 类. */
  classes: ReadonlyMap<string, RowSums>;
}

/** A statement has the rows of either side by themselves, for each side has columns of its own; any other table has only the left ones. */
export interface TableSums {
  left: SideSums;
  right: SideSums;
}

/** Looks at each line once, whatever the table has of rows and columns, and asks it for the rows that may take it alone. */
export function tableSums(layout: Layout, input: ReportInput): TableSums {
  switch (layout.kind) {
    case 'codes':
      return { left: { rows: sumsBy(layout, codeRowsOf(layout), input), classes: NONE }, right: NO_ROWS };
    case 'members':
      return { left: { rows: sumsBy(layout, memberRowsOf(input), input), classes: NONE }, right: NO_ROWS };
    case 'statement':
      return statementSums(layout, input);
    case 'performance':
      return { left: NO_ROWS, right: NO_ROWS };
  }
}

const NONE: ReadonlyMap<string, RowSums> = new Map();
const NO_ROWS: SideSums = { rows: NONE, classes: NONE };

/** The rows of a table by codes that a line counts in: one for each level that its code has. */
function codeRowsOf({ codeOf, levels }: CodeLayout): (line: Line) => string[] {
  return (line) => {
    const code = codeOf(line);
    const rows = [TOTAL_ROW];
    for (const { digits } of levels) if (digits <= code.length) rows.push(code.slice(0, digits));
    return rows;
  };
}

/** A division is made of departments, all else of units. */
function memberRowsOf({ subject }: ReportInput): (line: Line) => string[] {
  return subject.level === 'division' ? ({ unit }) => [TOTAL_ROW, departmentOf(unit)] : ({ unit }) => [TOTAL_ROW, unit];
}

function sumsBy(
  { scope, sums: columns }: CodeLayout | MembersLayout,
  rowsOf: (line: Line) => readonly string[],
  input: ReportInput,
): Map<string, RowSums> {
  const table = new Rows(columns.map(({ takes }) => takes));
  for (const line of linesOf(input)) {
    const value = measureOf(line, input.measure);
    if (value === 0n || !scope(line)) continue;
    const taking = table.columnsTaking(line);
    for (const row of rowsOf(line)) table.add(row, taking, value);
  }
  return table.sums;
}

/** The rows of a statement are few and named by the layout; those of the functional classes come with the lines. */
function statementSums({ scope, blocks, leftSums, rightSums }: StatementLayout, input: ReportInput): TableSums {
  const sides = [
    new StatementSide(
      blocks.flatMap(({ left }) => left),
      leftSums,
    ),
    new StatementSide(
      blocks.flatMap(({ right }) => right),
      rightSums,
    ),
  ] as const;
  for (const line of linesOf(input)) {
    const value = measureOf(line, input.measure);
    if (value === 0n || !scope(line)) continue;
    for (const side of sides) side.take(line, value);
  }
  return { left: sides[0].sums, right: sides[1].sums };
}

class StatementSide {
  private readonly rows: Rows;
  private readonly classes: Rows;
  private readonly named: { key: string; takes: LineFilter }[];
  private readonly hasClasses: boolean;

  constructor(rows: readonly StatementRow[], columns: readonly AmountColumn[]) {
    const takes = columns.map((column) => column.takes);
    this.rows = new Rows(takes);
    this.classes = new Rows(takes);
    this.named = rows.filter((row) => typeof row !== 'string');
    this.hasClasses = rows.includes('each-class');
  }

  take(line: Line, value: Fen): void {
    const taking = this.rows.columnsTaking(line);
    for (const { key, takes } of this.named) if (takes(line)) this.rows.add(key, taking, value);
    if (this.hasClasses) this.classes.add(functionalClass(line), taking, value);
  }

  get sums(): SideSums {
    return { rows: this.rows.sums, classes: this.classes.sums };
  }
}

/** Rows of the same columns, which grow as lines come. */
class Rows {
  readonly sums = new Map<string, Fen[]>();

  constructor(private readonly takes: readonly LineFilter[]) {}

  columnsTaking(line: Line): number[] {
    const taking: number[] = [];
    for (let column = 0; column < this.takes.length; column += 1) if (this.takes[column]?.(line)) taking.push(column);
    return taking;
  }

  add(row: string, columns: readonly number[], value: Fen): void {
    let sums = this.sums.get(row);
    if (sums === undefined) this.sums.set(row, (sums = this.takes.map(() => 0n)));
    for (const column of columns) sums[column] = (sums[column] ?? 0n) + value;
  }
}

/** Finds what a cell comes to by its address, whether or not its row is printed. */
export function amountsIn(layout: Layout, { left, right }: TableSums): (row: string, column: string) => Fen {
  if (layout.kind === 'performance') return () => 0n;
  const sides = layout.kind === 'statement' ? [layout.leftSums, layout.rightSums] : [layout.sums];
  const places = new Map(
    sides.flatMap((columns, side) =>
      columns.map(({ key }, index) => [key, { sums: side === 0 ? left : right, index }]),
    ),
  );
  return (row, column) => {
    const place = places.get(column);
    const sums = place?.sums.rows.get(row) ?? place?.sums.classes.get(row);
    return place === undefined ? 0n : (sums?.[place.index] ?? 0n);
  };
}

export function functionalClass(line: Line): string {
  return line.function.slice(0, 3);
}
