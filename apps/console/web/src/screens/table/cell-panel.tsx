import { useEffect } from 'preact/hooks';

import { go } from '../../address/address';
import { departmentOf, type Place } from '../../address/place';
import { EventList } from '../../parts/event-list';
import { Icon } from '../../parts/icon';
import { asYuan, fenOf } from '../../parts/money';
import { More } from '../../parts/more';
import { Reading } from '../../parts/reading';
import { type Pages, usePages } from '../../parts/use-pages';
import { COMMON } from '../../words/common';
import { useWords } from '../../words/language';
import type { Cell } from './answers';
import { TABLE_WORDS } from './words';

interface CellPanelProps {
  address: string;
  /** Read anew when it changes. */
  version: unknown;
  place: Place;
  closeTo: string;
}

/** Where a figure comes from: the events that make it, adding up to the fen, each with its document, date and record. */
export function CellPanel({ address, version, place, closeTo }: CellPanelProps) {
  const own = useWords(TABLE_WORDS);
  const common = useWords(COMMON);
  const pages = usePages<Cell>(address, version);
  const cell = pages.first.data;
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') go(closeTo);
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [closeTo]);
  return (
    <aside class="card side" aria-label={own.source}>
      <div class="side-head">
        <h2>{cell === undefined ? own.source : titleOf(cell)}</h2>
        <a class="button" href={closeTo} aria-label={common.close}>
          <Icon shape="close" />
        </a>
      </div>
      <Reading of={pages.first} rows={5}>
        {(shown) => <CellEvents cell={shown} pages={pages} place={place} />}
      </Reading>
    </aside>
  );
}

function titleOf({ row, column }: Cell): string {
  return row.name === column.name ? row.name : `${row.name} · ${column.name}`;
}

function CellEvents({ cell, pages, place }: { cell: Cell; pages: Pages<Cell>; place: Place }) {
  const own = useWords(TABLE_WORDS);
  const events = pages.all.flatMap((page) => page.events);
  return (
    <>
      <p class="muted small">{own.madeOf(cell.eventCount)}</p>
      <EventList events={events} division={place.division} department={departmentOf(place)} />
      <More of={pages} />
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
