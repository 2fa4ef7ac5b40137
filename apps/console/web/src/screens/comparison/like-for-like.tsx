import type { Measure } from '../../parts/choices';
import { asChange, asMoney, type MoneyUnit } from '../../parts/money';
import { useWords } from '../../words/language';
import type { DimensionComparison } from './answers';
import { besideComparable } from './bars';
import { COMPARISON_WORDS } from './words';

interface LikeForLikeProps {
  of: DimensionComparison;
  measure: Measure;
  money: MoneyUnit;
}

/** The units of both years as one figure, and beside it those that only one of them has: a change is of the former alone. */
export function LikeForLike({ of, measure, money }: LikeForLikeProps) {
  const own = useWords(COMPARISON_WORDS);
  const { currentYuan, priorYuan, changeYuan, ratio } = of.comparable.measures[measure];
  const { newYuan, endedYuan } = besideComparable(of, measure);
  const { unitsWithoutPrior, unitsWithoutCurrent, isKnown } = of.prior;
  const shown = (amountYuan: string | null): string => (amountYuan === null ? '—' : asMoney(amountYuan, money));
  if (!isKnown) return null;
  return (
    <dl class="kpis">
      <div class="kpi">
        <dt>{own.comparable}</dt>
        <dd>
          {shown(currentYuan)} <small>{own.before(shown(priorYuan))}</small>
        </dd>
      </div>
      <div class="kpi">
        <dt>{own.comparableChange}</dt>
        <dd>
          {changeYuan === null ? '—' : asChange(changeYuan, money)} <small>{ratio}</small>
        </dd>
      </div>
      <div class="kpi">
        <dt>{own.newUnits(unitsWithoutPrior.length)}</dt>
        <dd>{shown(newYuan)}</dd>
      </div>
      <div class="kpi">
        <dt>{own.endedUnits(unitsWithoutCurrent.length)}</dt>
        <dd>{shown(endedYuan)}</dd>
      </div>
    </dl>
  );
}
