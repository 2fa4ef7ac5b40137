import { type Line, streamOf } from '#domain';

import { type Database, inSnapshot, rowsOf } from './database';
import { LINE_ROW_COLUMNS, lineOf, type LineRow } from './line-row';
import { unitIn, type UnitKey, type UnitReading } from './units';

/** A line with the revisions of the events that made it, in order. */
export interface LineReading {
  line: Line;
  revisions: number[];
}

export interface UnitLinesReading extends UnitReading {
  lines: LineReading[];
}

/** The lines of a unit's year. Nothing where the unit is not registered; no lines where the year has none. */
export function readUnitLines(
  database: Database,
  key: UnitKey,
  fiscalYear: number,
): Promise<UnitLinesReading | undefined> {
  return inSnapshot(database, async (client) => {
    const reading = await unitIn(client, key);
    if (reading === undefined) return undefined;
    const { division, department, unit } = reading.unit;
    const stream = streamOf({ division, department });
    const rows = await rowsOf<LineRow & { revisions: number[] }>(client, LINES_WITH_REVISIONS, [
      division,
      department,
      unit,
      fiscalYear,
      stream,
    ]);
    return { ...reading, lines: rows.map((row) => ({ line: lineOf(row), revisions: row.revisions })) };
  });
}

/** The order is part of the answer: by key, which is the same on every machine. */
const LINES_WITH_REVISIONS = `
  with made as (
    select line_key, array_agg(distinct revision order by revision)::integer[] as revisions
      from event_line
     where stream = $5 and unit = $3 and fiscal_year = $4
     group by line_key)
  select ${LINE_ROW_COLUMNS}, revisions
    from budget_line join made using (line_key)
   where division = $1 and department = $2 and unit = $3 and fiscal_year = $4
   order by line_key`;
