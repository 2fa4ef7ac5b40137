import { useEffect, useState } from 'preact/hooks';

import { withQuery } from '../../address/address';
import { apiPath, departmentOf, type Place, placeOf, yearPath } from '../../address/place';
import { isHistory, type Version, versionOf } from '../../address/version';
import { useLive } from '../../api/live';
import { addressOf, useRead } from '../../api/use-read';
import { Choice } from '../../parts/choice';
import { LiveMark } from '../../parts/live-mark';
import type { MoneyUnit } from '../../parts/money';
import { PlaceHead } from '../../parts/place-head';
import { Reading } from '../../parts/reading';
import { keepRecent } from '../../parts/recent';
import { TimeBar } from '../../parts/time-bar';
import type { ScreenProps } from '../../screen';
import { COMMON } from '../../words/common';
import { useWords } from '../../words/language';
import type { Table } from './answers';
import { CellPanel } from './cell-panel';
import { TableNumbers } from './table-numbers';
import { TableView } from './table-view';
import { TABLE_WORDS } from './words';

type Measure = 'current' | 'original' | 'available' | 'paid';

/** A statutory table of a place's year: as it stands or stood, with what makes each figure. */
export function TableScreen({ parts, address }: ScreenProps) {
  const common = useWords(COMMON);
  const own = useWords(TABLE_WORDS);
  const place = placeOf(parts) as Place;
  const { year = '', table: number = '3' } = parts;
  const version = versionOf(address);
  const measure = (address.query.get('measure') ?? 'current') as Measure;
  const money = (address.query.get('money') ?? 'wan') as MoneyUnit;
  const base = `${apiPath(place)}/years/${year}/tables/${number}`;
  const asked = addressOf(base, { measure, exact: 'true', ...version });
  const [position, setPosition] = useState<string>();
  const following = useLive(filterOf(place, year), isHistory(version) ? undefined : position);
  const shown = useRead<Table>(asked, `${base} ${measure}`, following.changes);
  useEffect(() => setPosition(shown.data?.position), [shown.data?.position]);
  const name = shown.data?.unit.name;
  useEffect(() => {
    if (name !== undefined && shown.data !== undefined)
      keepRecent(address.path, `${own.table(number)} · ${name} · ${year}`);
  }, [address.path, name]);
  const cell = address.query.get('cell') ?? undefined;
  const title = shown.data?.title ?? own.table(number);
  return (
    <>
      <PlaceHead place={place} year={year} title={title} besides={own.table(number)}>
        <Choice
          label={own.measure}
          name="measure"
          value={measure}
          options={[
            { value: 'current', label: common.current },
            { value: 'original', label: common.original },
            { value: 'available', label: common.available },
            { value: 'paid', label: common.paid },
          ]}
        />
        <Choice
          label={own.money}
          name="money"
          value={money}
          options={[
            { value: 'wan', label: common.tenThousandYuan },
            { value: 'yuan', label: common.yuan },
          ]}
        />
        <a class="button" href={`${yearPath(place, year, `tables/${number}`)}/diff${from(version)}`}>
          {own.compare}
        </a>
        <button type="button" onClick={() => print()}>
          {common.print}
        </button>
        <a class="button" href={addressOf(base, { measure: reported(measure), format: 'csv', ...version })} download>
          {own.csv}
        </a>
        <a
          class="button"
          href={addressOf(base, { measure: reported(measure), format: 'html', ...version })}
          target="_blank"
        >
          {own.html}
        </a>
      </PlaceHead>
      <TableNumbers place={place} year={year} number={number} />
      <TimeBar place={place} year={year} version={version} />
      <div class={cell === undefined ? 'one' : 'two'}>
        <Reading of={shown} rows={10}>
          {(table) => (
            <section class="card">
              <TableView
                table={table}
                money={money}
                picked={cell}
                canPick={measure === 'current' || measure === 'original'}
              />
              <p class="muted small standing-line">
                {own.rounding}
                {measure === 'current' || measure === 'original' ? own.pick : own.noCells}
                <br />
                {own.standing} <span class="mono">{table.position}</span>
                {table.revision !== undefined && ` · ${own.revision(table.revision)}`} · {own.layout}{' '}
                <span class="mono">{table.versions.layout}</span> · {own.chart}{' '}
                <span class="mono">{table.versions.chart.slice(0, 8)}</span> <LiveMark standing={following.standing} />
              </p>
            </section>
          )}
        </Reading>
        {cell !== undefined && (
          <CellPanel
            address={addressOf(`${base}/cells/${cell}`, { measure: reported(measure), ...version })}
            subject={`${base} ${cell}`}
            version={following.changes}
            place={place}
            closeTo={withQuery({ cell: undefined }, address)}
          />
        )}
      </div>
    </>
  );
}

/** The version that is looked at is the earlier one of a comparison with now. */
function from({ asOf, effectiveOn }: Version): string {
  return addressOf('', { from: asOf, effectiveFrom: effectiveOn });
}

/** Files and printed forms are of what budgets are published by. */
function reported(measure: Measure): Measure {
  return measure === 'original' ? 'original' : 'current';
}

function filterOf(place: Place, year: string) {
  const department = departmentOf(place);
  return {
    division: place.division,
    ...(department === undefined ? {} : { department }),
    ...(place.kind === 'unit' ? { unit: place.code } : {}),
    year: Number(year),
  };
}
