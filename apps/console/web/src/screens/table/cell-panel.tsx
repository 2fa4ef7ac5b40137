import { useEffect, useRef, useState } from 'preact/hooks';

import { go } from '../../address/address';
import { departmentOf, type Place } from '../../address/place';
import { addressOf, read, useRead } from '../../api/use-read';
import { EventList } from '../../parts/event-list';
import { Icon } from '../../parts/icon';
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
          <Icon shape="close" />
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
  const [later, setLater] = useState<{ events: Cell['events']; next: string | undefined }>();
  useEffect(() => setLater(undefined), [cell]);
  const events = [...cell.events, ...(later?.events ?? [])];
  const next = later === undefined ? cell.next : later.next;
  const showMore = async (): Promise<void> => {
    const page = await read<Cell>(addressOf(address.split('?')[0] ?? address, { ...queryOf(address), cursor: next }));
    setLater((last) => ({ events: [...(last?.events ?? []), ...page.events], next: page.next }));
  };
  return (
    <>
      <p class="muted small">{own.madeOf(cell.eventCount)}</p>
      <EventList events={events} division={place.division} department={departmentOf(place)} />
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

function queryOf(address: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(address.split('?')[1] ?? ''));
}
