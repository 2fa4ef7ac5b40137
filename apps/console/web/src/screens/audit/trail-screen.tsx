import type { components } from '@budget-ledger/client';

import { go, withQuery } from '../../address/address';
import { addressOf } from '../../api/use-read';
import { DataTable } from '../../parts/data-table';
import { EVENT_WORDS } from '../../parts/event-words';
import { asInstant } from '../../parts/instant';
import { Listed } from '../../parts/listed';
import { usePages } from '../../parts/use-pages';
import { useTitle } from '../../parts/use-title';
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
  const pages = usePages<Trail>(addressOf(base, { limit: PAGE }), undefined, 'after');
  useTitle(`${own.trail} ${division}/${department}`);
  const events = pages.all
    .flatMap((page) => page.events)
    .filter((event) => (!isRefusedOnly || event.refused) && fits(event, text));
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
      <Listed of={pages} isEmpty={events.length === 0}>
        {() => <TrailTable events={events} division={division} department={department} />}
      </Listed>
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
    <DataTable
      label={own.trail}
      rows={events}
      keyOf={({ eventId }) => eventId}
      classOf={({ refused }) => (refused ? 'refused' : undefined)}
      columns={[
        {
          head: own.revision,
          isRowHead: true,
          cell: ({ revision }) => (
            <a class="mono" href={`/audit/${division}/${department}/${revision}`}>
              {revision}
            </a>
          ),
        },
        {
          head: own.type,
          cell: ({ type, refused }) => (
            <>
              {names.nameOf(type)} {refused && <span class="tag">{own.refused}</span>}
            </>
          ),
        },
        { head: own.document, cell: ({ documentNumber }) => <bdi>{documentNumber ?? ''}</bdi> },
        { head: own.effective, cell: ({ effectiveDate }) => effectiveDate },
        { head: own.when, cell: ({ recordedAt }) => asInstant(recordedAt) },
        { head: own.who, cell: ({ actor }) => <bdi>{actor}</bdi> },
      ]}
    />
  );
}

function fits({ type, actor, documentNumber = '' }: Trail['events'][number], text: string): boolean {
  return text === '' || [type, actor, documentNumber].some((part) => part.includes(text));
}
