import { departmentOf, type Position } from '#domain';
import { type Database, rowsOf } from '#postgres';

import type { BudgetPlace } from './cuts';

/** A stream whose projection waits for an operator. */
export interface StreamStop {
  stream: string;
  /** The newest revision that the tables hold. */
  revision: number;
  partition: number;
  /** Where the record stands that stopped it. */
  offset: number;
  reason: string;
}

/** What a question is about; without a division it is about everything. */
export type StopsPlace = Partial<BudgetPlace> & {
  /** Whether it shows transfers, whose other ends stand in other departments' streams. */
  withTransits?: boolean;
};

/** The streams that an answer about a place is made from and that have stopped, by name. */
export function readStops(database: Database, place: StopsPlace): Promise<StreamStop[]> {
  const { division, department, unit, withTransits = false } = place;
  const own = department ?? (unit === undefined ? undefined : departmentOf(unit));
  return rowsOf<StreamStop>(database, STOPS, [division ?? null, own ?? null, withTransits]);
}

/** Few streams ever stop, and an index knows them. */
const STOPS = `
  select stream, revision, partition, coalesce(stopped_offset, 0) as offset, stopped as reason
    from stream_head
   where stopped is not null
     and (   ($1::text is null or split_part(stream, '/', 1) = $1) and ($2::text is null or split_part(stream, '/', 2) = $2)
          or $3 and exists (select from transit_leg
                             where transit_leg.stream = $1 || '/' || $2 and other_stream = stream_head.stream
                                or transit_leg.stream = stream_head.stream and other_stream = $1 || '/' || $2))
   order by stream`;

/**
 * The stop that lies before a position, if any does: then the tables do not hold all that the position covers. A place that names the
 * record of another stream's event in the same partition is reached all the same.
 */
export async function stopBefore(
  database: Database,
  stops: readonly StreamStop[],
  position: Position,
): Promise<StreamStop | undefined> {
  const before = stops.filter(({ partition, offset }) => (position.get(partition) ?? -1) >= offset);
  if (before.length === 0) return undefined;
  const known = await rowsOf<{ partition: number }>(
    database,
    `select partition from event join unnest($1::integer[], $2::bigint[]) as asked (partition, log_offset) using (partition, log_offset)`,
    [before.map(({ partition }) => partition), before.map(({ partition }) => position.get(partition) ?? -1)],
  );
  return before.find(({ partition }) => !known.some((row) => row.partition === partition));
}
