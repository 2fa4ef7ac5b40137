import { type Fen, type Line, measureOf, sumFen } from '#domain';

import type { AmountColumn, Layout, NamedRow, StatementRow } from '../src/layout';
import type { LineFilter } from '../src/line-filter';
import type { ReportInput } from '../src/report-input';

/** The tables as they are defined: every cell by itself looks through all lines. What the engine prints must be the same. */

/** The rows of amounts with their addresses, `row/column`, as they stand from top to bottom. */
export function plainRows(layout: Layout, input: ReportInput): [address: string, fen: Fen][][] {
  const lines = input.units.flatMap((unit) => unit.lines);
  const sum = (...filters: LineFilter[]): Fen =>
    sumFen(lines.filter((line) => filters.every((takes) => takes(line))).map((line) => measureOf(line, input.measure)));
  const row = (key: string, columns: readonly AmountColumn[], ...filters: LineFilter[]): [string, Fen][] =>
    columns.map((column) => [`${key}/${column.key}`, sum(column.takes, ...filters)]);
  const hasMoney = (cells: [string, Fen][]): boolean => cells.some(([, fen]) => fen !== 0n);

  switch (layout.kind) {
    case 'codes': {
      const codes = lines.filter(layout.scope).map(layout.codeOf);
      const levels = layout.levels.flatMap(({ digits }) =>
        codes.filter((code) => code.length >= digits).map((code) => code.slice(0, digits)),
      );
      const rows = [...new Set(levels)].sort().map((code) => {
        return row(code, layout.sums, layout.scope, (line) => layout.codeOf(line).startsWith(code));
      });
      return [row('total', layout.sums, layout.scope), ...rows.filter(hasMoney)];
    }
    case 'members': {
      const codeOf = ({ unit }: Pick<Line, 'unit'>): string =>
        input.subject.level === 'division' ? unit.slice(0, 3) : unit;
      const members = [...new Set(input.units.map(({ unit }) => codeOf({ unit: unit.code })))];
      const rows = members.map((code) => row(code, layout.sums, layout.scope, (line) => codeOf(line) === code));
      return members.length > 1 ? [row('total', layout.sums, layout.scope), ...rows] : rows;
    }
    case 'statement': {
      const classOf = (line: Line): string => line.function.slice(0, 3);
      const classes = [...new Set(lines.filter(layout.scope).map(classOf))].sort();
      const sideRows = (rows: readonly StatementRow[], columns: readonly AmountColumn[]): [string, Fen][][] =>
        rows.flatMap((each) => {
          if (each === 'free') return [[]];
          if (each !== 'each-class') return [row(each.key, columns, layout.scope, (each satisfies NamedRow).takes)];
          return classes
            .map((code) => row(code, columns, layout.scope, (line) => classOf(line) === code))
            .filter(hasMoney);
        });
      return layout.blocks.flatMap(({ left, right }) => {
        const [lefts, rights] = [sideRows(left, layout.leftSums), sideRows(right, layout.rightSums)];
        const height = Math.max(lefts.length, rights.length);
        return Array.from({ length: height }, (_, index) => [...(lefts[index] ?? []), ...(rights[index] ?? [])]);
      });
    }
    case 'performance':
      return [];
  }
}
