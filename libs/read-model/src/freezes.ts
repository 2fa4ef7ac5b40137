import { dimensionsOf, type LineDimensions } from '#domain';

import { type Database, inSnapshot, rowsOf } from './database';
import { LINE_ROW_COLUMNS, lineOf, type LineRow } from './line-row';
import { standingOfStream, type StreamStanding } from './streams';

/** What a freeze still holds of one line. */
export interface HeldLine {
  freezeRevision: number;
  fiscalYear: number;
  line: LineDimensions;
  heldYuan: string;
}

/** The freezes of a department that still hold something, oldest first. */
export function readFreezes(
  database: Database,
  { division, department }: { division: string; department: string },
  fiscalYear: number | undefined,
): Promise<{ standing: StreamStanding; held: HeldLine[] } | undefined> {
  return inSnapshot(database, async (client) => {
    const stream = `${division}/${department}`;
    const standing = await standingOfStream(client, stream);
    if (standing === undefined) return undefined;
    const rows = await rowsOf<LineRow & { freeze_revision: number; held: string }>(client, HELD_LINES, [
      stream,
      division,
      department,
      fiscalYear ?? null,
    ]);
    const held = rows.map((row) => ({
      freezeRevision: row.freeze_revision,
      fiscalYear: row.fiscal_year,
      line: dimensionsOf(lineOf(row)),
      heldYuan: row.held,
    }));
    return { standing, held };
  });
}

const HELD_LINES = `
  with held as (
    select freeze_revision, unit, fiscal_year, line_key, sum(delta) as held
      from event_line
     where stream = $1 and freeze_revision is not null and ($4::integer is null or fiscal_year = $4)
     group by freeze_revision, unit, fiscal_year, line_key
    having sum(delta) > 0)
  select freeze_revision, held, ${LINE_ROW_COLUMNS}
    from held join budget_line using (unit, fiscal_year, line_key)
   where division = $2 and department = $3
   order by freeze_revision, unit, fiscal_year, line_key`;
