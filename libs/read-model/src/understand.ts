import {
  departmentOf,
  effectsOf,
  eventIdOf,
  type LedgerEvent,
  type LineEffect,
  parseStream,
  streamOf,
  streamOfEvent,
} from '#domain';
import { type AcceptedRecord, sentenceOf } from '#log';
import { eventOf } from '#wire';

/** An accepted record whose meaning is known. */
export interface Understood {
  record: AcceptedRecord;
  division: string;
  department: string;
  event: LedgerEvent;
  effects: LineEffect[];
}

/** Why a stream's projection ends before this record. */
export interface Stop {
  record: AcceptedRecord;
  reason: string;
}

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z$/;

/** Reads accepted records in order. Of a stream with one that cannot be understood nothing from there on is taken; other streams go on. */
export function understandAll(records: readonly AcceptedRecord[]): { events: Understood[]; stops: Map<string, Stop> } {
  const events: Understood[] = [];
  const stops = new Map<string, Stop>();
  for (const record of records) {
    if (stops.has(record.stream)) continue;
    try {
      events.push(understand(record));
    } catch (error) {
      stops.set(record.stream, { record, reason: stopReason(record, error) });
    }
  }
  return { events, stops };
}

export function stopReason({ partition, offset, envelope }: AcceptedRecord, error: unknown): string {
  return `revision ${envelope.revision} (partition ${partition} offset ${offset}): ${sentenceOf(error)}`;
}

function understand(record: AcceptedRecord): Understood {
  const place = parseStream(record.stream);
  if (place === undefined) {
    throw new Error(`the stream ${record.stream} is not a department of a division`);
  }
  const { division, department } = place;
  const { time } = record.envelope;
  // Checked here because Postgres would take words such as "now" for a time as well.
  if (!TIME.test(time) || Number.isNaN(Date.parse(time))) throw new Error(`the time ${time} is no UTC instant`);
  const event = eventOf(record.envelope);
  const effects = effectsOf(event);
  const foreign = [...effects.map(({ line }) => line.unit), ...unitsNamedBy(event)].find(
    (unit) => departmentOf(unit) !== department,
  );
  // It would stand under the other department's unit wherever units are known by their codes alone.
  if (foreign !== undefined) throw new Error(`the unit ${foreign} is none of department ${department}`);
  requireOwnTransit(record, { division, event });
  return { record, division, department, event, effects };
}

/** The units that an event tells something of besides its postings. */
function unitsNamedBy(event: LedgerEvent): string[] {
  if (event.type === 'commands.combined.v1') return event.data.events.flatMap(unitsNamedBy);
  return event.type !== 'command.refused.v1' && 'unit' in event.data ? [event.data.unit] : [];
}

/** A transfer is named by the event that sent it, and its legs stand in the streams that this name and the sender's event say. */
function requireOwnTransit(
  { stream, envelope }: AcceptedRecord,
  { division, event }: Pick<Understood, 'division' | 'event'>,
): void {
  const isOwn = isOwnTransit({ stream, envelope }, { division, event });
  if (!isOwn) throw new Error(`a transfer of this name has no ${event.type} here`);
}

function isOwnTransit(
  { stream, envelope }: Pick<AcceptedRecord, 'stream' | 'envelope'>,
  { division, event }: Pick<Understood, 'division' | 'event'>,
): boolean {
  // A missing case is no leg of a transfer.
  // eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check
  switch (event.type) {
    case 'department-transfer.sent.v1':
      return event.data.transitId === eventIdOf({ stream, revision: envelope.revision });
    case 'department-transfer.received.v1':
      return streamOfEvent(event.data.transitId) === streamOf({ division, department: event.data.fromDepartment });
    case 'department-transfer.settled.v1':
    case 'department-transfer.returned.v1':
      return streamOfEvent(event.data.transitId) === stream;
    default:
      return true;
  }
}
