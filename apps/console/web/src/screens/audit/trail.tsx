import type { components } from '@budget-ledger/client';
import type { ComponentChildren } from 'preact';

import type { Address } from '../../address/address';
import { addressOf } from '../../api/use-read';
import { DataTable } from '../../parts/data-table';
import { recordPath } from '../../parts/event-list';
import { EVENT_WORDS } from '../../parts/event-words';
import { asInstant } from '../../parts/instant';
import { Listed } from '../../parts/listed';
import { usePages } from '../../parts/use-pages';
import { useWords } from '../../words/language';
import { filterOf } from './filter';
import { TrailFilters } from './trail-filters';
import { AUDIT_WORDS } from './words';

type AuditEvent = components['schemas']['AuditEvent'];

const PAGE = 100;

interface TrailProps {
  /** `/v1/streams/361100/126/events`, or a division's. */
  base: string;
  division: string;
  /** Without it events are of all departments, and each names its own. */
  department?: string;
  /** By which word of the query the next page is asked for. */
  cursor: 'after' | 'cursor';
  address: Address;
  /** What stands below the list, once the list is there or cannot be: it would be pushed away otherwise. */
  children?: ComponentChildren;
}

/** Events by what is looked for, each leading to its record. */
export function Trail({ base, division, department, cursor, address, children }: TrailProps) {
  const own = useWords(AUDIT_WORDS);
  const names = useWords(EVENT_WORDS);
  const pages = usePages<{ events: AuditEvent[]; next?: string | number }>(
    addressOf(base, { limit: PAGE, ...filterOf(address) }),
    undefined,
    cursor,
  );
  const events = pages.all.flatMap((page) => page.events);
  const link = (event: AuditEvent) => (
    <a class="mono" href={recordPath(event.eventId, division, department)}>
      {department === undefined ? event.eventId : event.revision}
    </a>
  );
  return (
    <>
      <TrailFilters address={address} />
      <Listed of={pages} isEmpty={events.length === 0}>
        {() => (
          <DataTable
            label={own.trail}
            rows={events}
            keyOf={({ eventId }) => eventId}
            classOf={({ refused }) => (refused ? 'refused' : undefined)}
            columns={[
              { head: own.revision, isRowHead: true, cell: link },
              { head: own.type, cell: ({ type }) => names.nameOf(type) },
              { head: own.document, cell: ({ documentNumber }) => <bdi>{documentNumber ?? ''}</bdi> },
              { head: own.reason, class: 'wrap', cell: (event) => <bdi>{reasonOf(event)}</bdi> },
              { head: own.effective, cell: ({ effectiveDate }) => effectiveDate },
              { head: own.when, cell: ({ recordedAt }) => asInstant(recordedAt) },
              { head: own.who, cell: ({ actor }) => <bdi>{actor}</bdi> },
            ]}
          />
        )}
      </Listed>
      {(pages.first.data ?? pages.first.problem) !== undefined && children}
    </>
  );
}

/** Of a refusal the rule that refused it stands before what the command gave as its reason. */
function reasonOf({ data }: AuditEvent): string {
  const { reason, refusal, command } = (data ?? {}) as {
    reason?: string;
    refusal?: { code?: string };
    command?: { reason?: unknown };
  };
  const asked = typeof command?.reason === 'string' ? command.reason : undefined;
  return [refusal?.code, reason ?? asked].filter((part) => part !== undefined).join(' · ');
}
