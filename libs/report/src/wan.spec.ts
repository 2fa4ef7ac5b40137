import fc from 'fast-check';

import { inWan, inWords, percentOf, wanCell } from './wan';

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
    expect(inWan(fen)).toBe(expected);
  });

  it('are within half a cent of 万元 of the exact amount, and the same on both sides of zero', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), (fen) => {
        const printed = BigInt(inWan(fen).replace('.', '')) * 10_000n;
        const distance = printed > fen ? printed - fen : fen - printed;
        expect(distance <= 5_000n).toBe(true);
        expect(inWan(-fen).replace('-', '')).toBe(inWan(fen).replace('-', ''));
      }),
    );
  });

  it('are blank in a table where there is no money, and only there', () => {
    expect(wanCell(0n)).toBe('');
    expect(wanCell(1n)).toBe('0.00');
    expect(wanCell(-1n)).toBe('0.00');
  });
});

describe('percentages', () => {
  it('are rounded half up', () => {
    expect(percentOf(1n, 3n)).toBe('33.33');
    expect(percentOf(1n, 800n)).toBe('0.13');
    expect(percentOf(-1n, 800n)).toBe('-0.13');
    expect(percentOf(5n, 2n)).toBe('250.00');
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
