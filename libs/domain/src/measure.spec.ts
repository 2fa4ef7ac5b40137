import fc from 'fast-check';

import { AMOUNT_COLUMNS, availableOf, currentOf, dimensionsOf, dimensionsOfKey, type Line, lineKeyOf } from './line';
import { measureOf } from './measure';

const amounts = fc.array(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), { minLength: 10, maxLength: 10 }).map(
  (values) =>
    ({
      ...Object.fromEntries(AMOUNT_COLUMNS.map((column, index) => [column, values[index]])),
      lateCarriedOver: values[1]! / 2n,
    }) as unknown as Line,
);

describe('measures', () => {
  it('are what the line says of itself', () => {
    fc.assert(
      fc.property(amounts, (line) => {
        expect(measureOf(line, 'current')).toBe(currentOf(line));
        expect(measureOf(line, 'available')).toBe(availableOf(line));
        expect(measureOf(line, 'original')).toBe(line.original + line.carriedOver - line.lateCarriedOver);
        expect(measureOf(line, 'paid')).toBe(line.paid - line.refunded);
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
