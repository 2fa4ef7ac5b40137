import { createHash } from 'node:crypto';

import { type AsOf, eventIdOf, formatPosition, placeOfStream, type Position, streamOf } from '#domain';
import { rowsOf, type Transaction } from '#postgres';

import { departmentsWithin, type Within } from './extents';
import { versionOfSchema } from './versions/version';

/** A unit, all units of a department, or all of a division. */
export interface BudgetPlace {
  division: string;
  department?: string;
  unit?: string;
}

/** The newest event of a stream that the tables hold. */
export interface StreamHead {
  revision: number;
  hash: string;
}

/** Up to where one stream counts: its newest event that does. */
export interface Cut {
  stream: string;
  /** Where the stream stands, whatever counts of it. */
  head: StreamHead;
  division: string;
  department: string;
  partition: number;
  revision: number;
  /** When that event was recorded: RFC 3339 in UTC with milliseconds. */
  recordedAt: string;
}

/** What an answer stands on. */
export interface StandsOn {
  /**
   * `partition:offset`; asked for again as of it, the answer is the same. Of one department it names the department's partition, of a
   * division every partition of the log, for a department that comes later may stand in any: `2:-1` says that nothing of it counts.
   */
  position: string;
  /** The newest event that counts; of a division there is one for each department, and none is named. */
  revision?: number;
  /** When the newest event that counts was recorded. */
  recordedAt: string;
  /**
   * The streams that were read with their newest revisions that count. It changes when one of these does, while the position moves on
   * with every record of the partition, whosever it is.
   */
  basis: string;
  /** The version of the read model that was read. */
  readModel: string;
}

export interface Cuts {
  standing: StandsOn;
  /** One for each department that has any event that counts, by code. */
  cuts: Cut[];
  /** Whether the cuts are where the tables stand, so that what the tables have summed up can be read. */
  isNewest: boolean;
}

/** A position that leaves out a partition in which the place has records. */
export class PositionIncomplete extends Error {
  override readonly name = 'PositionIncomplete';
  constructor(readonly partitions: readonly number[]) {
    super(`the position must name partition ${partitions.join(', ')}`);
  }
}

/** A revision tells the place of one stream, and a division has many. */
export class RevisionOfMany extends Error {
  override readonly name = 'RevisionOfMany';
}

/**
 * Where the place's streams stand as of something, those alone of which anything is within. Nothing where the place has no event at all,
 * or had none by then.
 */
export async function cutsOf(
  client: Transaction,
  place: BudgetPlace,
  asOf: AsOf | undefined,
  within?: Within,
): Promise<Cuts | undefined> {
  const heads = await headsOf(client, place, within);
  if (heads.length === 0) return undefined;
  const newest = newestOf(heads);
  const position = asOf === undefined ? newest : await positionOf(client, place, heads, asOf);
  const counted = asOf === undefined ? heads : await countedAt(client, heads, position);
  const headOf = new Map(heads.map(({ stream, revision, hash }) => [stream, { revision, hash }]));
  const cuts = counted.map(({ stream, partition, revision, hash, recorded_at }) => {
    const head = headOf.get(stream) ?? { revision, hash };
    return { stream, head, ...placeOfStream(stream), partition, revision, recordedAt: recorded_at };
  });
  if (cuts.length === 0) return undefined;
  const [one] = cuts;
  const isOne = place.department !== undefined && one !== undefined;
  const named = isOne ? [one.partition] : await partitionsOf(client);
  const counting = new Set(cuts.map(({ partition }) => partition));
  const standsOn = named.map(
    (partition) => [partition, counting.has(partition) ? (position.get(partition) ?? -1) : -1] as const,
  );
  return {
    standing: {
      position: formatPosition(new Map(standsOn)),
      ...(isOne ? { revision: one.revision } : {}),
      recordedAt: cuts.reduce((newest, { recordedAt }) => (recordedAt > newest ? recordedAt : newest), ''),
      basis: basisOf(cuts),
      readModel: versionOfSchema(heads[0]?.schema ?? ''),
    },
    cuts,
    isNewest:
      counted.length === heads.length && counted.every(({ revision }, index) => revision === heads[index]?.revision),
  };
}

/** One stream is named as it is, many by a hash of them. */
export function basisOf(cuts: readonly { stream: string; revision: number }[]): string {
  const named = cuts.map(eventIdOf);
  return named.length === 1 ? named.join() : createHash('sha256').update(named.sort().join(' ')).digest('hex');
}

/** How far each partition counts: of a stream that has stopped, up to what stopped it; of others beside it, up to where they stand. */
function newestOf(heads: readonly Head[]): Position {
  const newest = new Map<number, number>();
  for (const { partition, next_offset } of heads) {
    newest.set(partition, Math.max(newest.get(partition) ?? -1, next_offset - 1));
  }
  return newest;
}

