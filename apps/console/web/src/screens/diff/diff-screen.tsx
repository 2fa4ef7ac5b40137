import type { components } from '@budget-ledger/client';
import { useEffect, useState } from 'preact/hooks';

import { type Address, go, withQuery } from '../../address/address';
import { apiPath, departmentOf, type Place, placeOf, yearPath } from '../../address/place';
import { addressOf, read, useRead } from '../../api/use-read';
import { recordPath } from '../../parts/event-list';
import { EVENT_WORDS } from '../../parts/event-words';
import { asChange, asYuan, fenOf, grouping } from '../../parts/money';
import { PlaceHead } from '../../parts/place-head';
import { Reading } from '../../parts/reading';
import { today } from '../../parts/instant';
import type { ScreenProps } from '../../screen';
import { useWords } from '../../words/language';
import { TABLE_WORDS } from '../table/words';
import { DIFF_WORDS } from './words';

type TableDiff = components['schemas']['TableDiff'];
type Change = TableDiff['changes'][number];

/** A table between two versions: what differs, by how much, and the events in between. The address names both. */
export function DiffScreen({ parts, address }: ScreenProps) {
  const own = useWords(DIFF_WORDS);
  const tables = useWords(TABLE_WORDS);
  const place = placeOf(parts) as Place;
  const { year = '', table: number = '3' } = parts;
  const base = `${apiPath(place)}/years/${year}/tables/${number}/diff`;
  const versions = Object.fromEntries(
    ['from', 'effectiveFrom', 'to', 'effectiveTo', 'measure'].map((name) => [
      name,
      address.query.get(name) ?? undefined,
    ]),
  );
  const isAsked = versions['from'] !== undefined || versions['effectiveFrom'] !== undefined;
  const asked = isAsked ? addressOf(base, versions) : undefined;
  const diff = useRead<TableDiff>(asked, base);
  const [later, setLater] = useState<TableDiff[]>([]);
  useEffect(() => setLater([]), [diff.data]);
  const showMore = async (next: string): Promise<void> => {
    const page = await read<TableDiff>(addressOf(base, { ...versions, cursor: next }));
    setLater((pages) => [...pages, page]);
  };
  return (
    <>
      <PlaceHead place={place} year={year} title={own.title} besides={tables.table(number)}>
        <a class="button" href={yearPath(place, year, `tables/${number}`)}>
          {own.back}
        </a>
        {asked !== undefined && (
          <a class="button" href={addressOf(base, { ...versions, format: 'csv' })} download>
            {tables.csv}
          </a>
        )}
      </PlaceHead>
      <section class="card time">
        <Side address={address} label={own.earlier} recorded="from" effective="effectiveFrom" />
        <Side address={address} label={own.later} recorded="to" effective="effectiveTo" />
      </section>
      {isAsked ? (
        <Reading of={diff} rows={10}>
          {(shown) => {
            const changes = [shown, ...later].flatMap((page) => page.changes);
            const next = (later.at(-1) ?? shown).next;
            return (
              <section class="card">
                <h2>
                  {own.what} <small>{own.count(changes.length)}</small>
                </h2>
                {changes.length === 0 ? <p>{own.none}</p> : <Changes changes={changes} diff={shown} place={place} />}
                {next !== undefined && (
                  <button type="button" onClick={() => void showMore(next)}>
                    {own.more}
                  </button>
                )}
              </section>
            );
          }}
        </Reading>
      ) : (
        <p class="card">{own.choose}</p>
      )}
    </>
  );
}

/** One of the two versions, by either clock. */
function Side({
  address,
  label,
  recorded,
  effective,
}: {
  address: Address;
  label: string;
  recorded: string;
  effective: string;
}) {
  const own = useWords(DIFF_WORDS);
  const field = (name: string, text: string) => (
    <label class="small">
      {text}{' '}
      <input
        type="date"
        max={name === recorded ? today() : undefined}
        value={(address.query.get(name) ?? '').slice(0, 10)}
        onChange={(event) => go(withQuery({ [name]: event.currentTarget.value }, address))}
      />
    </label>
  );
  const stands = address.query.get(recorded) ?? address.query.get(effective);
  return (
    <div class="tools">
      <strong>
        {label} {stands ?? own.now}
      </strong>
      {field(recorded, own.recorded)}
      {field(effective, own.effective)}
    </div>
  );
}

function Changes({ changes, diff, place }: { changes: readonly Change[]; diff: TableDiff; place: Place }) {
  const own = useWords(DIFF_WORDS);
  const names = useWords(EVENT_WORDS);
  return (
    <div class="scroll frame" tabIndex={0} role="region" aria-label={own.what}>
      <table>
        <thead>
          <tr>
            <th scope="col">{own.item}</th>
            <th scope="col">{own.column}</th>
            <th scope="col" class="figure">
              {own.earlier}
            </th>
            <th scope="col" class="figure">
              {own.later}
            </th>
            <th scope="col" class="figure">
              {own.change}
            </th>
            <th scope="col">{own.because}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={`${change.row.key}/${change.column.key}`} class={change.row.key === 'total' ? 'sum' : undefined}>
              <th scope="row">{change.row.name}</th>
              <td>{change.column.name}</td>
              <td class="figure">{grouping(change.from)}</td>
              <td class={`figure ${fenOf(change.changeYuan) > 0n ? 'up' : 'down'}`}>{grouping(change.to)}</td>
              <td class={`figure ${fenOf(change.changeYuan) > 0n ? 'more' : 'less'}`}>
                {asChange(change.changeYuan, 'yuan')}
              </td>
              <td class="small wrap">
                {change.events.slice(0, 3).map((event) => (
                  <span key={event.eventId} class="cause">
                    <a href={recordPath(event.eventId, place.division, departmentOf(place))}>
                      {names.nameOf(event.type)}
                    </a>{' '}
                    <bdi>{event.documentNumber}</bdi> {asYuan(event.amountYuan)}
                  </span>
                ))}
                {change.events.length - 3 + change.otherEvents.count > 0 &&
                  own.others(Math.max(change.events.length - 3, 0) + change.otherEvents.count)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="small muted">
        {diff.currencyUnit} · <span class="mono">{`${diff.from.position ?? ''} → ${diff.to.position ?? ''}`}</span>
      </p>
    </div>
  );
}
