import { dimensionsOfKey, type LineDimensions, streamOf, type Version } from '#domain';
import { type Database, inSnapshot, rowsOf, type Transaction } from '#postgres';

import { requireHistory } from './history/require-history';
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
    const isNewest = asOf === undefined && effectiveOn === undefined;
    const years = isNewest ? await yearsHeld(client, { division, department }, fiscalYear) : yearOf(fiscalYear);
    await requireHistory(client, [stream], years);
    const rows = await rowsOf<HeldRow>(client, HELD_LINES, [
      stream,
      standing.revision,
      years ?? null,
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

function yearOf(fiscalYear: number | undefined): number[] | undefined {
  return fiscalYear === undefined ? undefined : [fiscalYear];
}

/** The years of which any line has something frozen: of all others there is nothing to look for, and no history is asked for in vain. */
async function yearsHeld(
  client: Transaction,
  { division, department }: { division: string; department: string },
  fiscalYear: number | undefined,
): Promise<number[]> {
  const rows = await rowsOf<{ fiscal_year: number }>(
    client,
    `select distinct fiscal_year from budget_line
      where division = $1 and department = $2 and ($3::integer is null or fiscal_year = $3) and frozen <> 0`,
    [division, department, fiscalYear ?? null],
  );
  return rows.map((row) => row.fiscal_year);
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
     and ($3::integer[] is null or fiscal_year = any($3)) and ($4::date is null or effective_date <= $4)
   group by freeze_revision, unit, fiscal_year, line_key
  having sum(delta) > 0
   order by freeze_revision, unit, fiscal_year, line_key`;
