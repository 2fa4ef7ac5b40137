import { useMemo } from 'preact/hooks';

import { currentAddress, go, withQuery } from '../../address/address';
import type { Place } from '../../address/place';
import type { Measure } from '../../parts/choices';
import { asChange, asMoney, type MoneyUnit } from '../../parts/money';
import { More } from '../../parts/more';
import type { Pages } from '../../parts/use-pages';
import { COMMON } from '../../words/common';
import { useWords } from '../../words/language';
import type { DimensionComparison, View } from './answers';
import { largestBars } from './bars';
import { ClassChart } from './class-chart';
import { CompareTable } from './compare-table';
import { Drivers } from './drivers';
import { LikeForLike } from './like-for-like';
import { stepsOf } from './steps';
import { barsOf } from './waterfall';
import { WaterfallChart } from './waterfall-chart';
import { COMPARISON_WORDS } from './words';

interface ComparedProps {
  first: DimensionComparison;
  pages: Pages<DimensionComparison>;
  view: Exclude<View, 'years'>;
  measure: Measure;
  money: MoneyUnit;
  picked: string | undefined;
  place: Place;
}

const MOST_STEPS = 9;
const MOST_BARS = 12;

/** Two years beside each other: a chart, the table that it is drawn from, and what is behind the row that is chosen in either. */
export function Compared({ first, pages, view, measure, money, picked, place }: ComparedProps) {
  const own = useWords(COMPARISON_WORDS);
  const common = useWords(COMMON);
  const rows = pages.all.flatMap((page) => page.rows);
  const pick = (key: string): void => go(withQuery({ row: key === picked ? undefined : key }, currentAddress()));
  const pickIfRow = (key: string): void => {
    if (rows.some((row) => row.key === key)) pick(key);
  };
  const total = first.total.measures[measure];
  const [current, prior] = [common.year(first.year), common.year(first.prior.year)];
  const steps = useMemo(
    () =>
      barsOf(
        { name: prior, yuan: total.priorYuan ?? '0.00' },
        { name: current, yuan: total.currentYuan ?? '0.00' },
        stepsOf(first, rows, measure, MOST_STEPS, own),
      ),
    [first, rows.length, measure, own],
  );
  const bars = useMemo(
    () => largestBars(first, rows, measure, MOST_BARS, own.other),
    [first, rows.length, measure, own],
  );
  const chosen = rows.find((row) => row.key === picked);
  const shown = (amountYuan: string | null): string => (amountYuan === null ? '—' : asMoney(amountYuan, money));
  const label =
    view === 'changes'
      ? own.waterfall(shown(total.priorYuan), shown(total.currentYuan))
      : own.beside(own.groupings[first.by], current, prior);
  const isOfAll = first.prior.unitsWithoutPrior.length + first.prior.unitsWithoutCurrent.length === 0;
  const change =
    total.changeYuan === null ? [] : [isOfAll ? '' : own.likeForLike, asChange(total.changeYuan, money), total.ratio];
  const file = `comparison-${view}-${first.year}`;
  return (
    <div class={chosen === undefined ? 'one' : 'two'}>
      <div>
        {view === 'units' && <LikeForLike of={first} measure={measure} money={money} />}
        <section class="card">
          <h2>
            {label} <small>{change.filter(Boolean).join(' · ')}</small>
          </h2>
          {!first.prior.isKnown && <p class="banner">{own.unknownPrior(first.prior.year)}</p>}
          {view === 'changes' ? (
            first.prior.isKnown && (
              <WaterfallChart bars={steps} {...{ label, file }} hint={own.pick} onPick={pickIfRow} />
            )
          ) : bars.length === 0 ? (
            <p>{common.noRecords}</p>
          ) : (
            <ClassChart {...{ bars, current, prior, label, file, money }} hint={own.pick} onPick={pickIfRow} />
          )}
        </section>
        <section class="card">
          <CompareTable comparison={first} rows={rows} measure={measure} money={money} picked={picked} pick={pick} />
          <More of={pages} />
        </section>
      </div>
      {chosen !== undefined && (
        <Drivers
          row={chosen}
          by={first.by}
          measure={measure}
          place={place}
          year={first.year}
          closeTo={withQuery({ row: undefined }, currentAddress())}
        />
      )}
    </div>
  );
}
