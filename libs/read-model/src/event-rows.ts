import {
  applyEffect,
  currentOf,
  emptyLine,
  type LedgerEvent,
  type Line,
  lineKeyOf,
  type LineEffect,
  yuanOf,
} from '#domain';

import type { RowOf } from './insert-rows';
import {
  type BUDGET_LINE,
  type EVENT,
  type EVENT_LINE,
  type PERFORMANCE_TARGET,
  type UNIT,
  type UNIT_YEAR,
} from './tables';
import type { Understood } from './understand';

/** What a run of events writes, in terms of tables. */
export interface EventRows {
  events: RowOf<typeof EVENT>[];
  eventLines: RowOf<typeof EVENT_LINE>[];
  units: RowOf<typeof UNIT>[];
  unitYears: RowOf<typeof UNIT_YEAR>[];
  lines: RowOf<typeof BUDGET_LINE>[];
  targets: RowOf<typeof PERFORMANCE_TARGET>[];
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
    units: newest(events.flatMap(unitRow), ({ division, department, unit }) => [division, department, unit]),
    unitYears: newest(events.flatMap(unitYearRows), (row) => Object.values(row)),
    targets: targetRows(events),
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
  };
}

/** The document and date of an event; those of a refusal are its command's, which are copied into it as they came. */
function paperOf(event: LedgerEvent): { documentNumber: string | null; effectiveDate: string | null } {
  const basis: { documentNumber?: unknown; effectiveDate?: unknown } =
    event.type === 'command.refused.v1' ? event.data.command : event.data;
  const { documentNumber, effectiveDate } = basis;
  return {
    documentNumber: typeof documentNumber === 'string' ? documentNumber : null,
    effectiveDate:
      typeof effectiveDate === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(effectiveDate) ? effectiveDate : null,
  };
}

function eventLineRow(
  { record }: Understood,
  posting: number,
  { line, fiscalYear, column, deltaFen }: LineEffect,
  before: Line,
  after: Line,
): RowOf<typeof EVENT_LINE> {
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
  };
}

function unitRow({ division, department, event }: Understood): RowOf<typeof UNIT>[] {
  if (event.type !== 'unit.registered.v1') return [];
  const { unit, name, departmentName, staffing } = event.data;
  const staffed = staffing === undefined ? null : JSON.stringify(staffing);
  return [{ division, department, unit, name, department_name: departmentName, staffing: staffed }];
}

function unitYearRows({ division, department, event, effects }: Understood): RowOf<typeof UNIT_YEAR>[] {
  const named =
    event.type === 'performance-targets.set.v1'
      ? [{ unit: event.data.unit, fiscalYear: event.data.fiscalYear }]
      : effects.map(({ line, fiscalYear }) => ({ unit: line.unit, fiscalYear }));
  return named.map(({ unit, fiscalYear }) => ({ division, department, unit, fiscal_year: fiscalYear }));
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

function targetRow({ record, division, department, event }: Understood): RowOf<typeof PERFORMANCE_TARGET>[] {
  if (event.type !== 'performance-targets.set.v1') return [];
  const { unit, fiscalYear, project = '', declaredFunds, tasks, goals, indicators } = event.data;
  const content = JSON.stringify({ declaredFunds, tasks, goals, indicators });
  const { revision } = record.envelope;
  return [{ division, department, unit, fiscal_year: fiscalYear, project, first_revision: revision, content }];
}
