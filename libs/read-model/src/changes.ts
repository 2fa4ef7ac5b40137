import { eventIdOf, type Line, placeOfStream, streamOf } from '#domain';
import { type Database, inSnapshot, rowsOf, type Transaction } from '#postgres';

import { lineAround, POSTED_COLUMNS, type PostedRow } from './amounts-after';
import { type EventName, eventNameOf } from './event-names';
import { EVENT_COLUMNS, type EventPart, type EventRow, type EventSummary } from './event-row';
import { requireWhole } from './history/require-history';
import { type Standing, standingIn } from './standing';

/** A line as it stood before an event and after it. */
export interface LineChange {
  before: Line;
  after: Line;
}

/** One event that counts and that is no refusal, with what it did to the lines. */
export interface Change extends EventName {
  stream: string;
  division: string;
  department: string;
  commandId: string;
  correlationId: string;
  reason?: string;
  lines: LineChange[];
  /** The event, or the events that a combination is made of, with what each names: a unit that is registered is no line. */
  parts: EventPart[];
}

/** Changes of one partition in order, up to a place. */
export interface ChangesPage {
  standing: Standing;
  partition: number;
  changes: Change[];
  /** All changes of the partition before this offset have been read. */
  next: number;
}

/** Whose changes are read; all that is left out is not asked for. */
export interface StreamFilter {
  division?: string | undefined;
  department?: string | undefined;
}

const MOST_EVENTS = 200;
/** A page ends before its events get heavier than this. */
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * The next page behind a place, of the first partition that has gone on since; nothing where none has. What stands here never changes:
 * a position that was read once gives the same changes for ever.
 */
export function readChanges(
  database: Database,
  from: ReadonlyMap<number, number>,
  filter: StreamFilter = {},
): Promise<ChangesPage | { standing: Standing; partition?: never }> {
  return inSnapshot(database, async (client) => {
    const standing = await standingIn(client);
    const ahead = [...standing.next].sort(([a], [b]) => a - b).find(([p, next]) => next > (from.get(p) ?? 0));
    if (ahead === undefined) return { standing };
    const [partition, end] = ahead;
    const { where, values } = streamCondition(filter, 6);
    const rows = await rowsOf<ChangeRow>(client, eventsOfPartition(where), [
      partition,
      from.get(partition) ?? 0,
      end,
      MOST_EVENTS,
      MOST_BYTES,
      ...values,
    ]);
    await requireWhole(client, rows, () => streamsLeftOut(client, partition, from.get(partition) ?? 0, filter));
    const lines = await linesOf(client, rows);
    const changes = rows.filter(({ refused }) => !refused).map((row) => changeOf(row, lines.get(eventIdOf(row)) ?? []));
    const last = rows.at(-1);
    const next = last === undefined || last.is_last ? end : last.log_offset + 1;
    return { standing, partition, changes, next };
  });
}

/** The page's events; `is_last` is true where none of the partition stands behind them. */
function eventsOfPartition(where: string): string {
  return `
  with page as (
    select *, sum(size_bytes) over (order by log_offset) - size_bytes as bytes_before,
           row_number() over (order by log_offset) as place, count(*) over () as found_count
      from (
        select ${EVENT_COLUMNS}, size_bytes, summary
          from event
         where partition = $1 and log_offset >= $2 and log_offset < $3 ${where}
         order by log_offset
         limit $4 + 1
      ) as found
  )
  select *, place = found_count as is_last
    from page
   where place <= $4 and bytes_before < $5
   order by log_offset`;
}

/** Whose events behind a place are left out: a reader who goes on from there needs all of them. */
async function streamsLeftOut(
  client: Transaction,
  partition: number,
  from: number,
  filter: StreamFilter,
): Promise<string[]> {
  const { where, values } = streamCondition(filter, 3);
  const rows = await rowsOf<{ stream: string }>(
    client,
    `select distinct stream from event where partition = $1 and log_offset >= $2 and data is null ${where}`,
    [partition, from, ...values],
  );
  return rows.map(({ stream }) => stream);
}

/** Streams sort by code point, so those of a division lie between it and what follows the slash. */
function streamCondition({ division, department }: StreamFilter, first: number): { where: string; values: string[] } {
  if (division === undefined) {
    return department === undefined
      ? { where: '', values: [] }
      : { where: `and split_part(stream, '/', 2) = $${first}`, values: [department] };
  }
  return department === undefined
    ? { where: `and stream > $${first} and stream < $${first + 1}`, values: [`${division}/`, `${division}0`] }
    : { where: `and stream = $${first}`, values: [streamOf({ division, department })] };
}

interface ChangeRow extends EventRow {
  summary: EventSummary;
  is_last: boolean;
}

const POSTINGS_OF_EVENTS = `
  select stream, revision, ${POSTED_COLUMNS}
    from unnest($1::text[], $2::bigint[]) as asked (stream, revision)
    join posting using (stream, revision)
   order by stream, revision, place`;

/** What each event did, one entry a line, however often the event touches it. */
async function linesOf(client: Transaction, events: readonly ChangeRow[]): Promise<Map<string, LineChange[]>> {
  const byEvent = new Map<string, Map<string, LineChange>>();
  if (events.length === 0) return new Map();
  const rows = await rowsOf<PostedRow & { stream: string; revision: number }>(client, POSTINGS_OF_EVENTS, [
    events.map(({ stream }) => stream),
    events.map(({ revision }) => revision),
  ]);
  for (const row of rows) {
    const id = eventIdOf(row);
    const lines = byEvent.get(id) ?? new Map<string, LineChange>();
    byEvent.set(id, lines);
    const { before, after } = lineAround(row);
    const key = `${row.fiscal_year}|${row.line_key}`;
    lines.set(key, { before: lines.get(key)?.before ?? before, after });
  }
  return new Map([...byEvent].map(([id, lines]) => [id, [...lines.values()]]));
}

function changeOf(row: ChangeRow, lines: LineChange[]): Change {
  const { reason, parts } = row.summary;
  return {
    stream: row.stream,
    ...placeOfStream(row.stream),
    ...eventNameOf(row),
    commandId: row.command_id,
    correlationId: row.correlation_id,
    ...(reason === undefined ? {} : { reason }),
    lines,
    parts,
  };
}
