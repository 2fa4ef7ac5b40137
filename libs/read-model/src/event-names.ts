import { eventIdOf } from '#domain';
import { type Database, inSnapshot, rowsOf, type Transaction } from '#postgres';

import { EVENT_COLUMNS, type EventRow } from './event-row';

export interface EventPlace {
  stream: string;
  revision: number;
}

/** What an event is told by: enough to find it, its paper and who posted it. */
export interface EventName {
  eventId: string;
  type: string;
  actor: string;
  documentNumber?: string;
  effectiveDate?: string;
  recordedAt: string;
  revision: number;
  hash: string;
  partition: number;
  offset: number;
}

/** By `stream@revision`. */
export async function eventsNamed(client: Transaction, places: readonly EventPlace[]): Promise<Map<string, EventName>> {
  const named = new Map(places.map(({ stream, revision }) => [eventIdOf({ stream, revision }), { stream, revision }]));
  const rows = await rowsOf<EventRow>(
    client,
    `select ${EVENT_COLUMNS}
       from unnest($1::text[], $2::bigint[]) as place (stream, revision)
       join event using (stream, revision)`,
    [[...named.values()].map(({ stream }) => stream), [...named.values()].map(({ revision }) => revision)],
  );
  return new Map(rows.map((row) => [eventIdOf(row), eventNameOf(row)]));
}

export function readEventNames(database: Database, places: readonly EventPlace[]): Promise<Map<string, EventName>> {
  return inSnapshot(database, (client) => eventsNamed(client, places));
}

export function eventNameOf(row: EventRow): EventName {
  return {
    eventId: row.event_id,
    type: row.type,
    actor: row.actor,
    ...(row.document_number === null ? {} : { documentNumber: row.document_number }),
    ...(row.effective_date === null ? {} : { effectiveDate: row.effective_date }),
    recordedAt: row.recorded_at.toISOString(),
    revision: row.revision,
    hash: row.hash,
    partition: row.partition,
    offset: row.log_offset,
  };
}
