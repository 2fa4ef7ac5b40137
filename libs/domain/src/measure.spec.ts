import fc from 'fast-check';

import { AMOUNT_COLUMNS, dimensionsOf, dimensionsOfKey, type Line, lineKeyOf } from './line';
import { lineOfMeasures, type Measure, measureOf, MEASURES, measureSign } from './measure';
import { sumFen } from './money';

const amounts = fc.array(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), { minLength: 10, maxLength: 10 }).map(
  (values) =>
    ({
      ...Object.fromEntries(AMOUNT_COLUMNS.map((column, index) => [column, values[index]])),
      lateCarriedOver: values[1]! / 2n,
    }) as unknown as Line,
);

describe('measures', () => {
  it('are what the postings of each column add, but for what was carried over late and approved by nobody', () => {
    fc.assert(
      fc.property(amounts, (line) => {
        const bySigns = (measure: Measure) =>
          sumFen(AMOUNT_COLUMNS.map((column) => measureSign(measure, column) * line[column]));
        for (const measure of MEASURES) {
          const late = measure === 'original' ? line.lateCarriedOver : 0n;
          expect(measureOf(line, measure)).toBe(bySigns(measure) - late);
        }
      }),
    );
  });

  it('make a line that counts for the same', () => {
    fc.assert(
      fc.property(amounts, (line) => {
        const counted = Object.fromEntries(MEASURES.map((measure) => [measure, measureOf(line, measure)]));
        const made = lineOfMeasures(line, 2024, counted as Record<Measure, bigint>);
        for (const measure of MEASURES) expect(measureOf(made, measure)).toBe(counted[measure]);
      }),
    );
  });
});

describe("a line's key", () => {
  it.each([
    { category: 'operating' as const },
    { category: 'project' as const, project: '|goods|a' },
    { category: 'project' as const, project: '||', originYear: 2023, procurement: 'goods' as const },
  ])('is read back: %j', (rest) => {
    const line = {
      unit: '126001',
      source: 'general-public-budget' as const,
      function: '2012901',
      economic: '302',
      ...rest,
    };
    expect(dimensionsOfKey(lineKeyOf(line))).toEqual(dimensionsOf(line));
  });
});
