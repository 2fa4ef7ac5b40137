import { applyEffect, emptyLine, type Line, type LineEffect, lineKeyOf } from '#domain';

import { eventRow } from './event-row';
import type { RowOf } from './insert-rows';
import { lineRowOf } from './line-row';
import { postingRow } from './posting-row';
import { sayingRows } from './saying-rows';
import type { BUDGET_LINE, EVENT, POSTING, SAYING, TRANSIT_LEG, UNIT_YEAR } from './tables';
import { transitLegRow } from './transit-leg-row';
import type { Understood } from './understand';
import { registeredUnits, type TouchedUnit, unitYearRows } from './unit-year-rows';

/** What a run of events writes, in terms of tables. */
export interface EventRows {
  events: RowOf<typeof EVENT>[];
  postings: RowOf<typeof POSTING>[];
  sayings: RowOf<typeof SAYING>[];
  transitLegs: RowOf<typeof TRANSIT_LEG>[];
  unitYears: RowOf<typeof UNIT_YEAR>[];
  /** Units and pools whose years were all touched. */
  registered: TouchedUnit[];
  lines: RowOf<typeof BUDGET_LINE>[];
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
 * Folds events in order over the lines as they stood before the first of them. Pure: amounts are exact also where several events touch
 * one line. A row that is written twice keeps its newest state only.
 */
export function eventRowsOf(events: readonly Understood[], linesBefore: ReadonlyMap<string, Line>): EventRows {
  const lines = new Map<string, { event: Understood; line: Line }>();
  const postings: EventRows['postings'] = [];
  for (const event of events) {
    event.effects.forEach((effect, index) => {
      const place = placeOf(event, effect);
      const before = lines.get(place)?.line ?? linesBefore.get(place) ?? emptyLine(effect.line, effect.fiscalYear);
      const after = applyEffect(before, effect);
      lines.set(place, { event, line: after });
      postings.push(postingRow(event, index, effect, after));
    });
  }
  return {
    events: events.map(eventRow),
    postings,
    sayings: events.flatMap(sayingRows),
    transitLegs: events.flatMap(transitLegRow),
    unitYears: unitYearRows(events),
    registered: registeredUnits(events),
    lines: [...lines.values()].map(({ event, line }) => lineRowOf(event, line)),
  };
}
