import { applyEffect, emptyLine, type Line, type LineEffect, lineKeyOf } from '#domain';
import { sentenceOf } from '#log';
import { NotStorable, type RowOf } from '#postgres';

import { eventRow } from './event-row';
import { isLeftOut, requireStorable } from './history/left-out';
import { postingRow } from './posting-row';
import { sayingRows } from './saying-rows';
import type { EVENT, POSTING, RECALLED_EVENT, SAYING, TRANSIT_LEG } from './tables';
import { transitLegRow } from './transit-leg-row';
import type { Understood } from './understand';

/** What a run of events says, in terms of tables whose rows are only ever added, and what it makes of the lines. */
export interface EventRows {
  events: RowOf<typeof EVENT>[];
  postings: RowOf<typeof POSTING>[];
  sayings: RowOf<typeof SAYING>[];
  transitLegs: RowOf<typeof TRANSIT_LEG>[];
  /** What the tables do not hold of events that are left out: see left-out.ts. */
  leftOut: { events: RowOf<typeof RECALLED_EVENT>[]; postings: RowOf<typeof POSTING>[] };
  /** The lines that were touched as they stand now, by place, with the event that touched them last. */
  lines: Map<string, { event: Understood; line: Line }>;
}

/** A line's identity across streams. The stream stands first and has a fixed length, so no two can be confused. */
export function placeOf({ record }: Understood, { fiscalYear }: LineEffect, key: string): string {
  return `${record.stream}|${fiscalYear}|${key}`;
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
 * Folds events in order over the lines as they stood before the first of them. Pure: amounts are exact also where several events touch
 * one line. Whatever the making of rows throws, the events themselves are the cause.
 */
export function eventRowsOf(
  events: readonly Understood[],
  linesBefore: { get(place: string): Line | undefined },
  historyFrom: number | undefined,
): EventRows {
  try {
    return rowsFrom(events, linesBefore, historyFrom);
  } catch (error) {
    throw error instanceof NotStorable ? error : new NotStorable(sentenceOf(error));
  }
}

/** Of each of millions of events none is left out as a rule. Nobody adds to it. */
const NOTHING: EventRows['leftOut'] = { events: [], postings: [] };

function rowsFrom(
  events: readonly Understood[],
  linesBefore: { get(place: string): Line | undefined },
  historyFrom: number | undefined,
): EventRows {
  const lines: EventRows['lines'] = new Map();
  const kept: Pick<EventRows, 'events' | 'postings'> = { events: [], postings: [] };
  const leftOut: EventRows['leftOut'] = historyFrom === undefined ? NOTHING : { events: [], postings: [] };
  for (const event of events) {
    const row = eventRow(event);
    const isOut = isLeftOut(event, historyFrom);
    const postings = isOut ? [] : kept.postings;
    event.effects.forEach((effect, index) => {
      const key = lineKeyOf(effect.line);
      const place = placeOf(event, effect, key);
      const before = lines.get(place)?.line ?? linesBefore.get(place) ?? emptyLine(effect.line, effect.fiscalYear);
      const after = applyEffect(before, effect);
      lines.set(place, { event, line: after });
      requireIndexable(key);
      postings.push(postingRow(event, index, effect, key, after));
    });
    if (!isOut) {
      kept.events.push(row);
      continue;
    }
    requireStorable(row, postings);
    const { stream, revision, summary, data } = row;
    leftOut.events.push({ stream, revision, summary, data });
    for (const posting of postings) leftOut.postings.push(posting);
    kept.events.push({ ...row, summary: null, data: null });
  }
  const sayings = events.flatMap(sayingRows);
  for (const { item } of sayings) requireIndexable(String(item));
  return {
    ...kept,
    leftOut,
    sayings,
    transitLegs: events.flatMap(transitLegRow),
    lines,
  };
}

/**
 * An index holds rows of 2,704 bytes, the other columns of its keys among them. A longer one that can be packed would pass, and is refused
 * all the same: tables that are filled without indexes have to know before.
 */
const MOST_KEY_BYTES = 2_500;

function requireIndexable(key: string): void {
  if (key.length * 3 <= MOST_KEY_BYTES) return;
  const bytes = Buffer.byteLength(key);
  if (bytes > MOST_KEY_BYTES) throw new NotStorable(`a name of ${bytes} bytes is longer than what an index holds`);
}
