import type { Version } from '#domain';
import { type Database, inSnapshot } from '#postgres';

import { type AuditEvent, auditEvents, inEffectBy } from './audit-trail';
import { cutsOf, type StandsOn } from './cuts';
import type { Within } from './extents';
import { requireHistory } from './history/require-history';
import { asksForPostings, trailConditions, type TrailFilter } from './trail-filter';

export interface DivisionTrailPage {
  standing: StandsOn;
  events: AuditEvent[];
  /** The id of the event that the next page goes on behind; nothing on the last one. */
  next?: string;
}

export interface DivisionTrailQuestion {
  division: string;
  /** The id of an event, `stream@revision`; empty for the first page. */
  after: string;
  limit: number;
  filter: TrailFilter;
  /** The departments of which anything is told; all where it is absent. */
  within?: Within | undefined;
}

const ORDER = 'recorded_at desc, stream desc, revision desc';

/** The events of all departments of a division, the newest first. */
export function readDivisionTrail(
  database: Database,
  { division, after, limit, filter, within }: DivisionTrailQuestion,
  { asOf, effectiveOn }: Version = {},
): Promise<DivisionTrailPage | undefined> {
  return inSnapshot(database, async (client) => {
    const found = await cutsOf(client, { division }, asOf, within);
    if (found === undefined) return undefined;
    const { cuts, standing } = found;
    if (effectiveOn !== undefined || asksForPostings(filter)) {
      await requireHistory(
        client,
        cuts.map(({ stream }) => stream),
      );
    }
    const cutOfStream = Object.fromEntries(cuts.map(({ stream, revision }) => [stream, revision]));
    const values: unknown[] = [JSON.stringify(cutOfStream)];
    const asked = [...behind(after, values), ...trailConditions(filter, values), ...inEffectBy(effectiveOn, values)];
    const cut = '($1::jsonb ->> event.stream)::bigint';
    const from = (most: string): string => newestOf(asked, most);
    const { events, hasMore } = await auditEvents(client, { from, values, cut, order: ORDER, limit });
    const last = events.at(-1);
    return { standing, events, ...(hasMore && last !== undefined ? { next: last.eventId } : {}) };
  });
}

/** The newest of each stream, as an index has them in order, and of these the newest of all. */
function newestOf(conditions: readonly string[], most: string): string {
  const where = ['stream = of_stream and revision <= up_to::bigint', ...conditions].join(' and ');
  return `(
    select newest.stream, newest.revision
      from jsonb_each_text($1::jsonb) as cut (of_stream, up_to)
     cross join lateral (
           select stream, revision, recorded_at from event where ${where}
            order by recorded_at desc, revision desc limit ${most}::bigint + 1) as newest
     order by newest.recorded_at desc, newest.stream desc, newest.revision desc limit ${most}::bigint + 1
  ) as chosen join event using (stream, revision)`;
}

function behind(after: string, values: unknown[]): string[] {
  const [, ofStream, at] = /^(\d{6}\/\d{3})@(\d{1,15})$/.exec(after) ?? [];
  if (ofStream === undefined) return [];
  const stream = `$${values.push(ofStream)}::text`;
  const revision = `$${values.push(at)}::bigint`;
  const instant = `(select recorded_at from event where stream = ${stream} and revision = ${revision})`;
  // The first says nothing more than the second, but an index has an order for it.
  return [`recorded_at <= ${instant}`, `(recorded_at, stream, revision) < (${instant}, ${stream}, ${revision})`];
}
