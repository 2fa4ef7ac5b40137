import fc from 'fast-check';

import { CATEGORIES, PROCUREMENTS, SOURCES } from './codes';
import {
  AMOUNT_COLUMNS,
  amountsInYuan,
  availableDelta,
  availableOf,
  currentDelta,
  currentOf,
  dimensionsOf,
  emptyLine,
  type LineDimensions,
  lineKeyOf,
} from './line';

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

const line: LineDimensions = {
  unit: '126001',
  source: 'general-public-budget',
  function: '2012902',
  economic: '302',
  category: 'operating',
};

describe('a line', () => {
  it('has a key that no other line has', () => {
    fc.assert(
      fc.property(dimensions, dimensions, (a, b) => {
        // A project is never the empty string, so that one and an absent one may share a key.
        const same = (named: LineDimensions) =>
          JSON.stringify(Object.entries(dimensionsOf({ ...named, project: named.project ?? '' })));
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
    const bare = emptyLine(
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
    expect(Object.keys(dimensionsOf(bare))).toEqual(['unit', 'source', 'function', 'economic', 'category']);
  });

  it('has as its current budget what came in less what went out, and of it available what is not frozen, paid or gone', () => {
    const amounts = {
      original: 10_000n,
      carriedOver: 2_000n,
      supplemented: 300n,
      cut: 5_000n,
      transferred: -700n,
      frozen: 1_000n,
      paid: 90n,
      refunded: 8n,
      carriedOut: 7n,
      reclaimed: 6n,
    };
    expect(currentOf(amounts)).toBe(6_600n);
    expect(availableOf(amounts)).toBe(5_505n);
    expect(amountsInYuan(amounts)).toEqual({
      originalYuan: '100.00',
      carriedOverYuan: '20.00',
      supplementedYuan: '3.00',
      cutYuan: '50.00',
      transferredYuan: '-7.00',
      frozenYuan: '10.00',
      paidYuan: '0.90',
      refundedYuan: '0.08',
      carriedOutYuan: '0.07',
      reclaimedYuan: '0.06',
      currentYuan: '66.00',
      availableYuan: '55.05',
    });
  });

  it('changes current and available by a posting as by the sum of its columns', () => {
    for (const column of AMOUNT_COLUMNS) {
      const empty = emptyLine(line, 2024);
      const posted = { ...empty, [column]: 3n };
      expect(currentDelta(column, 3n)).toBe(currentOf(posted));
      expect(availableDelta(column, 3n)).toBe(availableOf(posted));
    }
  });
});
