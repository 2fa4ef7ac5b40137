import {
  applyEffect,
  availableOf,
  currentOf,
  emptyLine,
  isDay,
  type LedgerEvent,
  type Line,
  type LineEffect,
  lineKeyOf,
  partsOf,
  streamOf,
  streamOfEvent,
  sumFen,
  yuanOf,
} from '#domain';

import { amountsJson } from './amounts-json';
import { type RowOf, storable } from './insert-rows';
import { sayingRows } from './saying-rows';
import {
  type BUDGET_LINE,
  type EVENT,
  type EVENT_LINE,
  type PERFORMANCE_TARGET,
  type SAYING,
  type TRANSIT_LEG,
  UNIT,
  type UNIT_YEAR,
} from './tables';
import { type Understood } from './understand';

/** What a run of events writes, in terms of tables. */
export interface EventRows {
  events: RowOf<typeof EVENT>[];
  eventLines: RowOf<typeof EVENT_LINE>[];
  units: RowOf<typeof UNIT>[];
  unitYears: RowOf<typeof UNIT_YEAR>[];
  /** Units that are registered, again or for the first time: it touches every year that they have, and that the pool has. */
  registered: Omit<RowOf<typeof UNIT_YEAR>, 'fiscal_year' | 'first_revision'>[];
  lines: RowOf<typeof BUDGET_LINE>[];
  targets: RowOf<typeof PERFORMANCE_TARGET>[];
  transitLegs: RowOf<typeof TRANSIT_LEG>[];
  sayings: RowOf<typeof SAYING>[];
}

/** A line's identity across streams. The stream stands first and has a fixed length, so no two can be confused. */
export function placeOf({ record }: Understood, { fiscalYear, line }: LineEffect): string {
  return `${record.stream}|${fiscalYear}|${lineKeyOf(line)}`;
}

/** The same identity, of a stored line. */
export function placeOfRow(row: {
  division: string;
  department: string;
  fiscal_year: number;
  line_key: string;
}): string {
  return `${row.division}/${row.department}|${row.fiscal_year}|${row.line_key}`;
}

/**
 * Folds events in order over the lines as they stood before the first of them. Pure: amounts before and after are exact also
 * where several events touch one line. A row that is written twice keeps its newest state only.
 */
export function eventRowsOf(events: readonly Understood[], linesBefore: ReadonlyMap<string, Line>): EventRows {
  const lines = new Map<string, { event: Understood; line: Line }>();
  const eventLines: EventRows['eventLines'] = [];
  for (const event of events) {
    event.effects.forEach((effect, posting) => {
      const place = placeOf(event, effect);
      const before = lines.get(place)?.line ?? linesBefore.get(place) ?? emptyLine(effect.line, effect.fiscalYear);
      const after = applyEffect(before, effect);
      lines.set(place, { event, line: after });
      eventLines.push(eventLineRow(event, posting, effect, before, after));
    });
  }
  return {
    events: events.map(eventRow),
    eventLines,
    lines: [...lines.values()].map(({ event, line }) => lineRow(event, line)),
    units: newest(storable(UNIT, events.flatMap(unitRow)), ({ division, department, unit }) => [
      division,
      department,
      unit,
    ]),
    unitYears: unitYears(events),
    registered: newest(events.flatMap(registeredRows), ({ division, department, unit }) => [
      division,
      department,
      unit,
    ]),
    targets: targetRows(events),
    transitLegs: events.flatMap(transitLegRow),
    sayings: events.flatMap(sayingRows),
  };
}

function newest<Row>(rows: readonly Row[], keyOf: (row: Row) => readonly unknown[]): Row[] {
  return [...new Map(rows.map((row) => [JSON.stringify(keyOf(row)), row])).values()];
}

