import type { Scope } from '#access';
import { amountsInYuan, dimensionsOf, formatPosition, type Line } from '#domain';
import { type Change } from '#read-model';
import { profileOf, type TableNumber, tablesOf, tablesOfTargets, tablesOfUnits, tablesTouched } from '#report';
import type { ChangeMessage, StateMessage } from '#wire';
import type { UnitYearState } from '#read-model';

/** What a subscription asks for; what is left out is all of it. */
export interface SubscriptionFilter {
  division?: string | undefined;
  department?: string | undefined;
  unit?: string | undefined;
  year?: number | undefined;
  table?: TableNumber | undefined;
  /** What its reader may read, where that is not all of it. */
  scope?: Scope | undefined;
}

type LineMessage = ChangeMessage['lines'][number] & { tables: TableNumber[] };

/** What an event changes besides lines: a unit's name or targets, or nothing that a table shows. */
interface Besides {
  unit?: string | undefined;
  year?: number | undefined;
  tables: TableNumber[];
}

/** A change as it is sent, made once for all subscriptions. */
export interface PreparedChange {
  change: Change;
  lines: LineMessage[];
  besides: Besides[];
  /** The message for who filters none of it. */
  whole: string;
}

export function prepare(change: Change): PreparedChange {
  const profile = profileOf(change);
  const lines = change.lines.map(({ before, after }): LineMessage => {
    const { fiscalYear: year } = after;
    const amounts = { before: amountsInYuan(before), after: amountsInYuan(after) };
    return { ...dimensionsOf(after), year, ...amounts, tables: tablesTouched(profile, { before, after }) };
  });
  const besides = besidesLines(change);
  return { change, lines, besides, whole: JSON.stringify(messageOf(change, lines, besides)) };
}

/** The message for one subscription; nothing where the change is none of what it asks for. */
export function messageFor(
  filter: SubscriptionFilter,
  { change, lines, besides, whole }: PreparedChange,
  isNews: (line: { unit: string; year: number }) => boolean = () => true,
): string | undefined {
  if (!isOfPlace(filter, change)) return undefined;
  const isSeen = seenOf(filter.scope, change);
  const askedLines = lines.filter((line) => isAsked(filter, line) && isSeen(line) && isNews(line));
  const askedBesides = besides.filter((each) => isAsked(filter, each) && isSeen(each));
  if (askedLines.length === 0 && askedBesides.length === 0) return undefined;
  const isWhole = askedLines.length === lines.length && askedBesides.length === besides.length;
  return isWhole ? whole : JSON.stringify(messageOf(change, askedLines, askedBesides));
}

function isOfPlace({ division, department, unit }: SubscriptionFilter, change: Change): boolean {
  if (division !== undefined && division !== change.division) return false;
  if (department !== undefined && department !== change.department) return false;
  return unit === undefined || unit.startsWith(change.department);
}

/** A unit's name stands over all its years; what names no unit is the department's own. */
function seenOf(scope: Scope | undefined, { division, department }: Change): (what: Besides) => boolean {
  if (scope === undefined) return () => true;
  return ({ unit, year }) => {
    const place = { division, department, ...(unit === undefined ? {} : { unit }) };
    if (year !== undefined) return scope.covers({ ...place, year });
    return unit === undefined ? scope.covers(place) : scope.touches(place);
  };
}

/** What names no unit or no year is about all of them. */
function isAsked({ unit, year, table }: SubscriptionFilter, what: Besides): boolean {
  if (unit !== undefined && what.unit !== undefined && unit !== what.unit) return false;
  if (year !== undefined && what.year !== undefined && year !== what.year) return false;
  return table === undefined || what.tables.includes(table);
}

/** A unit's name stands over all its tables, and its targets are tables of their own. An event that only has lines has nothing besides. */
function besidesLines({ lines, parts, division }: Change): Besides[] {
  const profile = profileOf({ division });
  return parts.flatMap(({ type, unit, fiscalYear: year, project }): Besides[] => {
    if (type.startsWith('unit.registered.')) return [{ unit, tables: tablesOfUnits(profile) }];
    if (type.startsWith('performance-targets.set.')) {
      return [{ unit, year, tables: tablesOfTargets(profile, project === undefined ? 'unit' : 'projects') }];
    }
    return lines.length === 0 ? [{ unit, year, tables: [] }] : [];
  });
}

function messageOf(change: Change, lines: readonly LineMessage[], besides: readonly Besides[]): ChangeMessage {
  const { stream, division, department, revision, partition, offset, eventId, type, hash, recordedAt } = change;
  const { actor, commandId, correlationId, documentNumber, effectiveDate, reason } = change;
  const touched = new Set([...besides, ...lines].flatMap(({ tables }) => tables));
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
    besides: besides.map(({ unit, year }) => ({ unit, year })),
    tables: [...touched].sort((a, b) => a - b),
    lines: lines.map(({ tables: _, ...line }) => line),
  };
}

/** A unit-year's lines, those alone that stand in the table that is asked for. */
export function stateMessageOf({ table }: SubscriptionFilter, state: UnitYearState): StateMessage {
  const isShown = (line: Line): boolean => table === undefined || tablesOf(profileOf(state), line).includes(table);
  return {
    division: state.division,
    department: state.department,
    departmentName: state.departmentName,
    unit: state.unit,
    unitName: state.name,
    year: state.fiscalYear,
    revision: state.head.revision,
    hash: state.head.hash,
    lines: state.lines.filter(isShown).map((line) => ({ ...dimensionsOf(line), ...amountsInYuan(line) })),
  };
}
