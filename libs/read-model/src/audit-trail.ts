import {
  type AmountColumn,
  availableOf,
  currentOf,
  dimensionsOf,
  eventIdOf,
  type LineDimensions,
  type Version,
  yuanOf,
} from '#domain';
import { type Database, inSnapshot, rowsOf, type Transaction } from '#postgres';

import { lineAround, POSTED_COLUMNS, type PostedRow } from './amounts-after';
import { type EventName, eventNameOf } from './event-names';
import { EVENT_COLUMNS, type EventRow } from './event-row';
import { requireHistory, requireWhole } from './history/require-history';
import { standingOfStream, type StreamStanding } from './streams';
import { asksForPostings, trailConditions, type TrailFilter } from './trail-filter';

/** What one posting of an event did to its line, in yuan. */
export interface AuditPosting {
  line: LineDimensions;
  fiscalYear: number;
  column: AmountColumn;
  deltaYuan: string;
  currentBeforeYuan: string;
  currentAfterYuan: string;
  availableBeforeYuan: string;
  availableAfterYuan: string;
  effectiveDate: string;
  /** Of column `frozen`: the revision of the freeze. */
  freezeRevision?: number;
}

/** One event that counts, with everything that an auditor asks of it. */
export interface AuditEvent extends EventName {
  refused: boolean;
  commandId: string;
  correlationId: string;
  prevhash: string;
  /** The revision that this event reverses. */
  reverses?: number;
  /** The revision of the event that reverses this one. */
  reversedBy?: number;
  postings: AuditPosting[];
  data: unknown;
}

export interface AuditPage {
  standing: StreamStanding;
  events: AuditEvent[];
  /** The revision to go on after; nothing where the page reaches the stream's head. */
  next?: number;
}

/** A page ends before its events get heavier than this, so that any limit can be asked for. */
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * The events of a stream after a revision, at least one of them where there is any. With an effective date, events are left out of
 * which nothing had taken effect by then.
 */
export function readAuditPage(
  database: Database,
  { stream, after, limit, filter = {} }: { stream: string; after: number; limit: number; filter?: TrailFilter },
  { asOf, effectiveOn }: Version = {},
): Promise<AuditPage | undefined> {
  return inSnapshot(database, async (client) => {
    const standing = await standingOfStream(client, stream, asOf);
    if (standing === undefined) return undefined;
    // Which events had taken effect, and what they moved, is told by their postings.
    if (effectiveOn !== undefined || asksForPostings(filter)) await requireHistory(client, [stream]);
    const values: unknown[] = [stream, standing.revision, after];
    const conditions = [...trailConditions(filter, values), ...inEffectBy(effectiveOn, values)];
    const place = ['stream = $1 and revision <= $2 and revision > $3', ...conditions].join(' and ');
    const asked = { from: () => `event where ${place}`, values, cut: '$2', order: 'revision', limit };
    const { events, hasMore } = await auditEvents(client, asked);
    const last = events.at(-1);
    return { standing, events, ...(hasMore && last !== undefined ? { next: last.revision } : {}) };
  });
}

/** Events of which anything had taken effect, or which are of no day. */
export function inEffectBy(day: string | undefined, values: unknown[]): string[] {
  if (day === undefined) return [];
  const given = `$${values.push(day)}::date`;
  return [
    `(effective_date is null or effective_date <= ${given}
            or exists (select from posting
                        where posting.stream = event.stream and posting.revision = event.revision and posting.effective_date <= ${given}))`,
  ];
}

interface EventsAsked {
  /** The relation of the events, and of which of them: at most so many are needed as the parameter says, and one more. */
  from: (most: string) => string;
  values: readonly unknown[];
  /** Up to which revision an event's stream counts. */
  cut: string;
  order: string;
  limit: number;
}

/** The first events in an order, as many as are asked for and are not too heavy together, and whether there are more. */
export async function auditEvents(
  client: Transaction,
  asked: EventsAsked,
): Promise<{ events: AuditEvent[]; hasMore: boolean }> {
  const rows = await eventRows(client, asked);
  await requireWhole(client, rows);
  const postings = await postingsOf(client, rows);
  const events = rows.map((row) => auditEventOf(row, postings.get(row.event_id) ?? []));
  return { events, hasMore: (rows[0]?.found ?? 0) > rows.length };
}

function eventRows(client: Transaction, { from, values, cut, order, limit }: EventsAsked): Promise<AuditRow[]> {
  const most = `$${values.length + 1}`;
  return rowsOf<AuditRow>(
    client,
    `with page as (
       select ${EVENT_COLUMNS}, prevhash, data, reverses,
              (select reversal.revision from event as reversal
                where reversal.stream = event.stream and reversal.reverses = event.revision and reversal.revision <= ${cut}) as reversed_by,
              sum(size_bytes) over (order by ${order}) - size_bytes as bytes_before, row_number() over (order by ${order}) as place
         from ${from(most)}
        order by ${order} limit ${most}::bigint + 1)
     select page.*, (select count(*) from page)::integer as found
       from page where bytes_before < ${MOST_BYTES} and place <= ${most}
      order by place`,
    [...values, limit],
  );
}

const POSTINGS_OF_EVENTS = `
  select stream, revision, ${POSTED_COLUMNS}, effective_date, freeze_revision
    from unnest($1::text[], $2::bigint[]) as named (stream, revision)
    join posting using (stream, revision)
   order by stream, revision, place`;

interface AuditRow extends EventRow {
  prevhash: string;
  data: unknown;
  reverses: number | null;
  reversed_by: number | null;
  found: number;
}

interface PostingRow extends PostedRow {
  stream: string;
  revision: number;
  effective_date: string;
  freeze_revision: number | null;
}

/** By the event's id. */
async function postingsOf(client: Transaction, events: readonly AuditRow[]): Promise<Map<string, AuditPosting[]>> {
  const postings = new Map<string, AuditPosting[]>();
  const named = [events.map(({ stream }) => stream), events.map(({ revision }) => revision)];
  for (const row of await rowsOf<PostingRow>(client, POSTINGS_OF_EVENTS, named)) {
    const id = eventIdOf(row);
    const ofEvent = postings.get(id) ?? [];
    ofEvent.push(auditPostingOf(row));
    postings.set(id, ofEvent);
  }
  return postings;
}

function auditPostingOf(row: PostingRow): AuditPosting {
  const { before, after } = lineAround(row);
  return {
    line: dimensionsOf(after),
    fiscalYear: row.fiscal_year,
    column: row.amount_column,
    deltaYuan: row.delta,
    currentBeforeYuan: yuanOf(currentOf(before)),
    currentAfterYuan: yuanOf(currentOf(after)),
    availableBeforeYuan: yuanOf(availableOf(before)),
    availableAfterYuan: yuanOf(availableOf(after)),
    effectiveDate: row.effective_date,
    ...(row.freeze_revision === null ? {} : { freezeRevision: row.freeze_revision }),
  };
}

function auditEventOf(row: AuditRow, postings: AuditPosting[]): AuditEvent {
  return {
    ...eventNameOf(row),
    refused: row.refused,
    commandId: row.command_id,
    correlationId: row.correlation_id,
    prevhash: row.prevhash,
    ...(row.reverses === null ? {} : { reverses: row.reverses }),
    ...(row.reversed_by === null ? {} : { reversedBy: row.reversed_by }),
    postings,
    data: row.data,
  };
}
