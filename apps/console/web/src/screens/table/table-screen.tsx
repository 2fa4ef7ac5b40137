import { useEffect } from 'preact/hooks';

import { withQuery } from '../../address/address';
import { apiPath, type Place, placeOf, yearPath } from '../../address/place';
import { type Version, versionOf } from '../../address/version';
import { useLiveRead } from '../../api/use-live-read';
import { addressOf } from '../../api/use-read';
import { isPublished, MeasureChoice, measureOf, MoneyChoice, moneyOf } from '../../parts/choices';
import { LiveMark } from '../../parts/live-mark';
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

/** A statutory table of a place's year: as it stands or stood, with what makes each figure. */
export function TableScreen({ parts, address }: ScreenProps) {
  const common = useWords(COMMON);
  const own = useWords(TABLE_WORDS);
  const place = placeOf(parts) as Place;
  const { year = '', table: number = '3' } = parts;
  const version = versionOf(address);
  const measure = measureOf(address);
  const money = moneyOf(address);
  const base = `${apiPath(place)}/years/${year}/tables/${number}`;
  const asked = addressOf(base, { measure, exact: 'true', ...version });
  const { read: shown, changes, standing } = useLiveRead<Table>(asked, place, year, version);
  const name = shown.data?.unit.name;
  useEffect(() => {
    if (name !== undefined && shown.data !== undefined)
      keepRecent(address.path, `${own.table(number)} · ${name} · ${year}`);
  }, [address.path, name]);
  // Of what is paid and available no events are told by cell.
  const cell = isPublished(measure) ? (address.query.get('cell') ?? undefined) : undefined;
  const title = shown.data?.title ?? own.table(number);
  return (
    <>
      <PlaceHead place={place} year={year} title={title} besides={own.table(number)}>
        <MeasureChoice value={measure} />
        <MoneyChoice value={money} />
        <a class="button" href={`${yearPath(place, year, `tables/${number}`)}/diff${from(version)}`}>
          {own.compare}
        </a>
        <button type="button" onClick={() => print()}>
          {common.print}
        </button>
        <a class="button" href={addressOf(base, { measure, format: 'csv', ...version })} download>
          {own.csv}
        </a>
        <a class="button" href={addressOf(base, { measure, format: 'html', ...version })} target="_blank">
          {own.html}
        </a>
      </PlaceHead>
      <TableNumbers place={place} year={year} number={number} />
      <TimeBar place={place} year={year} version={version} />
      <div class={cell === undefined ? 'one' : 'two'}>
        <Reading of={shown} rows={10}>
          {(table) => (
            <section class="card">
              <TableView table={table} money={money} picked={cell} canPick={isPublished(measure)} />
              <p class="muted small standing-line">
                {own.rounding}
                {isPublished(measure) ? own.pick : own.noCells}
                <br />
                {own.standing} <span class="mono">{table.position}</span>
                {table.revision !== undefined && ` · ${own.revision(table.revision)}`} · {own.layout}{' '}
                <span class="mono">{table.versions.layout}</span> · {own.chart}{' '}
                <span class="mono">{table.versions.chart.slice(0, 8)}</span> <LiveMark standing={standing} />
              </p>
            </section>
          )}
        </Reading>
        {cell !== undefined && (
          <CellPanel
            address={addressOf(`${base}/cells/${cell}`, { measure, ...version })}
            version={changes}
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