function eventRow({ record, event }: Understood): RowOf<typeof EVENT> {
  const { stream, hash, partition, offset, envelope } = record;
  const data = JSON.stringify(envelope.data);
  const { documentNumber, effectiveDate } = paperOf(event);
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
    data,
    size_bytes: Buffer.byteLength(data),
    reverses: event.type === 'event.reversed.v1' ? event.data.reversedRevision : null,
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

function eventLineRow(
  { record }: Understood,
  posting: number,
  { line, fiscalYear, column, deltaFen, effectiveDate, freezeRevision, late }: LineEffect,
  before: Line,
  after: Line,
): RowOf<typeof EVENT_LINE> {
  const ownFreeze = column === 'frozen' ? record.envelope.revision : null;
  return {
    stream: record.stream,
    revision: record.envelope.revision,
    posting,
    unit: line.unit,
    fiscal_year: fiscalYear,
    line_key: lineKeyOf(line),
    amount_column: column,
    delta: yuanOf(deltaFen),
    current_before: yuanOf(currentOf(before)),
    current_after: yuanOf(currentOf(after)),
    amounts_after: amountsJson(after),
    available_before: yuanOf(availableOf(before)),
    available_after: yuanOf(availableOf(after)),
    effective_date: effectiveDate,
    freeze_revision: freezeRevision ?? ownFreeze,
    late: late === true,
  };
}

function lineRow({ division, department }: Understood, line: Line): RowOf<typeof BUDGET_LINE> {
  return {
    division,
    department,
    unit: line.unit,
    fiscal_year: line.fiscalYear,
    line_key: lineKeyOf(line),
    source: line.source,
    function: line.function,
    economic: line.economic,
    category: line.category,
    project: line.project ?? null,
    origin_year: line.originYear ?? null,
    procurement: line.procurement ?? null,
    original: yuanOf(line.original),
    carried_over: yuanOf(line.carriedOver),
    supplemented: yuanOf(line.supplemented),
    cut: yuanOf(line.cut),
    transferred: yuanOf(line.transferred),
    frozen: yuanOf(line.frozen),
    paid: yuanOf(line.paid),
    refunded: yuanOf(line.refunded),
    carried_out: yuanOf(line.carriedOut),
    reclaimed: yuanOf(line.reclaimed),
    late_carried_over: yuanOf(line.lateCarriedOver),
  };
}

function unitRow(understood: Understood): RowOf<typeof UNIT>[] {
  const { division, department } = understood;
  return partsOf(understood.event).flatMap((event) => {
    if (event.type !== 'unit.registered.v1') return [];
    const { unit, name, departmentName, staffing } = event.data;
    const staffed = staffing === undefined ? null : JSON.stringify(staffing);
    return [{ division, department, unit, name, department_name: departmentName, staffing: staffed }];
  });
}

/** The department's pool is called after the department, whose name comes with its units. */
function registeredRows(understood: Understood): EventRows['registered'] {
  const { division, department } = understood;
  const place = placeInLog(understood);
  return partsOf(understood.event).flatMap((event) =>
    event.type === 'unit.registered.v1'
      ? [event.data.unit, department].map((unit) => ({ division, department, unit, ...place }))
      : [],
  );
}

function placeInLog({ record }: Understood): { revision: number; partition: number; log_offset: number } {
  return { revision: record.envelope.revision, partition: record.partition, log_offset: record.offset };
}

/** The newest event of each year, and its first one: before that, nothing of the year was known. */
function unitYears(events: readonly Understood[]): RowOf<typeof UNIT_YEAR>[] {
  const rows = new Map<string, RowOf<typeof UNIT_YEAR>>();
  for (const row of events.flatMap(unitYearRows)) {
    const key = JSON.stringify([row.division, row.department, row.unit, row.fiscal_year]);
    rows.set(key, { ...row, first_revision: rows.get(key)?.first_revision ?? row.first_revision });
  }
  return [...rows.values()];
}

function unitYearRows(understood: Understood): RowOf<typeof UNIT_YEAR>[] {
  const { division, department, effects } = understood;
  const posted = effects.map(({ line, fiscalYear }) => ({ unit: line.unit, fiscalYear }));
  const set = partsOf(understood.event).flatMap((event) =>
    event.type === 'performance-targets.set.v1' || event.type === 'publication-text.set.v1'
      ? [{ unit: event.data.unit, fiscalYear: event.data.fiscalYear }]
      : [],
  );
  const place = placeInLog(understood);
  return [...posted, ...set].map(({ unit, fiscalYear }) => ({
    division,
    department,
    unit,
    fiscal_year: fiscalYear,
    first_revision: place.revision,
    ...place,
  }));
}

/** Set again, targets keep the place that they got when they were set first. */
function targetRows(events: readonly Understood[]): RowOf<typeof PERFORMANCE_TARGET>[] {
  const rows = new Map<string, RowOf<typeof PERFORMANCE_TARGET>>();
  for (const row of events.flatMap(targetRow)) {
    const key = JSON.stringify([row.division, row.department, row.unit, row.fiscal_year, row.project]);
    rows.set(key, { ...row, first_revision: rows.get(key)?.first_revision ?? row.first_revision });
  }
  return [...rows.values()];
}

function targetRow(understood: Understood): RowOf<typeof PERFORMANCE_TARGET>[] {
  const { record, division, department } = understood;
  return partsOf(understood.event).flatMap((event) => {
    if (event.type !== 'performance-targets.set.v1') return [];
    const { unit, fiscalYear, project = '', declaredFunds, tasks, goals, indicators } = event.data;
    const content = JSON.stringify({ declaredFunds, tasks, goals, indicators });
    const { revision } = record.envelope;
    return [{ division, department, unit, fiscal_year: fiscalYear, project, first_revision: revision, content }];
  });
}

/** What one event is to a transfer between departments. A refusal at the far end is a leg too: it sends the money back. */
function transitLegRow(understood: Understood): RowOf<typeof TRANSIT_LEG>[] {
  const { record, division, event } = understood;
  const at = (department: string): string => streamOf({ division, department });
  const row = (
    leg: string,
    transitId: string,
    otherStream: string,
    fiscalYear: number,
    refusalCode: string | null = null,
  ) => [
    {
      transit_id: transitId,
      leg,
      stream: record.stream,
      revision: record.envelope.revision,
      other_stream: otherStream,
      fiscal_year: fiscalYear,
      amount: yuanOf(sumFen(understood.effects.map(({ deltaFen }) => (deltaFen < 0n ? -deltaFen : deltaFen)))),
      refusal_code: refusalCode,
    },
  ];
  switch (event.type) {
    case 'department-transfer.sent.v1':
      return row('sent', event.data.transitId, at(event.data.toDepartment), event.data.fiscalYear);
    case 'department-transfer.received.v1':
      return row('received', event.data.transitId, at(event.data.fromDepartment), event.data.fiscalYear);
    case 'department-transfer.settled.v1':
      return row('settled', event.data.transitId, streamOfEvent(event.data.receivedEventId), event.data.fiscalYear);
    case 'department-transfer.returned.v1': {
      const { transitId, refusedEventId, fiscalYear, refusalCode } = event.data;
      return row('returned', transitId, streamOfEvent(refusedEventId), fiscalYear, refusalCode);
    }
    case 'command.refused.v1': {
      const { command, refusal } = event.data;
      if (command.type !== 'ReceiveTransfer') return [];
      const { transitId, fromDepartment, fiscalYear } = command;
      if (typeof transitId !== 'string' || typeof fromDepartment !== 'string' || typeof fiscalYear !== 'number') {
        throw new Error('a transfer was refused that has no name, sender or year');
      }
      if (streamOfEvent(transitId) !== at(fromDepartment)) throw new Error(`transfer ${transitId} has another sender`);
      return row('refused', transitId, at(fromDepartment), fiscalYear, refusal.code);
    }
    case 'unit.registered.v1':
    case 'budget.allocated.v1':
    case 'budget.handed-down.v1':
    case 'balance.carried-over.v2':
    case 'budget.adjusted.v1':
    case 'funds.frozen.v1':
    case 'funds.released.v1':
    case 'payment.recorded.v1':
    case 'refund.recorded.v1':
    case 'balance.reclaimed.v1':
    case 'ceiling.set.v1':
    case 'performance-targets.set.v1':
    case 'publication-text.set.v1':
    case 'commands.combined.v1':
    case 'event.reversed.v1':
    case 'year.closed.v1':
    case 'year.reopened.v1':
      return [];
  }
}
