import type { Measure } from '../../parts/choices';
import { fenOf, yuanOf } from '../../parts/money';
import type { ComparedRow, DimensionComparison } from './answers';
import { besideComparable } from './bars';
import { largestSteps, type Step, withRest } from './waterfall';

/** The changes from one total to the other: those of who is in both years, and then who has come and who has gone. */
export function stepsOf(
  comparison: Pick<DimensionComparison, 'total' | 'comparable'>,
  rows: readonly ComparedRow[],
  measure: Measure,
  most: number,
  names: { other: string; isNew: string; isGone: string },
): Step[] {
  const changes = rows
    .filter(({ of }) => of === 'both')
    .map(({ key, name, measures }) => ({ key, name, changeYuan: measures[measure].changeYuan ?? '0.00' }));
  const change = comparison.total.measures[measure].changeYuan ?? '0.00';
  const { newYuan, endedYuan } = besideComparable(comparison, measure);
  const comeAndGone = [
    { key: '', name: names.isNew, changeYuan: newYuan },
    { key: '', name: names.isGone, changeYuan: yuanOf(-fenOf(endedYuan)) },
  ];
  return [
    ...withRest(largestSteps(changes, most, names.other), change, names.other),
    ...comeAndGone.filter(({ changeYuan }) => fenOf(changeYuan) !== 0n),
  ];
}
