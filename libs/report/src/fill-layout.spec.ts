import { currentOf, emptyLine, type Fen, type Line, SOURCES, sumFen } from '#domain';
import fc from 'fast-check';

import { codeRows } from './fill-layout';
import type { CodeLayout } from './layout';
import { profileOf } from './profiles';

const amounts = fc.bigInt({ min: 0n, max: 10n ** 17n });
const lines: fc.Arbitrary<Line[]> = fc.array(
  fc
    .record({
      source: fc.constantFrom(...SOURCES),
      function: fc.constantFrom('2012901', '2012902', '2012999', '2013101', '2080505', '2080506', '2210201'),
      economic: fc.constantFrom('301', '30101', '30102', '302', '30201', '30217', '310', '31002'),
      category: fc.constantFrom('personnel', 'operating', 'project'),
      originYear: fc.constantFrom(undefined, 2022, 2023),
      original: amounts,
      carriedOver: amounts,
      supplemented: amounts,
      cut: amounts,
      transferred: fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }),
    })
    .map(({ source, function: functional, economic, category, originYear, ...sums }) => ({
      ...emptyLine({ unit: '126001', source, function: functional, economic, category, originYear }, 2024),
      ...sums,
    })),
  { maxLength: 40 },
);

const layouts = Object.values(profileOf({}).layouts).filter((layout): layout is CodeLayout => layout.kind === 'codes');

describe('tables by codes', () => {
  it.each(layouts)('have the exact sum of their lines in 合计: $title', (layout) => {
    fc.assert(
      fc.property(lines, (some) => {
        const expected = layout.sums.map(({ takes }) =>
          sumFen(some.filter((line) => layout.scope(line) && takes(line)).map(currentOf)),
        );
        expect(codeRows(layout, some, 'current')[0]!.sums).toEqual(expected);
      }),
    );
  });

  it.each(layouts)('have in every row the exact sum of the rows below it: $title', (layout) => {
    fc.assert(
      fc.property(lines, (some) => {
        const rows = codeRows(layout, some, 'current');
        const digits = [0, ...layout.levels.map((level) => level.digits)];
        for (const row of rows) {
          const below = digits.find((count) => count > row.code.length);
          if (below === undefined) continue;
          const children = rows.filter(({ code }) => code.length === below && code.startsWith(row.code));
          const posted = some.filter(
            (line) => layout.scope(line) && row.code !== '' && layout.codeOf(line) === row.code,
          );
          row.sums.forEach((sum, column) => {
            const fromChildren = children.map((child) => child.sums[column]!);
            const own = posted.filter(layout.sums[column]!.takes).map(currentOf);
            expect(sum).toBe(sumFen([...fromChildren, ...own] satisfies Fen[]));
          });
        }
      }),
    );
  });

  it.each(layouts)('stand in the order of their codes, parents first: $title', (layout) => {
    fc.assert(
      fc.property(lines, (some) => {
        const codes = codeRows(layout, some, 'original').map(({ code }) => code);
        expect(codes).toEqual([...codes].sort());
        expect(new Set(codes).size).toBe(codes.length);
      }),
    );
  });
});
