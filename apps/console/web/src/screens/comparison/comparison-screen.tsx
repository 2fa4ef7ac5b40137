import type { components } from '@budget-ledger/client';
import { useEffect, useMemo } from 'preact/hooks';

import { currentAddress, go, withQuery } from '../../address/address';
import { apiPath, type Place, placeOf } from '../../address/place';
import { versionOf } from '../../address/version';
import { usePlaceNames } from '../../api/place-names';
import { addressOf } from '../../api/use-read';
import { Choice } from '../../parts/choice';
import { type Measure, MeasureChoice, measureOf, MoneyChoice, moneyOf } from '../../parts/choices';
import { asChange, asMoney, type MoneyUnit } from '../../parts/money';
import { More } from '../../parts/more';
import { PlaceHead } from '../../parts/place-head';
import { Reading } from '../../parts/reading';
import { keepRecent } from '../../parts/recent';
import { TimeBar } from '../../parts/time-bar';
import { type Pages, usePages } from '../../parts/use-pages';
import type { ScreenProps } from '../../screen';
import { COMMON } from '../../words/common';
import { useWords } from '../../words/language';
import { TABLE_WORDS } from '../table/words';
import { CompareTable } from './compare-table';
import { Drivers } from './drivers';
import { barsOf, largestSteps, withRest } from './waterfall';
import { WaterfallChart } from './waterfall-chart';
import { COMPARISON_WORDS } from './words';

export type DimensionComparison = components['schemas']['DimensionComparison'];

const MOST_BARS = 9;
const PAGE = 200;

/** From one year to the next: what grew and what shrank, by any dimension, down to the records behind each change. */
export function ComparisonScreen({ parts, address }: ScreenProps) {
  const own = useWords(COMPARISON_WORDS);
  const common = useWords(COMMON);
  const tables = useWords(TABLE_WORDS);
  const place = placeOf(parts) as Place;
  const { year = '' } = parts;
  const version = versionOf(address);
  const by = address.query.get('by') ?? 'economic-class';
  const measure = measureOf(address);
  const money = moneyOf(address);
  const prior = address.query.get('prior') ?? String(Number(year) - 1);
  const base = `${apiPath(place)}/years/${year}/comparison`;
  const asked = addressOf(base, { by, measure, prior, limit: PAGE, ...version });
  const pages = usePages<DimensionComparison>(asked);
  const name = usePlaceNames(place)[place.kind];
  useEffect(() => {
    if (name !== undefined) keepRecent(address.path, `${common.comparison} · ${name} · ${year}`);
  }, [address.path, name]);
  const picked = address.query.get('row') ?? undefined;
  const pick = (key: string): void => go(withQuery({ row: key === picked ? undefined : key }, currentAddress()));
  return (
    <>
      <PlaceHead place={place} year={year} title={common.comparison}>
        <MeasureChoice value={measure} />
        <MoneyChoice value={money} />
        <a class="button" href={addressOf(base, { by, measure, prior, format: 'csv', ...version })} download>
          {tables.csv}
        </a>
      </PlaceHead>
      <TimeBar place={place} year={year} version={version} />
      <div class="tools by">
        <Choice
          label={own.by}
          name="by"
          value={by}
          options={Object.entries(own.groupings).map(([value, label]) => ({ value, label }))}
        />
      </div>
      <Reading of={pages.first} rows={12}>
        {(data) => (
          <Compared
            first={data}
            pages={pages}
            measure={measure}
            money={money}
            picked={picked}
            pick={pick}
            place={place}
          />
        )}
      </Reading>
    </>
  );
}

interface ComparedProps {
  first: DimensionComparison;
  pages: Pages<DimensionComparison>;
  measure: Measure;
  money: MoneyUnit;
  picked: string | undefined;
  pick: (key: string) => void;
  place: Place;
}

function Compared({ first, pages, measure, money, picked, pick, place }: ComparedProps) {
  const own = useWords(COMPARISON_WORDS);
  const common = useWords(COMMON);
  const rows = pages.all.flatMap((page) => page.rows);
  const bars = useMemo(() => {
    const steps = rows.map((row) => ({
      key: row.key,
      name: row.name,
      changeYuan: row.measures[measure].changeYuan ?? '0.00',
    }));
    const total = first.total.measures[measure];
    const ends = [
      { name: common.year(first.prior.year), yuan: total.priorYuan ?? '0.00' },
      { name: common.year(first.year), yuan: total.currentYuan ?? '0.00' },
    ] as const;
    return barsOf(
      ends[0],
      ends[1],
      withRest(largestSteps(steps, MOST_BARS, own.other), total.changeYuan ?? '0.00', own.other),
    );
  }, [first, rows.length, measure, common, own]);
  const total = first.total.measures[measure];
  const chosen = rows.find((row) => row.key === picked);
  const shown = (amountYuan: string | null): string => (amountYuan === null ? '—' : asMoney(amountYuan, money));
  const label = own.waterfall(shown(total.priorYuan), shown(total.currentYuan));
  const change = [total.changeYuan === null ? undefined : asChange(total.changeYuan, money), total.ratio ?? undefined];
  return (
    <div class={chosen === undefined ? 'one' : 'two'}>
      <div>
        <section class="card">
          <h2>
            {label} <small>{change.filter(Boolean).join(' · ')}</small>
          </h2>
          {!first.prior.isKnown && <p class="banner">{own.unknownPrior(first.prior.year)}</p>}
          {first.prior.isKnown && (
            <WaterfallChart bars={bars} label={label} file={`comparison-${first.year}`} onPick={pick} />
          )}
          <p class="small muted">{own.pick}</p>
        </section>
        <section class="card">
          <CompareTable comparison={first} rows={rows} measure={measure} money={money} picked={picked} pick={pick} />
          <More of={pages} />
        </section>
      </div>
      {chosen !== undefined && (
        <Drivers
          row={chosen}
          measure={measure}
          place={place}
          closeTo={withQuery({ row: undefined }, currentAddress())}
        />
      )}
    </div>
  );
}
