import { useEffect, useRef, useState } from 'preact/hooks';

import { go } from '../../address/address';
import { departmentOf, type Place } from '../../address/place';
import { addressOf, read, useRead } from '../../api/use-read';
import { EVENT_WORDS } from '../../parts/event-words';
import { shortHash } from '../../parts/instant';
import { asYuan, fenOf } from '../../parts/money';
import { Reading } from '../../parts/reading';
import { COMMON } from '../../words/common';
import { useWords } from '../../words/language';
import type { Cell } from './answers';
import { TABLE_WORDS } from './words';

interface CellPanelProps {
  address: string;
  subject: string;
  /** Read anew when it changes. */
  version: unknown;
  place: Place;
  closeTo: string;
}

/** Where a figure comes from: the events that make it, adding up to the fen, each with its document, date and record. */
export function CellPanel({ address, subject, version, place, closeTo }: CellPanelProps) {
  const own = useWords(TABLE_WORDS);
  const common = useWords(COMMON);
  const cell = useRead<Cell>(address, subject, version);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') go(closeTo);
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [closeTo]);
  return (
    <aside class="card side" aria-label={own.source} ref={panel}>
      <div class="side-head">
        <h2>{cell.data === undefined ? own.source : titleOf(cell.data)}</h2>
        <a class="button" href={closeTo} aria-label={common.close}>
          ✕
        </a>
      </div>
      <Reading of={cell} rows={5}>
        {(shown) => <CellEvents cell={shown} address={address} place={place} />}
      </Reading>
    </aside>
  );
}

function titleOf({ row, column }: Cell): string {
  return row.name === column.name ? row.name : `${row.name} · ${column.name}`;
}

function CellEvents({ cell, address, place }: { cell: Cell; address: string; place: Place }) {
  const own = useWords(TABLE_WORDS);
  const names = useWords(EVENT_WORDS);
  const [later, setLater] = useState<{ events: Cell['events']; next: string | undefined }>();
  useEffect(() => setLater(undefined), [cell]);
  const events = [...cell.events, ...(later?.events ?? [])];
  const next = later === undefined ? cell.next : later.next;
  const showMore = async (): Promise<void> => {
    const page = await read<Cell>(addressOf(address.split('?')[0] ?? address, { ...queryOf(address), cursor: next }));
    setLater((last) => ({ events: [...(last?.events ?? []), ...page.events], next: page.next }));
  };
  const department = departmentOf(place);
  return (
    <>
      <p class="muted small">{own.madeOf(cell.eventCount)}</p>
      <ol class="events">
        {events.map((event) => (
          <li key={event.eventId}>
            <b>{names.nameOf(event.type)}</b>
            <b class="figure">{asYuan(event.amountYuan)}</b>
            <span class="small">
              <bdi>{event.documentNumber}</bdi> · {event.effectiveDate} · {own.by(event.actor)}
            </span>
            <span class="mono muted">{`${event.eventId} ${shortHash(event.hash)}`}</span>
            <a class="small" href={recordOf(event.eventId, place.division, department)}>
              {own.record}
            </a>
          </li>
        ))}
      </ol>
      {next !== undefined && (
        <button type="button" onClick={() => void showMore()}>
          {own.moreEvents}
        </button>
      )}
      <p class="sum-line">
        <span>{own.sum}</span>
        <span class="figure">{asYuan(cell.amountYuan)}</span>
      </p>
      <p class="small muted">
        {fenOf(cell.eventsYuan) === fenOf(cell.amountYuan) || cell.since !== undefined
          ? own.agrees(cell.printed)
          : own.disagrees}
      </p>
    </>
  );
}

/** `361100/126@5` is revision 5 of the stream of department 126. */
function recordOf(eventId: string, division: string, department: string | undefined): string {
  const [, ofDivision = division, ofDepartment = department ?? '', revision = ''] =
    /^(\d+)\/(\d+)@(\d+)$/.exec(eventId) ?? [];
  return `/audit/${ofDivision}/${ofDepartment}/${revision}`;
}

function queryOf(address: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(address.split('?')[1] ?? ''));
}
