import { dimensionsOfKey, type LineDimensions, streamOf, type Version } from '#domain';
import { type Database, inSnapshot, rowsOf } from '#postgres';

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
  { asOf, effectiveOn }: Version = {},
): Promise<{ standing: StreamStanding; held: HeldLine[] } | undefined> {
  return inSnapshot(database, async (client) => {
    const stream = streamOf({ division, department });
    const standing = await standingOfStream(client, stream, asOf);
    if (standing === undefined) return undefined;
    const rows = await rowsOf<HeldRow>(client, HELD_LINES, [
      stream,
      standing.revision,
      fiscalYear ?? null,
      effectiveOn ?? null,
    ]);
    const held = rows.map((row) => ({
      freezeRevision: row.freeze_revision,
      fiscalYear: row.fiscal_year,
      line: dimensionsOfKey(row.line_key),
      heldYuan: row.held,
    }));
    return { standing, held };
  });
}

interface HeldRow {
  freeze_revision: number;
  fiscal_year: number;
  line_key: string;
  held: string;
}

const HELD_LINES = `
  select freeze_revision, fiscal_year, line_key, sum(delta) as held
    from posting
   where stream = $1 and freeze_revision is not null and revision <= $2
     and ($3::integer is null or fiscal_year = $3) and ($4::date is null or effective_date <= $4)
   group by freeze_revision, unit, fiscal_year, line_key
  having sum(delta) > 0
   order by freeze_revision, unit, fiscal_year, line_key`;
