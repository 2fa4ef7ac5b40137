import type { components } from '@budget-ledger/client';
import { useEffect, useState } from 'preact/hooks';

import { go, withQuery } from '../../address/address';
import { addressOf, read, useRead } from '../../api/use-read';
import { EVENT_WORDS } from '../../parts/event-words';
import { asInstant } from '../../parts/instant';
import { Reading } from '../../parts/reading';
import type { ScreenProps } from '../../screen';
import { COMMON } from '../../words/common';
import { useWords } from '../../words/language';
import { AUDIT_WORDS } from './words';

type Trail = components['schemas']['AuditTrail'];

const PAGE = 100;

/** Everything that a department's books have recorded, what was refused among it, in order. */
export function TrailScreen({ parts, address }: ScreenProps) {
  const own = useWords(AUDIT_WORDS);
  const common = useWords(COMMON);
  const { division = '', department = '' } = parts;
  const text = address.query.get('q') ?? '';
  const isRefusedOnly = address.query.get('only') === 'refused';
  const base = `/v1/streams/${division}/${department}/events`;
  const trail = useRead<Trail>(addressOf(base, { limit: PAGE }));
  const [later, setLater] = useState<Trail[]>([]);
  useEffect(() => setLater([]), [trail.data]);
  useEffect(() => {
    document.title = `${own.trail} ${division}/${department} · ${common.product}`;
  }, [own, common, division, department]);
  const pages = trail.data === undefined ? [] : [trail.data, ...later];
  const next = pages.at(-1)?.next;
  const events = pages
    .flatMap((page) => page.events)
    .filter((event) => (!isRefusedOnly || event.refused) && fits(event, text));
  const showMore = async (after: number): Promise<void> => {
    const page = await read<Trail>(addressOf(base, { limit: PAGE, after }));
    setLater((before) => [...before, page]);
  };
  return (
    <>
      <div class="head">
        <div>
          <nav class="crumbs" aria-label={common.where}>
            <a href="/audit">{own.title}</a> / {`${division}/${department}`}
          </nav>
          <h1>{own.trail}</h1>
        </div>
        <div class="tools">
          <input
            type="search"
            aria-label={own.filter}
            placeholder={own.filter}
            value={text}
            onInput={(event) => go(withQuery({ q: event.currentTarget.value }, address), 'replace')}
          />
          <a class="button" href={withQuery({ only: isRefusedOnly ? undefined : 'refused' }, address)}>
            {isRefusedOnly ? own.all : own.onlyRefused}
          </a>
          <a class="button" href={addressOf(base, { format: 'csv' })} download>
            {own.exportAll}
          </a>
        </div>
      </div>
      <Reading of={trail} rows={10}>
        {() => (
          <section class="card">
            <div class="scroll frame" tabIndex={0} role="region" aria-label={own.trail}>
              <TrailTable events={events} division={division} department={department} />
            </div>
            {events.length === 0 && <p>{own.none}</p>}
            {next !== undefined && (
              <button type="button" onClick={() => void showMore(next)}>
                {own.more}
              </button>
            )}
          </section>
        )}
      </Reading>
    </>
  );
}

function TrailTable({
  events,
  division,
  department,
}: {
  events: Trail['events'];
  division: string;
  department: string;
}) {
  const own = useWords(AUDIT_WORDS);
  const names = useWords(EVENT_WORDS);
  return (
    <table>
      <thead>
        <tr>
          {[own.revision, own.type, own.document, own.effective, own.when, own.who].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <tr key={event.eventId} class={event.refused ? 'refused' : undefined}>
            <th scope="row">
              <a class="mono" href={`/audit/${division}/${department}/${event.revision}`}>
                {event.revision}
              </a>
            </th>
            <td>
              {names.nameOf(event.type)} {event.refused && <span class="tag">{own.refused}</span>}
            </td>
            <td>
              <bdi>{event.documentNumber ?? ''}</bdi>
            </td>
            <td>{event.effectiveDate ?? ''}</td>
            <td>{asInstant(event.recordedAt)}</td>
            <td>
              <bdi>{event.actor}</bdi>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function fits({ type, actor, documentNumber = '' }: Trail['events'][number], text: string): boolean {
  return text === '' || [type, actor, documentNumber].some((part) => part.includes(text));
}
