import { measureOf, sumFen } from '#domain';
import fc from 'fast-check';

import { plainRows } from '../test/plain-engine';
import { randomInput } from '../test/random-input';
import { SECOND_PROFILE } from '../test/second-profile';
import { fillLayout } from './fill-layout';
import type { LineFilter } from './line-filter';
import { profileOf } from './profiles';
import { REPORT_MEASURES } from './report-measure';
import { amountsIn, tableSums } from './table-sums';

const profiles = { jiangxi: profileOf({}), second: SECOND_PROFILE };
const layouts = Object.entries(profiles).flatMap(([name, { layouts: of }]) =>
  Object.entries(of).map(([number, layout]) => [`${name} ${number}`, layout] as const),
);
const input = fc.constantFrom(...REPORT_MEASURES).chain((measure) => randomInput(2024, measure));

describe.each(layouts)('table %s', (_, layout) => {
  it('has the rows and the exact amounts of its definition', () => {
    fc.assert(
      fc.property(input, (budget) => {
        if (layout.kind === 'performance') return;
        const filled = fillLayout(layout, budget).map((row) =>
          row.flatMap((cell) => (typeof cell === 'string' ? [] : [[`${cell.row}/${cell.column}`, cell.fen]])),
        );
        expect(filled).toEqual(plainRows(layout, budget));
      }),
    );
  });

  it('has cells that take the lines that they are summed from, printed or not', () => {
    fc.assert(
      fc.property(input, input, (budget, other) => {
        const amountAt = amountsIn(layout, tableSums(layout, other));
        const lines = other.units.flatMap((unit) => unit.lines);
        for (const cell of fillLayout(layout, { ...budget, subject: other.subject }).flat()) {
          if (typeof cell === 'string') continue;
          const { row, column, takes } = cell;
          const fen = sumFen(lines.filter(takes).map((line) => measureOf(line, other.measure)));
          expect([row, column, amountAt(row, column)]).toEqual([row, column, fen]);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('asks for the place of each line once, however many rows and columns there are', () => {
    if (layout.kind === 'performance') return;
    const asked = new Map<object, number>();
    const scope: LineFilter = (line) => {
      asked.set(line, (asked.get(line) ?? 0) + 1);
      return layout.scope(line);
    };
    fc.assert(
      fc.property(input, (budget) => {
        asked.clear();
        fillLayout({ ...layout, scope }, budget);
        expect(Math.max(0, ...asked.values())).toBeLessThanOrEqual(1);
      }),
    );
  });
});