interface Head {
  stream: string;
  partition: number;
  revision: number;
  hash: string;
  next_offset: number;
  recorded_at: string;
  schema: string;
}

/** In the order of the streams, which is that of the departments. */
async function headsOf(
  client: Transaction,
  { division, department }: BudgetPlace,
  within: Within | undefined,
): Promise<Head[]> {
  // In the order of characters 0 follows /, so that these are all streams that begin with the division.
  const one = department === undefined ? undefined : streamOf({ division, department });
  const [first, end] = [one ?? `${division}/`, one ?? `${division}0`];
  return rowsOf<Head>(
    client,
    `select stream, partition, revision, hash, least(next_offset, stopped_offset) as next_offset, time as recorded_at,
            current_schema() as schema
       from stream_head join checkpoint using (partition)
      where stream >= $1 and stream <= $2 and revision > 0 and ($3::text[] is null or split_part(stream, '/', 2) = any($3))
      order by stream`,
    [first, end, within === undefined ? null : departmentsWithin(within)],
  );
}

/** Every partition of the log, whether it has a record or not. */
async function partitionsOf(client: Transaction): Promise<number[]> {
  const rows = await rowsOf<{ partition: number }>(client, 'select partition from checkpoint');
  return rows.map(({ partition }) => partition);
}

async function positionOf(
  client: Transaction,
  place: BudgetPlace,
  heads: readonly Head[],
  asOf: AsOf,
): Promise<Position> {
  const partitions = [...new Set(heads.map(({ partition }) => partition))];
  switch (asOf.kind) {
    case 'position': {
      const missing = partitions.filter((partition) => !asOf.position.has(partition)).sort((a, b) => a - b);
      if (missing.length > 0) throw new PositionIncomplete(missing);
      return new Map(partitions.map((partition) => [partition, asOf.position.get(partition) ?? -1]));
    }
    case 'revision': {
      if (place.department === undefined) throw new RevisionOfMany();
      const [row] = await rowsOf<{ partition: number; log_offset: number }>(
        client,
        'select partition, log_offset from event where stream = $1 and revision = $2',
        [heads[0]?.stream, asOf.revision],
      );
      return row === undefined
        ? new Map(partitions.map((partition) => [partition, -1]))
        : new Map([[row.partition, row.log_offset]]);
    }
    case 'time':
      return positionBefore(client, heads, asOf.before);
  }
}

/**
 * A moment as a position: in each partition the last record of the place that was written before it. The clocks of two departments'
 * writers may differ; then this position is what counts, and not each record's own time.
 */
async function positionBefore(client: Transaction, heads: readonly Head[], before: string): Promise<Position> {
  const rows = await rowsOf<{ partition: number; last: number | null; first: number }>(
    client,
    `select partition, max(last) as last, min(first) as first
       from unnest($1::text[], $2::integer[]) as head (stream, partition)
      cross join lateral (select log_offset as first from event where event.stream = head.stream order by revision limit 1) as first_event
       left join lateral (select log_offset as last from event
                           where event.stream = head.stream and recorded_at < $3::timestamptz
                           order by recorded_at desc, revision desc limit 1) as last_event on true
      group by partition`,
    [heads.map(({ stream }) => stream), heads.map(({ partition }) => partition), before],
  );
  return new Map(rows.map(({ partition, last, first }) => [partition, last ?? first - 1]));
}

/** The streams that have events up to a position, with the newest of them. */
async function countedAt(client: Transaction, heads: readonly Head[], position: Position): Promise<Head[]> {
  const newest = await newestAt(client, heads, position);
  return heads.flatMap((head) => {
    const at = newest.get(head.stream);
    return at === undefined ? [] : [{ ...head, revision: at.revision, recorded_at: at.recorded_at.toISOString() }];
  });
}

/** The newest revision of each stream up to a position; a stream that has none is left out. */
export async function revisionsAt(
  client: Transaction,
  streams: readonly { stream: string; partition: number }[],
  position: Position,
): Promise<Map<string, number>> {
  const newest = await newestAt(client, streams, position);
  return new Map([...newest].map(([stream, { revision }]) => [stream, revision]));
}

async function newestAt(
  client: Transaction,
  streams: readonly { stream: string; partition: number }[],
  position: Position,
): Promise<Map<string, { revision: number; recorded_at: Date }>> {
  const rows = await rowsOf<{ stream: string; revision: number; recorded_at: Date }>(
    client,
    `select stream, newest.revision, newest.recorded_at
       from unnest($1::text[], $2::bigint[]) as head (stream, last_offset)
      cross join lateral (select revision, recorded_at from event
                           where event.stream = head.stream and log_offset <= last_offset
                           order by log_offset desc limit 1) as newest`,
    [streams.map(({ stream }) => stream), streams.map(({ partition }) => position.get(partition) ?? -1)],
  );
  return new Map(rows.map(({ stream, revision, recorded_at }) => [stream, { revision, recorded_at }]));
}
