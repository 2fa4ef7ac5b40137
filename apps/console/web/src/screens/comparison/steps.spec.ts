import fc from 'fast-check';

import { fenOf, yuanOf } from '../../parts/money';
import type { ComparedRow, DimensionComparison } from './answers';
import { stepsOf } from './steps';

const fen = fc.bigInt({ min: 0n, max: 9_000_000n });
const pairs = fc.array(fc.tuple(fen, fen), { maxLength: 20 });
const NAMES = { other: '其余', isNew: '新增', isGone: '退出' };

const measured = (current: bigint, prior: bigint) => ({
  measures: {
    current: { currentYuan: yuanOf(current), priorYuan: yuanOf(prior), changeYuan: yuanOf(current - prior) },
  },
});

it('the steps lead from one total to the other, whoever has come or gone and whatever is drawn as one', () => {
  fc.assert(
    fc.property(pairs, fen, fen, fc.integer({ min: 2, max: 9 }), fc.nat(20), (both, come, gone, most, here) => {
      const [current, prior] = [0, 1].map((at) => both.reduce((sum, pair) => sum + (pair[at] ?? 0n), 0n)) as [
        bigint,
        bigint,
      ];
      const total = measured(current + come, prior + gone);
      total.measures.current.changeYuan = yuanOf(current - prior);
      const comparison = { total, comparable: measured(current, prior) } as unknown as DimensionComparison;
      const rows = both.map(([now, before], n) => ({
        of: 'both',
        key: `k${n}`,
        name: `n${n}`,
        ...measured(now, before),
      }));
      const steps = stepsOf(comparison, rows.slice(0, here) as unknown as ComparedRow[], 'current', most, NAMES);
      const sum = steps.reduce((all, { changeYuan }) => all + fenOf(changeYuan), 0n);
      expect(sum).toBe(current + come - prior - gone);
    }),
  );
});
