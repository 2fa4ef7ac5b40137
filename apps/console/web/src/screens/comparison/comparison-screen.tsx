import { useEffect } from 'preact/hooks';

import { currentAddress, go, withQuery } from '../../address/address';
import { apiPath, type Place, placeOf } from '../../address/place';
import { versionOf } from '../../address/version';
import { usePlaceNames } from '../../api/place-names';
import { useLivePages } from '../../api/use-live-read';
import { addressOf, useRead } from '../../api/use-read';
import { Choice } from '../../parts/choice';
import { MeasureChoice, measureOf, MoneyChoice, moneyOf } from '../../parts/choices';
import { LiveMark } from '../../parts/live-mark';
import { PlaceHead } from '../../parts/place-head';
import { Reading } from '../../parts/reading';
import { keepRecent } from '../../parts/recent';
import { TimeBar } from '../../parts/time-bar';
import type { ScreenProps } from '../../screen';
import { COMMON } from '../../words/common';
import { useWords } from '../../words/language';
import { TABLE_WORDS } from '../table/words';
import { type DimensionComparison, VIEWS, type YearsAnswer } from './answers';
import { Compared } from './compared';
import { Filter } from './filter';
import { COMPARISON_WORDS } from './words';
import { YearsView } from './years-view';

const PAGE = 200;

/** One year against others: what grew and what shrank, by any class, like for like and through the years, down to the records behind each change. */
export function ComparisonScreen({ parts, address }: ScreenProps) {
  const own = useWords(COMPARISON_WORDS);
  const common = useWords(COMMON);
  const tables = useWords(TABLE_WORDS);
  const place = placeOf(parts) as Place;
  const { year = '' } = parts;
  const version = versionOf(address);
  const view = VIEWS.find((one) => one === address.query.get('view')) ?? 'changes';
  const by = view === 'units' ? 'unit' : (address.query.get('by') ?? 'economic-class');
  const only = address.query.get('only') ?? undefined;
  const measure = measureOf(address);
  const money = moneyOf(address);
  const prior = address.query.get('prior') ?? String(Number(year) - 1);
  const base = `${apiPath(place)}/years/${year}/comparison`;
  const question = { by, only, measure, prior, ...version };
  const isOfYears = view === 'years';
  const asked = isOfYears ? undefined : addressOf(base, { ...question, limit: PAGE });
  const { pages, standing } = useLivePages<DimensionComparison>(asked, place, year, version);
  const yearsAddress = `${apiPath(place)}/years`;
  const years = useRead<YearsAnswer>(addressOf(yearsAddress, isOfYears ? { only, ...version } : {}));
  const name = usePlaceNames(place)[place.kind];
  useEffect(() => {
    if (name !== undefined) keepRecent(address.path, `${common.comparison} · ${name} · ${year}`);
  }, [address.path, name]);
  const csv = isOfYears
    ? addressOf(yearsAddress, { only, format: 'csv', ...version })
    : addressOf(base, { ...question, format: 'csv' });
  return (
    <>
      <PlaceHead place={place} year={year} title={common.comparison}>
        {!isOfYears && <MeasureChoice value={measure} />}
        <MoneyChoice value={money} />
        <button type="button" onClick={() => print()}>
          {common.print}
        </button>
        <a class="button" href={csv} download>
          {tables.csv}
        </a>
        <LiveMark standing={standing} />
      </PlaceHead>
      <TimeBar place={place} year={year} version={version} />
      <div class="tools by">
        <Choice
          label={own.view}
          name="view"
          value={view}
          options={VIEWS.map((value) => ({ value, label: own.views[value] }))}
        />
        <Filter base={base} query={{ prior, ...version }} only={only} />
        {!isOfYears && (
          <label class="small">
            {own.comparedWith}{' '}
            <select
              value={prior}
              onChange={({ currentTarget: { value } }) =>
                go(
                  withQuery(
                    { prior: value === String(Number(year) - 1) ? undefined : value, row: undefined },
                    currentAddress(),
                  ),
                )
              }
            >
              {yearsToChoose(years.data, year, prior).map((one) => (
                <option key={one} value={one}>
                  {common.year(one)}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      {!isOfYears && view !== 'units' && (
        <div class="tools by">
          <Choice
            label={own.by}
            name="by"
            value={by}
            options={Object.entries(own.groupings).map(([value, label]) => ({ value, label }))}
          />
        </div>
      )}
      {isOfYears ? (
        <YearsView of={years} place={place} money={money} />
      ) : (
        <Reading of={pages.first} rows={12}>
          {(first) => (
            <Compared
              {...{ first, pages, view, measure, money, place }}
              picked={address.query.get('row') ?? undefined}
            />
          )}
        </Reading>
      )}
    </>
  );
}

/** The years that the place has but for the one that is looked at, with the one that is compared with, the newest first. */
function yearsToChoose(known: YearsAnswer | undefined, year: string, prior: string): string[] {
  const years = (known?.years ?? []).map((one) => String(one.year)).filter((one) => one !== year);
  return [...new Set([...years, prior])].sort().reverse();
}
