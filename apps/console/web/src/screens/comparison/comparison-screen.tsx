import type { components } from '@budget-ledger/client';
import { useEffect, useMemo, useState } from 'preact/hooks';

import { currentAddress, go, withQuery } from '../../address/address';
import { apiPath, type Place, placeOf } from '../../address/place';
import { versionOf } from '../../address/version';
import { addressOf, read, useRead } from '../../api/use-read';
import { Choice } from '../../parts/choice';
import { asChange, asMoney, type MoneyUnit } from '../../parts/money';
import { PlaceHead } from '../../parts/place-head';
import { Reading } from '../../parts/reading';
import { keepRecent } from '../../parts/recent';
import { TimeBar } from '../../parts/time-bar';
import type { ScreenProps } from '../../screen';
import { COMMON } from '../../words/common';
import { useWords } from '../../words/language';
import { TABLE_WORDS } from '../table/words';
import { CompareTable } from './compare-table';
import { Drivers } from './drivers';
import { barsOf, largestSteps } from './waterfall';
import { WaterfallChart } from './waterfall-chart';
import { COMPARISON_WORDS } from './words';

export type DimensionComparison = components['schemas']['DimensionComparison'];
export type Measure = 'original' | 'current' | 'paid' | 'available';

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
  const measure = (address.query.get('measure') ?? 'current') as Measure;
  const money = (address.query.get('money') ?? 'wan') as MoneyUnit;
  const prior = address.query.get('prior') ?? String(Number(year) - 1);
  const base = `${apiPath(place)}/years/${year}/comparison`;
  const asked = addressOf(base, { by, measure, prior, limit: PAGE, ...version });
  const shown = useRead<DimensionComparison>(asked, `${base} ${by} ${measure} ${prior}`);
  const named = useRead<components['schemas']['Comparison']>(addressOf(base, { ...version }), base);
  const name = named.data?.unit.name;
  const [later, setLater] = useState<DimensionComparison[]>([]);
  useEffect(() => setLater([]), [shown.data]);
  useEffect(() => {
    if (name !== undefined) keepRecent(address.path, `${common.comparison} · ${name} · ${year}`);
  }, [address.path, name]);
  const picked = address.query.get('row') ?? undefined;
  const pick = (key: string): void => go(withQuery({ row: key === picked ? undefined : key }, currentAddress()));
  return (
    <>
      <PlaceHead place={place} year={year} title={common.comparison}>
        <Choice
          label={tables.measure}
          name="measure"
          value={measure}
          options={(['current', 'original', 'available', 'paid'] as const).map((value) => ({
            value,
            label: common[value],
          }))}
        />
        <Choice
          label={tables.money}
          name="money"
          value={money}
          options={[
            { value: 'wan', label: common.tenThousandYuan },
            { value: 'yuan', label: common.yuan },
          ]}
        />
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
      <Reading of={shown} rows={12}>
        {(data) => (
          <Compared
            pages={[data, ...later]}
            measure={measure}
            money={money}
            picked={picked}
            pick={pick}
            place={place}
            showMore={async (next) => {
              const page = await read<DimensionComparison>(`${asked}&cursor=${encodeURIComponent(next)}`);
              setLater((pages) => [...pages, page]);
            }}
          />
        )}
      </Reading>
    </>
  );
}

interface ComparedProps {
  pages: readonly DimensionComparison[];
  measure: Measure;
  money: MoneyUnit;
  picked: string | undefined;
  pick: (key: string) => void;
  place: Place;
  showMore: (next: string) => Promise<void>;
}

function Compared({ pages, measure, money, picked, pick, place, showMore }: ComparedProps) {
  const own = useWords(COMPARISON_WORDS);
  const common = useWords(COMMON);
  const [first] = pages;
  const rows = pages.flatMap((page) => page.rows);
  const bars = useMemo(() => {
    if (first === undefined) return [];
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
  }, [pages, measure, common, own]);
  if (first === undefined) return null;
  const total = first.total.measures[measure];
  const chosen = rows.find((row) => row.key === picked);
  const next = pages.at(-1)?.next;
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
          {next !== undefined && (
            <button type="button" onClick={() => void showMore(next)}>
              {own.moreRows}
            </button>
          )}
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

/** What rows that are not here yet change is one bar, so that the chart adds up whatever is shown. */
function withRest(
  steps: ReturnType<typeof largestSteps>,
  changeYuan: string,
  name: string,
): ReturnType<typeof largestSteps> {
  const cents = (text: string): bigint => BigInt(text.replace('.', ''));
  const rest = cents(changeYuan) - steps.reduce((sum, step) => sum + cents(step.changeYuan), 0n);
  if (rest === 0n) return steps;
  const size = rest < 0n ? -rest : rest;
  const text = `${rest < 0n ? '-' : ''}${size / 100n}.${String(size % 100n).padStart(2, '0')}`;
  return [...steps, { key: '', name, changeYuan: text }];
}
