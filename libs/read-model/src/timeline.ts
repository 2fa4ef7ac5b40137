import type { Version } from '#domain';
import { type Database, inSnapshot, rowsOf } from '#postgres';

import { type Extent, withinCondition } from './extents';
import { requireHistory } from './history/require-history';
import { standingOfStream, type StreamStanding } from './streams';

/** A moment of a stream: an event that changed something, without what it changed. */
interface TimelineEvent {
  revision: number;
  type: string;
  effectiveDate: string | null;
  recordedAt: Date;
  partition: number;
  offset: number;
}

export interface TimelinePage {
  standing: StreamStanding;
  events: TimelineEvent[];
  /** The revision to go on after; nothing on the last page. */
  next?: number;
}

export interface TimelineQuestion {
  stream: string;
  /** Events of this year alone. */
  year?: number | undefined;
  after: number;
  limit: number;
  /** Where something has to move for its event to be told; everywhere where it is absent. */
  within?: readonly Extent[] | undefined;
}

/** Events after a revision, without refusals, which change nothing. Nothing where the stream has no event. */
export function readTimeline(
  database: Database,
  { stream, year, after, limit, within }: TimelineQuestion,
  { asOf, effectiveOn }: Version = {},
): Promise<TimelinePage | undefined> {
  return inSnapshot(database, async (client) => {
    const standing = await standingOfStream(client, stream, asOf);
    if (standing === undefined) return undefined;
    const isOfAll = year === undefined && within === undefined;
    // Whose units and years an event is of is told by its postings.
    if (!isOfAll) await requireHistory(client, [stream], year === undefined ? undefined : [year]);
    const values: unknown[] = [stream, after, standing.revision, effectiveOn ?? null, limit + 1];
    const touched = isOfAll ? '' : `and revision in (${touching(year, within, values)})`;
    const rows = await rowsOf<TimelineEvent>(
      client,
      `select revision, type, effective_date as "effectiveDate", recorded_at as "recordedAt", partition, log_offset as "offset"
         from event
        where stream = $1 and revision > $2 and revision <= $3 and not refused
          and ($4::date is null or effective_date is null or effective_date <= $4) ${touched}
        order by revision limit $5`,
      values,
    );
    const events = rows.slice(0, limit);
    const last = events.at(-1);
    return { standing, events, ...(rows.length > limit && last !== undefined ? { next: last.revision } : {}) };
  });
}

/** The revisions that move or say something of a year, where somebody may see it. What is said of a unit as such is of no one year. */
function touching(year: number | undefined, within: readonly Extent[] | undefined, values: unknown[]): string {
  const place = { division: "split_part(stream, '/', 1)", department: "split_part(stream, '/', 2)", unit: 'unit' };
  const moved = withinCondition(within, { ...place, year: 'fiscal_year' }, values);
  const said = withinCondition(within, place, values);
  const ofYear = year === undefined ? 'true' : `fiscal_year = $${values.push(year)}`;
  return `
    select revision from posting where stream = $1 and ${ofYear} and ${moved}
     union
    select revision from saying where stream = $1 and ${ofYear} and ${moved} and fiscal_year > 0
     union
    select revision from saying where stream = $1 and ${year === undefined ? 'true' : 'false'} and ${said} and fiscal_year = 0`;
}
