import fc from 'fast-check';

import { fenOf } from '../../parts/money';
import { axisStart, barsOf, largestSteps } from './waterfall';

const amount = fc.integer({ min: -5_000_000, max: 5_000_000 }).map((fen) => {
  const size = Math.abs(fen);
  return `${fen < 0 ? '-' : ''}${Math.floor(size / 100)}.${String(size % 100).padStart(2, '0')}`;
});
const steps = fc
  .array(amount, { maxLength: 40 })
  .map((changes) => changes.map((changeYuan, index) => ({ key: `k${index}`, name: `n${index}`, changeYuan })));
const sum = (all: readonly { changeYuan: string }[]): bigint =>
  all.reduce((total, { changeYuan }) => total + fenOf(changeYuan), 0n);

describe('a waterfall', () => {
  it('adds up to the same whatever is drawn as one', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 2, max: 12 }), (all, most) => {
        const shown = largestSteps(all, most, 'others');
        expect(shown.length).toBeLessThanOrEqual(most);
        expect(sum(shown)).toBe(sum(all));
      }),
    );
  });

  it('keeps the largest changes and their order', () => {
    const all = [
      { key: 'a', name: 'a', changeYuan: '1.00' },
      { key: 'b', name: 'b', changeYuan: '-9.00' },
      { key: 'c', name: 'c', changeYuan: '0.00' },
      { key: 'd', name: 'd', changeYuan: '5.00' },
      { key: 'e', name: 'e', changeYuan: '2.00' },
    ];
    expect(largestSteps(all, 3, '其余').map(({ key, changeYuan }) => [key, changeYuan])).toEqual([
      ['b', '-9.00'],
      ['d', '5.00'],
      ['', '3.00'],
    ]);
  });

  it('begins each bar where the one before it ends', () => {
    const bars = barsOf({ name: '2023', yuan: '6493600.00' }, { name: '2024', yuan: '6912900.00' }, [
      { key: '301', name: '', changeYuan: '445900.00' },
      { key: '303', name: '', changeYuan: '-26600.00' },
    ]);
    expect(bars.map(({ from, to, direction }) => [from, to, direction])).toEqual([
      [0, 649.36, 0],
      [649.36, 693.95, 1],
      [693.95, 691.29, -1],
      [0, 691.29, 0],
    ]);
  });

  it('draws no axis that cuts into a bar, and begins at zero where the changes are large', () => {
    fc.assert(
      fc.property(amount, steps, (prior, all) => {
        const current = fenOf(prior) + sum(all);
        const bars = barsOf({ name: '', yuan: prior }, { name: '', yuan: (Number(current) / 100).toFixed(2) }, all);
        const start = axisStart(bars);
        expect(start).toBeGreaterThanOrEqual(0);
        for (const { from, to, direction } of bars) {
          if (start > 0) expect(Math.min(direction === 0 ? to : from, to)).toBeGreaterThanOrEqual(start);
        }
      }),
    );
    const small = barsOf({ name: '', yuan: '100.00' }, { name: '', yuan: '400.00' }, [
      { key: 'a', name: '', changeYuan: '300.00' },
    ]);
    expect(axisStart(small)).toBe(0);
  });
});
