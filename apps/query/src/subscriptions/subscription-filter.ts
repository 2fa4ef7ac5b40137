import { amountsInYuan, dimensionsOf } from '#domain';
import { type Change, formatPosition } from '#read-model';
import { tablesOf, TABLE_NUMBERS, type TableNumber, tablesTouched } from '#report';
import type { ChangeMessage, StateMessage } from '#wire';
import type { UnitYearState } from '#read-model';

/** What a subscription asks for; what is left out is all of it. */
export interface SubscriptionFilter {
  division?: string | undefined;
  department?: string | undefined;
  unit?: string | undefined;
  year?: number | undefined;
  table?: TableNumber | undefined;
}

type LineMessage = ChangeMessage['lines'][number] & { tables: TableNumber[] };

/** A change as it is sent, made once for all subscriptions. */
export interface PreparedChange {
  change: Change;
  /** The tables of an event that changes no line but what stands around them: names and targets. */
  tables: TableNumber[];
  lines: LineMessage[];
  /** The message for who filters none of its lines. */
  whole: string;
}

export function prepare(change: Change): PreparedChange {
  const lines = change.lines.map(({ before, after }): LineMessage => {
    const { fiscalYear: year } = after;
    const amounts = { before: amountsInYuan(before), after: amountsInYuan(after) };
    return { ...dimensionsOf(after), year, ...amounts, tables: tablesTouched({ before, after }) };
  });
  const tables = tablesWithoutLines(change);
  return { change, tables, lines, whole: JSON.stringify(messageOf(change, tables, lines)) };
}

/** The message for one subscription; nothing where the change is none of what it asks for. */
export function messageFor(
  filter: SubscriptionFilter,
  prepared: PreparedChange,
  isNews: (line: { unit: string; year: number }) => boolean = () => true,
): string | undefined {
  const { change, tables, lines, whole } = prepared;
  if (!isOfPlace(filter, change)) return undefined;
  if (change.lines.length === 0) {
    const { unit, fiscalYear } = change;
    if (filter.unit !== undefined && unit !== undefined && filter.unit !== unit) return undefined;
    if (filter.year !== undefined && fiscalYear !== undefined && filter.year !== fiscalYear) return undefined;
    return filter.table === undefined || tables.includes(filter.table) ? whole : undefined;
  }
  const asked = lines.filter((line) => isOfLine(filter, line) && isNews(line));
  if (asked.length === 0) return undefined;
  return asked.length === lines.length ? whole : JSON.stringify(messageOf(change, tables, asked));
}

function isOfPlace({ division, department, unit }: SubscriptionFilter, change: Change): boolean {
  if (division !== undefined && division !== change.division) return false;
  if (department !== undefined && department !== change.department) return false;
  return unit === undefined || unit.startsWith(change.department);
}

function isOfLine({ unit, year, table }: SubscriptionFilter, line: LineMessage): boolean {
  if (unit !== undefined && unit !== line.unit) return false;
  if (year !== undefined && year !== line.year) return false;
  return table === undefined || line.tables.includes(table);
}

/** A unit's name stands over all its tables, and its targets are tables 10 and 11. */
function tablesWithoutLines({ type, project }: Change): TableNumber[] {
  if (type.startsWith('unit.registered.')) return [...TABLE_NUMBERS];
  if (type.startsWith('performance-targets.set.')) return [project === undefined ? 10 : 11];
  return [];
}

function messageOf(change: Change, tables: readonly TableNumber[], lines: readonly LineMessage[]): ChangeMessage {
  const { stream, division, department, revision, partition, offset, eventId, type, hash, recordedAt } = change;
  const { actor, commandId, correlationId, documentNumber, effectiveDate, reason, unit, fiscalYear } = change;
  const touched = new Set([...tables, ...lines.flatMap((line) => line.tables)]);
  return {
    stream,
    division,
    department,
    revision,
    position: formatPosition(new Map([[partition, offset]])),
    eventId,
    type,
    hash,
    recordedAt,
    actor,
    commandId,
    correlationId,
    documentNumber,
    effectiveDate,
    reason,
    ...(lines.length === 0 ? { unit, year: fiscalYear } : {}),
    tables: [...touched].sort((a, b) => a - b),
    lines: lines.map(({ tables: _, ...line }) => line),
  };
}

/** A unit-year's lines, those alone that stand in the table that is asked for. */
export function stateMessageOf({ table }: SubscriptionFilter, state: UnitYearState): StateMessage {
  const lines = table === undefined ? state.lines : state.lines.filter((line) => tablesOf(line).includes(table));
  return {
    division: state.division,
    department: state.department,
    departmentName: state.departmentName,
    unit: state.unit,
    unitName: state.name,
    year: state.fiscalYear,
    revision: state.head.revision,
    hash: state.head.hash,
    lines: lines.map((line) => ({ ...dimensionsOf(line), ...amountsInYuan(line) })),
  };
}
