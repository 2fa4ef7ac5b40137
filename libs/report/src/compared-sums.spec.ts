import { type Fen, groupKeyOf, GROUPINGS, type Line, type Measure, measureOf, MEASURES, sumFen } from '#domain';
import fc from 'fast-check';

import { randomInput } from '../test/random-input';
import { comparison } from './comparison';
import { COMPARISON_MEASURES, type MeasureRule, withCarryOver } from './comparison-measures';
import { compareBy } from './dimension-comparison';
import { likeForLike } from './like-for-like';
import { carriedOver, from, type LineFilter, ownYearFrom } from './line-filter';
import { linesOf, type ReportInput } from './report-input';
import { REPORT_MEASURES } from './report-measure';
import { inWan } from './wan';

/** Comparisons beside their definition: every figure by itself looks through all lines of each side. */

const pair = fc
  .constantFrom(...REPORT_MEASURES)
  .chain((measure) =>
    fc.record({
      current: randomInput(2024, measure),
      prior: fc.option(randomInput(2023, measure), { nil: undefined }),
    }),
  )
  .map(({ current, prior }) => ({ current, prior: prior?.units.length === 0 ? undefined : prior }));

/** The lines of everybody, and of those whom both years know; nothing of a year that is unknown. */
function sidesOf(current: ReportInput, prior: ReportInput | undefined) {
  const compared = prior === undefined ? undefined : likeForLike(current, prior);
  const isNobody = compared === undefined || compared.current.length + compared.prior.length === 0;
  return {
    current: linesOf(current),
    prior: prior === undefined ? undefined : linesOf(prior),
    comparableCurrent: isNobody ? undefined : compared.current,
    comparablePrior: isNobody ? undefined : compared.prior,
  };
}

function sum(lines: readonly Line[] | undefined, takes: LineFilter, measure: Measure): Fen | undefined {
  return lines === undefined ? undefined : sumFen(lines.filter(takes).map((line) => measureOf(line, measure)));
}

/** The filters of a rule's measures by their names, and whether each stands only where there is money. */
function measuresOf(
  rule: MeasureRule,
  lines: readonly Line[],
  measure: Measure,
): { name: string; takes: LineFilter; isOptional: boolean }[] {
  switch (rule.kind) {
    case 'named':
    case 'optional':
      return [{ name: rule.measure, takes: rule.takes, isOptional: rule.kind === 'optional' }];
    case 'fund': {
      const isAll = from(rule.source);
      const hasCarried = lines.some((line) => isAll(line) && carriedOver(line) && measureOf(line, measure) !== 0n);
      const own = { name: rule.measure, takes: ownYearFrom(rule.source), isOptional: false };
      return hasCarried ? [own, { name: withCarryOver(rule.measure), takes: isAll, isOptional: false }] : [own];
    }
    case 'classes':
      return [...new Set(lines.filter(rule.within).map(rule.classOf))].sort().map((code) => ({
        name: `${rule.prefix}/${code}`,
        takes: (line) => rule.within(line) && rule.classOf(line) === code,
        isOptional: true,
      }));
  }
}

it('the published comparison has the figures of its definition', () => {
  fc.assert(
    fc.property(pair, ({ current, prior }) => {
      const { measure, profile } = current;
      const sides = sidesOf(current, prior);
      const all = [...sides.current, ...(sides.prior ?? [])];
      const expected = COMPARISON_MEASURES.flatMap((rule) => measuresOf(rule, all, measure)).flatMap((each) => {
        const figures = Object.entries(sides).map(([name, lines]) => [name, sum(lines, each.takes, measure)] as const);
        if (each.isOptional && figures.every(([, fen]) => (fen ?? 0n) === 0n)) return [];
        const shown = figures.map(([name, fen]) => [name, fen === undefined ? null : inWan(fen, profile.rounding)]);
        return [{ measure: each.name, ...(Object.fromEntries(shown) as Record<string, string | null>) }];
      });
      const told = comparison(current, prior).measures.map((each) => ({
        measure: each.measure,
        current: each.current,
        prior: each.prior,
        comparableCurrent: each.comparableCurrent,
        comparablePrior: each.comparablePrior,
      }));
      expect(told).toEqual(expected);
    }),
  );
});

it.each(GROUPINGS)('a comparison by %s has the rows and the figures of its definition', (by) => {
  fc.assert(
    fc.property(pair, ({ current, prior }) => {
      const sides = sidesOf(current, prior);
      const own = prior === undefined ? sides.current : (sides.comparableCurrent ?? []);
      const keys = new Set([...own, ...(sides.comparablePrior ?? [])].map((line) => groupKeyOf(by, line)));
      const { rows, total } = compareBy(by, current, prior);
      expect(rows.filter(({ of }) => of === 'both').map(({ key }) => key)).toEqual([...keys].sort());
      for (const measure of MEASURES) {
        for (const { of, key, sides: told } of rows.filter((row) => row.of === 'both')) {
          const isKey: LineFilter = (line) => groupKeyOf(by, line) === key;
          const [now, before] = [sum(own, isKey, measure), sum(sides.comparablePrior, isKey, measure)];
          expect([of, key, told[measure].current, told[measure].prior]).toEqual([of, key, now, before]);
        }
        expect(total[measure].current).toBe(sum(sides.current, () => true, measure));
        expect(total[measure].prior).toBe(sum(sides.prior, () => true, measure));
      }
    }),
  );
});

it('each line is asked by each rule once', () => {
  const looks = new Map<Line, number>();
  const watched = (input: ReportInput): ReportInput => ({
    ...input,
    units: input.units.map((unit) => ({
      ...unit,
      lines: unit.lines.map((line) => {
        const { category } = line;
        const own = { ...line };
        return Object.defineProperty(own, 'category', {
          get: () => {
            looks.set(line, (looks.get(line) ?? 0) + 1);
            return category;
          },
        });
      }),
    })),
  });
  fc.assert(
    fc.property(pair, ({ current, prior }) => {
      looks.clear();
      comparison(watched(current), prior === undefined ? undefined : watched(prior));
      expect(Math.max(0, ...looks.values())).toBeLessThanOrEqual(COMPARISON_MEASURES.length * 2);
    }),
  );
});
