import { asChange, asMoney, fenOf, type MoneyUnit, shareOf } from '../../parts/money';
import { COMMON } from '../../words/common';
import { useWords } from '../../words/language';
import type { DimensionComparison } from './comparison-screen';
import { type Measure, useMoneyName } from '../../parts/choices';
import { COMPARISON_WORDS } from './words';

type Row = DimensionComparison['rows'][number];
type Figures = Row['measures'][Measure];

interface CompareTableProps {
  comparison: DimensionComparison;
  rows: readonly Row[];
  measure: Measure;
  money: MoneyUnit;
  picked: string | undefined;
  pick: (key: string) => void;
}

/** The figures of the chart above, with shares as bars; what only one of the years has is told apart. */
export function CompareTable({ comparison, rows, measure, money, picked, pick }: CompareTableProps) {
  const own = useWords(COMPARISON_WORDS);
  const common = useWords(COMMON);
  const total = comparison.total.measures[measure];
  const shown = (amountYuan: string | null): string => (amountYuan === null ? '—' : asMoney(amountYuan, money));
  const cells = (figures: Figures) => (
    <>
      <td class="figure">{shown(figures.currentYuan)}</td>
      <td class="figure">{shown(figures.priorYuan)}</td>
      <td class={`figure ${signOf(figures.changeYuan)}`}>
        {figures.changeYuan === null ? '—' : asChange(figures.changeYuan, money)}
      </td>
      <td class={`figure ${signOf(figures.changeYuan)}`}>{figures.ratio ?? '—'}</td>
      <td>
        <span class="share">
          <span class="bar" aria-hidden="true">
            <i style={{ width: `${shareOf(figures.currentYuan ?? '0', total.currentYuan ?? '0') * 100}%` }} />
          </span>
          <span class="figure">{figures.share ?? ''}</span>
        </span>
      </td>
    </>
  );
  return (
    <div class="scroll frame" tabIndex={0} role="region" aria-label={common.comparison}>
      <table>
        <caption>{useMoneyName(money)}</caption>
        <thead>
          <tr>
            <th scope="col">{own.groupings[comparison.by]}</th>
            <th scope="col" class="figure">
              {common.year(comparison.year)}
            </th>
            <th scope="col" class="figure">
              {common.year(comparison.prior.year)}
            </th>
            <th scope="col" class="figure">
              {own.change}
            </th>
            <th scope="col" class="figure">
              {own.ratio}
            </th>
            <th scope="col">{own.share}</th>
          </tr>
        </thead>
        <tbody>
          <tr class="sum">
            <th scope="row">{own.total}</th>
            {cells(total)}
          </tr>
          {rows.map((row) => (
            <tr key={row.key} class={row.key === picked ? 'picked' : undefined}>
              <th scope="row" class="name">
                <button
                  type="button"
                  class="row-button"
                  aria-pressed={row.key === picked}
                  onClick={() => pick(row.key)}
                >
                  <bdi>{row.name}</bdi>
                </button>
                {row.of !== 'both' && <span class="tag">{row.of === 'new-unit' ? own.isNew : own.isGone}</span>}
              </th>
              {cells(row.measures[measure])}
            </tr>
          ))}
          {comparison.prior.unitsWithoutPrior.length + comparison.prior.unitsWithoutCurrent.length > 0 && (
            <tr class="sum">
              <th scope="row">{own.comparable}</th>
              {cells(comparison.comparable.measures[measure])}
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

function signOf(changeYuan: string | null): string {
  const fen = fenOf(changeYuan ?? '0');
  return fen > 0n ? 'more' : fen < 0n ? 'less' : '';
}
