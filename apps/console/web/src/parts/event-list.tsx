import { useWords, words } from '../words/language';
import { EVENT_WORDS } from './event-words';
import { shortHash } from './instant';
import { asChange, asYuan } from './money';

/** What is told of an event wherever figures are traced to it. */
interface ListedEvent {
  eventId: string;
  type: string;
  actor: string;
  documentNumber?: string | undefined;
  effectiveDate?: string | undefined;
  hash: string;
  /** Null where nothing can be said of it. */
  amountYuan: string | null;
}

interface EventListProps {
  events: readonly ListedEvent[];
  division: string;
  department: string | undefined;
  /** Amounts are changes and bear their sign. */
  isChange?: boolean;
}

const WORDS = words(
  { by: (actor: string) => `${actor} 录入`, record: '记录' },
  { by: (actor) => `entered by ${actor}`, record: 'Record' },
);

/** Events with their documents, dates and amounts, each leading to its record. */
export function EventList({ events, division, department, isChange = false }: EventListProps) {
  const own = useWords(WORDS);
  const names = useWords(EVENT_WORDS);
  return (
    <ol class="events">
      {events.map((event) => (
        <li key={event.eventId}>
          <b>{names.nameOf(event.type)}</b>
          <b class="figure">{amountOf(event.amountYuan, isChange)}</b>
          <span class="small">
            <bdi>{event.documentNumber}</bdi> · {event.effectiveDate} · {own.by(event.actor)}
          </span>
          <span class="mono muted">{`${event.eventId} ${shortHash(event.hash)}`}</span>
          <a class="small" href={recordPath(event.eventId, division, department)}>
            {own.record}
          </a>
        </li>
      ))}
    </ol>
  );
}

function amountOf(amountYuan: string | null, isChange: boolean): string {
  if (amountYuan === null) return '—';
  return isChange ? asChange(amountYuan, 'yuan') : asYuan(amountYuan);
}

/** Where the record of `361100/126@5`, revision 5 of the stream of department 126, is shown. */
export function recordPath(eventId: string, division: string, department: string | undefined): string {
  const [, ofDivision = division, ofDepartment = department ?? '', revision = ''] =
    /^(\d+)\/(\d+)@(\d+)$/.exec(eventId) ?? [];
  return `/audit/${ofDivision}/${ofDepartment}/${revision}`;
}
