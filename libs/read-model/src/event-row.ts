import { isDay, type LedgerEvent, partsOf } from '#domain';
import type { RowOf } from '#postgres';

import { wordsOf } from './search/event-words';
import type { EVENT } from './tables';
import type { Understood } from './understand';

/** The columns of `event` that every answer about events is made of. */
export const EVENT_COLUMNS =
  'stream, revision, event_id, type, refused, command_id, correlation_id, actor, document_number, effective_date, recorded_at, hash, partition, log_offset';

export interface EventRow {
  stream: string;
  revision: number;
  event_id: string;
  type: string;
  refused: boolean;
  command_id: string;
  correlation_id: string;
  actor: string;
  document_number: string | null;
  effective_date: string | null;
  recorded_at: Date;
  hash: string;
  partition: number;
  log_offset: number;
}

/** What an event is told by besides the lines that it changes: its reason, and what each of its parts names. */
export interface EventSummary {
  reason?: string;
  parts: EventPart[];
}

/** The event, or one of the events that a combination is made of. */
export interface EventPart {
  type: string;
  unit?: string;
  fiscalYear?: number;
  project?: string;
}

export function eventRow({ record, event }: Understood): RowOf<typeof EVENT> {
  const { stream, hash, partition, offset, envelope } = record;
  const data = JSON.stringify(envelope.data);
  const { documentNumber, effectiveDate } = paperOf(event);
  const words = wordsOf(envelope.actor, envelope.data);
  return {
    stream,
    revision: envelope.revision,
    event_id: envelope.id,
    type: envelope.type,
    refused: event.type === 'command.refused.v1',
    command_id: envelope.commandid,
    actor: envelope.actor,
    correlation_id: envelope.correlationid,
    document_number: documentNumber,
    effective_date: effectiveDate,
    recorded_at: envelope.time,
    hash,
    prevhash: envelope.prevhash,
    partition,
    log_offset: offset,
    reverses: event.type === 'event.reversed.v1' ? event.data.reversedRevision : null,
    summary: JSON.stringify(summaryOf(event)),
    data,
    size_bytes: Buffer.byteLength(data),
    words,
  };
}

/** The document and date of an event; those of a refusal are its command's, which are copied into it as they came. */
function paperOf(event: LedgerEvent): { documentNumber: string | null; effectiveDate: string | null } {
  const { documentNumber, effectiveDate } = event.type === 'command.refused.v1' ? event.data.command : event.data;
  return {
    documentNumber: typeof documentNumber === 'string' ? documentNumber : null,
    effectiveDate: typeof effectiveDate === 'string' && isDay(effectiveDate) ? effectiveDate : null,
  };
}

function summaryOf(event: LedgerEvent): EventSummary {
  if (event.type === 'command.refused.v1') return { parts: [] };
  const { reason } = event.data;
  return { ...(reason === undefined ? {} : { reason }), parts: partsOf(event).map(partOf) };
}

function partOf({ type, data }: LedgerEvent): EventPart {
  return {
    type,
    ...('unit' in data ? { unit: data.unit } : {}),
    ...('fiscalYear' in data ? { fiscalYear: data.fiscalYear } : {}),
    ...('project' in data && data.project !== undefined ? { project: data.project } : {}),
  };
}
