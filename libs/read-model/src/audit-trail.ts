import {
  type AmountColumn,
  availableOf,
  currentOf,
  dimensionsOf,
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
  { stream, after, limit }: { stream: string; after: number; limit: number },
  { asOf, effectiveOn }: Version = {},
): Promise<AuditPage | undefined> {
  return inSnapshot(database, async (client) => {
    const standing = await standingOfStream(client, stream, asOf);
    if (standing === undefined) return undefined;
    // Which events had taken effect is told by their postings.
    if (effectiveOn !== undefined) await requireHistory(client, [stream]);
    const rows = await rowsOf<AuditRow>(client, EVENTS_OF_STREAM, [
      stream,
      after,
      limit,
      MOST_BYTES,
      standing.revision,
      effectiveOn ?? null,
    ]);
    await requireWhole(client, rows);
    const last = rows.at(-1)?.revision ?? after;
    const postings = await postingsBetween(client, stream, rows[0]?.revision ?? last, last);
    const events = rows.map((row) => auditEventOf(row, postings.get(row.revision) ?? []));
    return { standing, events, ...(rows.length > 0 && last < standing.revision ? { next: last } : {}) };
  });
}

const EVENTS_OF_STREAM = `
  select * from (
    select ${EVENT_COLUMNS}, prevhash, data, reverses,
           (select reversal.revision from event as reversal
             where reversal.stream = event.stream and reversal.reverses = event.revision and reversal.revision <= $5) as reversed_by,
           sum(size_bytes) over (order by revision) - size_bytes as bytes_before
      from event
     where stream = $1 and revision > $2 and revision <= $5
       and ($6::date is null or effective_date is null or effective_date <= $6
            or exists (select from posting
                        where posting.stream = event.stream and posting.revision = event.revision and posting.effective_date <= $6))
     order by revision
     limit $3
  ) as page
  where bytes_before < $4
  order by revision`;

const POSTINGS_BETWEEN = `
  select revision, ${POSTED_COLUMNS}, effective_date, freeze_revision
    from posting
   where stream = $1 and revision between $2 and $3
   order by revision, place`;

interface AuditRow extends EventRow {
  prevhash: string;
  data: unknown;
  reverses: number | null;
  reversed_by: number | null;
}

interface PostingRow extends PostedRow {
  revision: number;
  effective_date: string;
  freeze_revision: number | null;
}

async function postingsBetween(
  client: Transaction,
  stream: string,
  first: number,
  last: number,
): Promise<Map<number, AuditPosting[]>> {
  const postings = new Map<number, AuditPosting[]>();
  for (const row of await rowsOf<PostingRow>(client, POSTINGS_BETWEEN, [stream, first, last])) {
    const ofEvent = postings.get(row.revision) ?? [];
    ofEvent.push(auditPostingOf(row));
    postings.set(row.revision, ofEvent);
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
