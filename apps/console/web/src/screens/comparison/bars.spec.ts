import fc from 'fast-check';

import { fenOf, yuanOf } from '../../parts/money';
import type { ComparedRow, DimensionComparison } from './answers';
import { besideComparable, largestBars } from './bars';

const side = fc.option(fc.bigInt({ min: -9_000_000n, max: 9_000_000n }), { nil: undefined });
const sides = fc.array(fc.record({ current: side, prior: side }), { maxLength: 30 });

const figures = (current: bigint | undefined, prior: bigint | undefined) =>
  ({
    currentYuan: current === undefined ? null : yuanOf(current),
    priorYuan: prior === undefined ? null : yuanOf(prior),
    share: null,
  }) as ComparedRow['measures']['current'];
const sum = (all: readonly (bigint | undefined)[]): bigint =>
  all.reduce<bigint>((total, fen) => total + (fen ?? 0n), 0n);
const measured = (current: bigint | undefined, prior: bigint | undefined) => ({
  measures: { current: figures(current, prior) },
});

describe('bars by class', () => {
  it('add up to both totals, whatever is drawn as one and whatever is not here yet', () => {
    fc.assert(
      fc.property(sides, fc.integer({ min: 2, max: 12 }), fc.nat(30), (all, most, here) => {
        const total = measured(sum(all.map(({ current }) => current)), sum(all.map(({ prior }) => prior)));
        const rows = all.map(({ current, prior }, n) => ({ key: `k${n}`, name: `n${n}`, ...measured(current, prior) }));
        const bars = largestBars(
          { total } as unknown as DimensionComparison,
          rows.slice(0, here) as unknown as ComparedRow[],
          'current',
          most,
          '其余',
        );
        expect(bars.length).toBeLessThanOrEqual(most + 1);
        expect(sum(bars.map(({ currentYuan }) => fenOf(currentYuan ?? '0')))).toBe(
          sum(all.map(({ current }) => current)),
        );
        expect(sum(bars.map(({ priorYuan }) => fenOf(priorYuan ?? '0')))).toBe(sum(all.map(({ prior }) => prior)));
      }),
    );
  });

  it('say nothing of a side that is unknown', () => {
    const total = { total: measured(500n, undefined) } as unknown as DimensionComparison;
    const rows = [{ key: 'a', name: '甲', ...measured(200n, undefined) }] as unknown as ComparedRow[];
    expect(largestBars(total, rows, 'current', 5, '其余').map((bar) => bar.priorYuan)).toEqual([undefined, undefined]);
  });
});

it('units that are new or have ended are what the totals have beside the comparable ones', () => {
  const comparison = {
    total: measured(500n, 300n),
    comparable: measured(350n, 280n),
  } as unknown as DimensionComparison;
  expect(besideComparable(comparison, 'current')).toEqual({ newYuan: '1.50', endedYuan: '0.20' });
});
