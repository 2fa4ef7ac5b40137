import type { Line } from '#domain';

import { type Database, inSnapshot, rowsOf } from './database';
import { LINE_ROW_COLUMNS, lineOf, type LineRow } from './line-row';
import { positionOfDivision, standingOfStream } from './streams';
import { type BudgetPlace, placeCondition } from './unit-years';

/** A line with the events that made it, in order. */
export interface MadeLine {
  line: Line;
  stream: string;
  revisions: number[];
}

/** The lines of a place's year, the pool's among them where the place is no unit. Nothing where the place has no event at all. */
export function readMadeLines(
  database: Database,
  place: BudgetPlace,
  fiscalYear: number,
): Promise<{ lines: MadeLine[]; position: string } | undefined> {
  return inSnapshot(database, async (client) => {
    const { division, department } = place;
    const position =
      department === undefined
        ? await positionOfDivision(client, division)
        : (await standingOfStream(client, `${division}/${department}`))?.position;
    if (position === undefined) return undefined;
    const { where, values } = placeCondition(place);
    const rows = await rowsOf<LineRow & { stream: string; revisions: number[] }>(
      client,
      linesWithRevisions(where, values.length + 1),
      [...values, fiscalYear],
    );
    return {
      position,
      lines: rows.map((row) => ({ line: lineOf(row), stream: row.stream, revisions: row.revisions })),
    };
  });
}

/** The order is part of the answer: by department, unit and key, which is the same on every machine. */
function linesWithRevisions(where: string, year: number): string {
  return `
  select ${LINE_ROW_COLUMNS}, division || '/' || department as stream, made.revisions
    from budget_line as line
    cross join lateral (
      select array_agg(distinct revision order by revision)::integer[] as revisions
        from event_line
       where event_line.stream = line.division || '/' || line.department and event_line.unit = line.unit
         and event_line.fiscal_year = line.fiscal_year and event_line.line_key = line.line_key) as made
   where ${where} and fiscal_year = $${year}
   order by department, unit, line_key`;
}
