import { Decimal } from 'decimal.js';
import fc from 'fast-check';

import { inWan, inWords, percentOf, type Rounding, showsNothing, smallestFigure, wanCell } from './wan';

const TWO_PLACES: Rounding = { places: 2, mode: 'half-up' };

describe('amounts in 万元', () => {
  it.each([
    [0n, '0.00'],
    [1n, '0.00'],
    [4_999n, '0.00'],
    [5_000n, '0.01'],
    [14_999n, '0.01'],
    [15_000n, '0.02'],
    [25_000n, '0.03'],
    [-4_999n, '0.00'],
    [-5_000n, '-0.01'],
    [-15_000n, '-0.02'],
    [1_000_000n, '1.00'],
    [999_995_000n, '1000.00'],
    [123_456_789_012_345_678_901_234_565_000n, '123456789012345678901234.57'],
    [123_456_789_012_345_678_901_234_564_999n, '123456789012345678901234.56'],
  ])('%d fen is %s', (fen, expected) => {
    expect(inWan(fen, TWO_PLACES)).toBe(expected);
  });

  it('are within half a cent of 万元 of the exact amount, and the same on both sides of zero', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), (fen) => {
        const printed = BigInt(inWan(fen, TWO_PLACES).replace('.', '')) * 10_000n;
        const distance = printed > fen ? printed - fen : fen - printed;
        expect(distance <= 5_000n).toBe(true);
        expect(inWan(-fen, TWO_PLACES).replace('-', '')).toBe(inWan(fen, TWO_PLACES).replace('-', ''));
      }),
    );
  });

  it('are blank in a table where there is no money, and only there', () => {
    expect(wanCell(0n, TWO_PLACES)).toBe('');
    expect(wanCell(1n, TWO_PLACES)).toBe('0.00');
    expect(wanCell(-1n, TWO_PLACES)).toBe('0.00');
  });
});

describe('another rounding', () => {
  const even: Rounding = { places: 1, mode: 'half-even' };

  it('has its own places and its own way with a half', () => {
    expect([50_000n, 150_000n, 250_000n, -50_000n].map((fen) => inWan(fen, even))).toEqual([
      '0.0',
      '0.2',
      '0.2',
      '0.0',
    ]);
    expect(inWan(1_500_000n, { places: 0, mode: 'half-up' })).toBe('2');
    expect([smallestFigure(even), smallestFigure(TWO_PLACES)]).toEqual(['0.1', '0.01']);
    expect(['0.0', '0', '0.1', '-0.01'].map(showsNothing)).toEqual([true, true, false, false]);
  });
});

describe('percentages', () => {
  it('are rounded half up', () => {
    expect(percentOf(1n, 3n, TWO_PLACES)).toBe('33.33');
    expect(percentOf(1n, 800n, TWO_PLACES)).toBe('0.13');
    expect(percentOf(-1n, 800n, TWO_PLACES)).toBe('-0.13');
    expect(percentOf(5n, 2n, TWO_PLACES)).toBe('250.00');
  });
});

describe('figures in sentences', () => {
  it.each([
    ['487.90', '487.9'],
    ['71.00', '71'],
    ['-42.72', '42.72'],
    ['100.00', '100'],
    ['0.00', '0'],
  ])('%s is written %s', (figure, expected) => {
    expect(inWords(figure)).toBe(expected);
  });
});

it('figures are those that decimal.js rounds to, whatever the amount, the places and the way with a half', () => {
  const Exact = Decimal.clone({ precision: 100 });
  const modes = { 'half-up': Decimal.ROUND_HALF_UP, 'half-even': Decimal.ROUND_HALF_EVEN };
  const amount = fc.oneof(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.bigInt({ min: -300n, max: 300n }));
  const rounding = fc.record({
    places: fc.nat(4),
    mode: fc.constantFrom('half-up' as const, 'half-even' as const),
  });
  fc.assert(
    fc.property(amount, amount, rounding, (part, whole, { places, mode }) => {
      fc.pre(whole !== 0n);
      const shown = (value: Decimal): string => value.toFixed(places, modes[mode]).replace(/^-(?=[0.]*$)/, '');
      expect(inWan(part, { places, mode })).toBe(shown(new Exact(part.toString()).div(1_000_000)));
      const ratio = new Exact(part.toString()).times(100).div(whole.toString());
      expect(percentOf(part, whole, { places, mode })).toBe(shown(ratio));
      expect(inWords(inWan(part, { places, mode }))).toBe(new Exact(inWan(part, { places, mode })).abs().toFixed());
    }),
  );
});
