import { type AsOf, formatPosition, parsePosition, type Position, type Version } from '#domain';
import { type Database, inSnapshot, rowsOf, type Transaction } from '#postgres';

import { basisOf, type Cut, type Cuts, cutsOf, revisionsAt, type StandsOn } from './cuts';
import { isInTransit, type LegRow, ownLegs, type Transit, transitOf } from './transit';

export interface TransitsReading {
  stream: string;
  /** Its position names the partitions of the other departments as well. */
  standing: StandsOn;
  transits: Transit[];
}

/** Whether what a stream has recorded of a year may be in an answer. */
export type Sees = (stream: string, fiscalYear: number) => boolean;

/**
 * All transfers between a department and others, of one year or of all, as far as what is seen of them tells. Nothing where the department had
 * no event at all.
 */
export function readTransits(
  database: Database,
  key: { division: string; department: string },
  fiscalYear: number | undefined,
  { asOf, effectiveOn }: Version = {},
  sees: Sees = () => true,
): Promise<TransitsReading | undefined> {
  return inSnapshot(database, async (client) => {
    const found = await cutsOf(client, key, asOf);
    return found === undefined
      ? undefined
      : transitsIn(client, found, fiscalYear, { asOf, effectiveOn }, { legs: LEGS, sees });
  });
}

/** Those alone that are not over, whose number does not grow with the history. */
export async function openTransitsIn(
  client: Transaction,
  found: Cuts,
  fiscalYear: number,
  version: Version,
  sees: Sees = () => true,
): Promise<TransitsReading> {
  const reading = await transitsIn(client, found, fiscalYear, version, { legs: OPEN_LEGS, sees });
  return { ...reading, transits: reading.transits.filter(isInTransit) };
}

/**
 * The transfers that count as of the department's cut. What the other departments had recorded of them is counted up to the same
 * moment, or up to where the position says; where it says nothing of a department's partition, nothing of it counts. What is not seen of
 * another department is as if it had recorded nothing.
 */
async function transitsIn(
  client: Transaction,
  { cuts, standing }: Cuts,
  fiscalYear: number | undefined,
  { asOf, effectiveOn }: Version,
  { legs: legsOfStream, sees }: { legs: string; sees: Sees },
): Promise<TransitsReading> {
  const [own] = cuts as [Cut];
  const asked = [own.stream, fiscalYear ?? null, effectiveOn ?? null, own.revision];
  const all = await rowsOf<LegRow>(client, legsOfStream, asked);
  const rows = all.filter(({ stream, fiscal_year }) => sees(stream, fiscal_year));
  const streams = rows.flatMap((row) =>
    [row.stream, row.other_stream].filter((stream) => sees(stream, row.fiscal_year)),
  );
  const others = [...new Set(streams)].filter((stream) => stream !== own.stream);
  const ends = await endsOf(client, others);
  const position = new Map([
    ...(await farPosition(client, ends, own, asOf)),
    ...(parsePosition(standing.position) ?? []),
  ]);
  const revisions = await revisionsAt(client, ends, position).then((far) => far.set(own.stream, own.revision));
  const legs = rows.filter(({ stream, revision }) => revision <= (revisions.get(stream) ?? 0));
  const ofTransit = new Map<string, LegRow[]>();
  for (const row of legs) ofTransit.set(row.transit_id, [...(ofTransit.get(row.transit_id) ?? []), row]);
  const involved = new Set(legs.flatMap((leg) => [leg.stream, leg.other_stream]));
  const partitions = new Set([
    own.partition,
    ...ends.filter(({ stream }) => involved.has(stream)).map(({ partition }) => partition),
  ]);
  return {
    stream: own.stream,
    standing: {
      ...standing,
      position: formatPosition(new Map([...position].filter(([partition]) => partitions.has(partition)))),
      basis: basisOf([...revisions].map(([stream, revision]) => ({ stream, revision }))),
    },
    transits: [...ofTransit.values()].map(ownLegs).map((ofOne) => transitOf(own.stream, ofOne)),
  };
}

interface StreamEnd {
  stream: string;
  partition: number;
  next_offset: number;
}

function endsOf(client: Transaction, streams: readonly string[]): Promise<StreamEnd[]> {
  return rowsOf<StreamEnd>(
    client,
    'select stream, partition, next_offset from stream_head join checkpoint using (partition) where stream = any($1) order by stream',
    [streams],
  );
}

/** Up to where the partitions of other departments count. */
async function farPosition(
  client: Transaction,
  ends: readonly StreamEnd[],
  own: Cut,
  asOf: AsOf | undefined,
): Promise<Position> {
  if (asOf === undefined) return new Map(ends.map(({ partition, next_offset }) => [partition, next_offset - 1]));
  if (asOf.kind === 'position')
    return new Map(ends.map(({ partition }) => [partition, asOf.position.get(partition) ?? -1]));
  const before = asOf.kind === 'time' ? asOf.before : await momentAfter(client, own);
  const rows = await rowsOf<{ partition: number; last: number }>(
    client,
    `select partition, max(coalesce(last, -1)) as last
       from unnest($1::text[], $2::integer[]) as head (stream, partition)
       left join lateral (select log_offset as last from event
                           where event.stream = head.stream and recorded_at < $3::timestamptz
                           order by recorded_at desc, revision desc limit 1) as last_event on true
      group by partition`,
    [ends.map(({ stream }) => stream), ends.map(({ partition }) => partition), before],
  );
  return new Map(rows.map(({ partition, last }) => [partition, last]));
}

/** The first moment after a stream's event, as RFC 3339. */
async function momentAfter(client: Transaction, { stream, revision }: Cut): Promise<string> {
  const [row] = await rowsOf<{ recorded_at: Date }>(
    client,
    'select recorded_at from event where stream = $1 and revision = $2',
    [stream, revision],
  );
  return new Date((row?.recorded_at.getTime() ?? 0) + 1).toISOString();
}

const IN_EFFECT = `
  ($3::date is null
   or exists (select from event
               where event.stream = transit_leg.stream and event.revision = transit_leg.revision and effective_date <= $3))`;

/** The transfers that have a leg in the stream or name it as their other end. */
const OF_STREAM = `
  select transit_id from transit_leg where stream = $1 and ($2::integer is null or fiscal_year = $2)
  union
  select transit_id from transit_leg where other_stream = $1 and ($2::integer is null or fiscal_year = $2)`;

/** What the stream itself has brought to an end by then: received or refused as the receiver, settled or returned as the sender. */
const ENDED_BY_STREAM = `
  select transit_id from transit_leg
   where stream = $1 and ($2::integer is null or fiscal_year = $2) and leg <> 'sent' and revision <= $4 and ${IN_EFFECT}`;

/** Every leg of some transfers, of the stream's own those up to its revision `$4`. */
function legsOf(transits: string): string {
  return `
  select transit_id, leg, stream, revision, other_stream, fiscal_year, amount, refusal_code
    from transit_leg
   where transit_id in (${transits}) and (stream <> $1 or revision <= $4) and ${IN_EFFECT}
   order by transit_id, revision`;
}

const LEGS = legsOf(OF_STREAM);
const OPEN_LEGS = legsOf(`(${OF_STREAM}) except (${ENDED_BY_STREAM})`);
