import { type LedgerEvent, partsOf } from '#domain';
import { BinaryRows, type RowOf } from '#postgres';

import { EVENT, POSTING } from '../tables';
import type { Understood } from '../understand';

/**
 * When the history of a year begins that is kept whole: days are those of Asia/Shanghai. What is recorded from this moment on is never left
 * out, so that subscriptions that follow miss nothing and late corrections of earlier years stand in the tables.
 */
export function historyBegins(historyFrom: number): Date {
  return new Date(`${historyFrom}-01-01T00:00:00+08:00`);
}

/**
 * Whether an event's postings and words are left out of a version whose history begins with a year, and kept in the log alone: where every year
 * that it names or moves money in lies before, and it was recorded before. It is decided by the event alone, so that tables are the same however
 * they are filled. What names no year, such as a new unit, is kept.
 */
export function isLeftOut({ record, event, effects }: Understood, historyFrom: number | undefined): boolean {
  if (historyFrom === undefined || Date.parse(record.envelope.time) >= historyBegins(historyFrom).getTime())
    return false;
  const years = [...effects.map(({ fiscalYear }) => fiscalYear), ...partsOf(event).flatMap(yearsNamed)];
  return years.length > 0 && years.every((year) => year < historyFrom);
}

function yearsNamed({ type, data }: LedgerEvent): number[] {
  if (type === 'command.refused.v1') return yearsAsked(data.command);
  return 'fiscalYear' in data ? [data.fiscalYear] : [];
}

/** A refused command stands in the log as it came, those of a combination within it. */
function yearsAsked(command: Readonly<Record<string, unknown>>): number[] {
  const { fiscalYear, commands } = command;
  const inside = Array.isArray(commands) ? (commands as unknown[]) : [];
  return [
    ...(typeof fiscalYear === 'number' ? [fiscalYear] : []),
    ...inside.flatMap((one) => (isObject(one) ? yearsAsked(one) : [])),
  ];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

const judged = { event: new BinaryRows(EVENT), posting: new BinaryRows(POSTING) };

/** What is left out is judged as if it were written: a stream stops at the same event in every version. Throws NotStorable. */
export function requireStorable(event: RowOf<typeof EVENT>, postings: readonly RowOf<typeof POSTING>[]): void {
  try {
    judged.event.add(event);
    for (const posting of postings) judged.posting.add(posting);
  } finally {
    judged.event.clear();
    judged.posting.clear();
  }
}
