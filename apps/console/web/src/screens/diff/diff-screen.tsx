import type { components } from '@budget-ledger/client';

import { type Address, go, withQuery } from '../../address/address';
import { apiPath, departmentOf, type Place, placeOf, yearPath } from '../../address/place';
import { addressOf } from '../../api/use-read';
import { DataTable } from '../../parts/data-table';
import { recordPath } from '../../parts/event-list';
import { EVENT_WORDS } from '../../parts/event-words';
import { asChange, asYuan, fenOf, grouping } from '../../parts/money';
import { More } from '../../parts/more';
import { PlaceHead } from '../../parts/place-head';
import { Reading } from '../../parts/reading';
import { today } from '../../parts/instant';
import { usePages } from '../../parts/use-pages';
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
  const pages = usePages<TableDiff>(asked);
  const changes = pages.all.flatMap((page) => page.changes);
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
        <Reading of={pages.first} rows={10}>
          {(shown) => (
            <section class="card">
              <h2>
                {own.what} <small>{own.count(changes.length)}</small>
              </h2>
              {changes.length === 0 ? <p>{own.none}</p> : <Changes changes={changes} diff={shown} place={place} />}
              <More of={pages} />
            </section>
          )}
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
  const grows = ({ changeYuan }: Change): boolean => fenOf(changeYuan) > 0n;
  return (
    <>
      <DataTable
        label={own.what}
        rows={changes}
        keyOf={({ row, column }) => `${row.key}/${column.key}`}
        classOf={({ row }) => (row.key === 'total' ? 'sum' : undefined)}
        columns={[
          { head: own.item, isRowHead: true, cell: ({ row }) => row.name },
          { head: own.column, cell: ({ column }) => column.name },
          { head: own.earlier, class: 'figure', cell: ({ from }) => grouping(from) },
          {
            head: own.later,
            class: (change) => `figure ${grows(change) ? 'up' : 'down'}`,
            cell: ({ to }) => grouping(to),
          },
          {
            head: own.change,
            class: (change) => `figure ${grows(change) ? 'more' : 'less'}`,
            cell: ({ changeYuan }) => asChange(changeYuan, 'yuan'),
          },
          { head: own.because, class: 'small wrap', cell: (change) => <Causes change={change} place={place} /> },
        ]}
      />
      <p class="small muted">
        {diff.currencyUnit} · <span class="mono">{`${diff.from.position ?? ''} → ${diff.to.position ?? ''}`}</span>
      </p>
    </>
  );
}

const MOST_CAUSES = 3;

/** The largest of the events behind a change, and how many others there are. */
function Causes({ change: { events, otherEvents }, place }: { change: Change; place: Place }) {
  const own = useWords(DIFF_WORDS);
  const names = useWords(EVENT_WORDS);
  const others = Math.max(events.length - MOST_CAUSES, 0) + otherEvents.count;
  return (
    <>
      {events.slice(0, MOST_CAUSES).map((event) => (
        <span key={event.eventId} class="cause">
          <a href={recordPath(event.eventId, place.division, departmentOf(place))}>{names.nameOf(event.type)}</a>{' '}
          <bdi>{event.documentNumber}</bdi> {asYuan(event.amountYuan)}
        </span>
      ))}
      {others > 0 && own.others(others)}
    </>
  );
}
