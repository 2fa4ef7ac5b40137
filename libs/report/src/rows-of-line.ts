import { departmentOf, type Line } from '#domain';

import type { Layout } from './layout';
import { functionalClass, TOTAL_ROW } from './table-sums';

/**
 * The keys of all rows that may take a line: those of its code's levels, its members, or the rows of a statement, which are few. Whoever looks for
 * the cells of many lines need not ask every row of every one.
 */
export function rowsFor(layout: Layout): (line: Line) => readonly string[] {
  switch (layout.kind) {
    case 'codes':
      return (line) => {
        const code = layout.codeOf(line);
        return [TOTAL_ROW, ...layout.levels.map(({ digits }) => code.slice(0, digits))];
      };
    case 'members':
      return ({ unit }) => [TOTAL_ROW, unit, departmentOf(unit)];
    case 'statement': {
      const rows = layout.blocks.flatMap(({ left, right }) => [...left, ...right]);
      const named = rows.flatMap((row) => (typeof row === 'string' ? [] : [row.key]));
      return (line) => [...named, functionalClass(line)];
    }
    case 'performance':
      return () => [];
  }
}
