import fc from 'fast-check';

import { CATEGORIES, PROCUREMENTS, SOURCES } from './codes';
import { amountsInYuan, currentOf, dimensionsOf, emptyLine, type LineDimensions, lineKeyOf } from './line';

/** Few values for each part, so that lines that differ in one part alone are met often, and project names that try to look like parts. */
const dimensions: fc.Arbitrary<LineDimensions> = fc.record(
  {
    unit: fc.constantFrom('126001', '126002'),
    source: fc.constantFrom(...SOURCES.slice(0, 2)),
    function: fc.constantFrom('2012901', '2012902'),
    economic: fc.constantFrom('302', '30201'),
    category: fc.constantFrom(...CATEGORIES),
    project: fc.oneof(fc.constantFrom('|', '||', 'goods|', '2023|goods|a', '', 'a|b'), fc.string({ unit: 'grapheme' })),
    originYear: fc.constantFrom(2022, 2023),
    procurement: fc.constantFrom(...PROCUREMENTS),
  },
  { requiredKeys: ['unit', 'source', 'function', 'economic', 'category'] },
);

describe('a line', () => {
  it('has a key that no other line has', () => {
    fc.assert(
      fc.property(dimensions, dimensions, (a, b) => {
        // A project is never the empty string, so that one and an absent one may share a key.
        const same = (line: LineDimensions) =>
          JSON.stringify(Object.entries(dimensionsOf({ ...line, project: line.project ?? '' })));
        expect(lineKeyOf(a) === lineKeyOf(b)).toBe(same(a) === same(b));
      }),
      { numRuns: 2_000 },
    );
  });

  it('keeps a project that looks like other parts apart from them', () => {
    const plain: LineDimensions = {
      unit: '126001',
      source: 'general-public-budget',
      function: '2012902',
      economic: '302',
      category: 'project',
    };
    const keys = [
      { ...plain, project: 'a' },
      { ...plain, project: '|a' },
      { ...plain, project: 'goods|a' },
      { ...plain, project: 'a', procurement: 'goods' as const },
      { ...plain, project: '2023||a' },
      { ...plain, project: 'a', originYear: 2023 },
    ].map(lineKeyOf);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('is copied without amounts and without absent parts', () => {
    const line = emptyLine(
      {
        unit: '126001',
        source: 'other-income',
        function: '2012901',
        economic: '302',
        category: 'operating',
        project: undefined,
      },
      2024,
    );
    expect(Object.keys(dimensionsOf(line))).toEqual(['unit', 'source', 'function', 'economic', 'category']);
  });

  it('has as its current budget what came in less what went out', () => {
    const amounts = { original: 100n, carriedOver: 20n, supplemented: 3n, cut: 50n, transferred: -7n };
    expect(currentOf(amounts)).toBe(66n);
    expect(amountsInYuan(amounts)).toEqual({
      originalYuan: '1.00',
      carriedOverYuan: '0.20',
      supplementedYuan: '0.03',
      cutYuan: '0.50',
      transferredYuan: '-0.07',
      currentYuan: '0.66',
    });
  });
});
