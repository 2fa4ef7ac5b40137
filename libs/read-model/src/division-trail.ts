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
    const values: unknown[] = [division, JSON.stringify(cutOfStream)];
    // A stream that is not named counts with nothing.
    const cut = '($2::jsonb ->> event.stream)::bigint';
    const place = [`split_part(stream, '/', 1) = $1 and revision <= ${cut}`, ...behind(after, values)].join(' and ');
    const conditions = [...trailConditions(filter, values), ...inEffectBy(effectiveOn, values)];
    const { events, hasMore } = await auditEvents(client, { place, conditions, values, cut, order: ORDER, limit });
    const last = events.at(-1);
    return { standing, events, ...(hasMore && last !== undefined ? { next: last.eventId } : {}) };
  });
}

function behind(after: string, values: unknown[]): string[] {
  const [, ofStream, at] = /^(\d{6}\/\d{3})@(\d{1,15})$/.exec(after) ?? [];
  if (ofStream === undefined) return [];
  const stream = `$${values.push(ofStream)}::text`;
  const revision = `$${values.push(at)}::bigint`;
  return [
    `(recorded_at, stream, revision)
       < ((select recorded_at from event where stream = ${stream} and revision = ${revision}), ${stream}, ${revision})`,
  ];
}
