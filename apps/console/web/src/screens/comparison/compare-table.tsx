import type { ComponentChildren } from 'preact';

import { type Measure, useMoneyName } from '../../parts/choices';
import { asChange, asMoney, fenOf, type MoneyUnit, shareOf } from '../../parts/money';
import { COMMON } from '../../words/common';
import { useWords } from '../../words/language';
import type { ComparedRow, DimensionComparison, Figures } from './answers';
import { besideComparable } from './bars';
import { COMPARISON_WORDS } from './words';

interface CompareTableProps {
  comparison: DimensionComparison;
  rows: readonly ComparedRow[];
  measure: Measure;
  money: MoneyUnit;
  picked: string | undefined;
  pick: (key: string) => void;
}

const MINUS = '\u2212';
const UNKNOWN: Figures = {
  currentYuan: null,
  priorYuan: null,
  changeYuan: null,
  ratio: null,
  share: null,
  priorShare: null,
};

/**
 * The figures of the chart above, with shares as bars. What both years know stands together with its sum; the units that are new, and those
 * that have ended, stand apart from it, since no change counts them.
 */
export function CompareTable({ comparison, rows, measure, money, picked, pick }: CompareTableProps) {
  const own = useWords(COMPARISON_WORDS);
  const common = useWords(COMMON);
  const { prior, year, total, comparable } = comparison;
  const figures = (of: Figures) => <FigureCells of={of} total={total.measures[measure]} money={money} />;
  const ofKind = (kind: ComparedRow['of']) =>
    rows
      .filter(({ of }) => of === kind)
      .map((row) => (
        <tr key={row.key} class={row.key === picked ? 'picked' : undefined}>
          <th scope="row" class="name">
            <button type="button" class="row-button" aria-pressed={row.key === picked} onClick={() => pick(row.key)}>
              <bdi>{row.name === '' ? own.other : row.name}</bdi>
            </button>
          </th>
          {figures(row.measures[measure])}
        </tr>
      ));
  const sum = (name: string, of: Figures, isGroup = false) => (
    <tr class={isGroup ? 'sum group' : 'sum'}>
      <th scope="row">{name}</th>
      {figures(of)}
    </tr>
  );
  const [isNew, hasEnded] = [prior.unitsWithoutPrior.length, prior.unitsWithoutCurrent.length];
  const { newYuan, endedYuan } = besideComparable(comparison, measure);
  return (
    <div class="scroll frame" tabIndex={0} role="region" aria-label={common.comparison}>
      <table>
        <caption>{useMoneyName(money)}</caption>
        <thead>
          <tr>
            <th scope="col">{own.groupings[comparison.by]}</th>
            {[common.year(year), common.year(prior.year), own.change, own.ratio].map((head) => (
              <th key={head} scope="col" class="figure">
                {head}
              </th>
            ))}
            <th scope="col">{own.share}</th>
          </tr>
        </thead>
        <Group>{sum(own.total, total.measures[measure])}</Group>
        <Group>
          {isNew + hasEnded > 0 && sum(own.comparable, comparable.measures[measure], true)}
          {ofKind('both')}
        </Group>
        {isNew > 0 && (
          <Group>
            {sum(own.newUnits(isNew), { ...UNKNOWN, currentYuan: newYuan }, true)}
            {ofKind('new-unit')}
          </Group>
        )}
        {hasEnded > 0 && (
          <Group>
            {sum(own.endedUnits(hasEnded), { ...UNKNOWN, priorYuan: endedYuan }, true)}
            {ofKind('ended-unit')}
          </Group>
        )}
      </table>
    </div>
  );
}

function Group({ children }: { children: ComponentChildren }) {
  return <tbody>{children}</tbody>;
}

function FigureCells({ of, total, money }: { of: Figures; total: Figures; money: MoneyUnit }) {
  const shown = (amountYuan: string | null): string => (amountYuan === null ? '—' : asMoney(amountYuan, money));
  const sign = signOf(of.changeYuan);
  return (
    <>
      <td class="figure">{shown(of.currentYuan)}</td>
      <td class="figure">{shown(of.priorYuan)}</td>
      <td class={`figure ${sign}`}>{of.changeYuan === null ? '—' : asChange(of.changeYuan, money)}</td>
      <td class={`figure ${sign}`}>{of.ratio?.replace('-', MINUS) ?? '—'}</td>
      <td>
        {of.currentYuan !== null && of.share !== null && (
          <span class="share">
            <span class="bar" aria-hidden="true">
              <i style={{ width: `${shareOf(of.currentYuan, total.currentYuan ?? '0') * 100}%` }} />
            </span>
            <span class="figure">{of.share}</span>
          </span>
        )}
      </td>
    </>
  );
}

function signOf(changeYuan: string | null): string {
  const fen = fenOf(changeYuan ?? '0');
  return fen > 0n ? 'more' : fen < 0n ? 'less' : '';
}
