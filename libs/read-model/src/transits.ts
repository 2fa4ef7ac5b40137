import { type AsOf, eventIdOf, formatPosition, parsePosition, type Position, type Version } from '#domain';

import { basisOf, type Cut, type Cuts, cutsOf, revisionsAt, type StandsOn } from './cuts';
import { type Database, inSnapshot, rowsOf, type Transaction } from './database';

/**
 * Where a transfer between departments stands: it is sent, then received or refused at the other end, and then settled or returned.
 * The two ends are projected apart, so the later end may be known here before the earlier one.
 */
export const TRANSIT_STATUSES = ['sent', 'received', 'refused', 'settled', 'returned'] as const;
type TransitStatus = (typeof TRANSIT_STATUSES)[number];
/** What people call where it stands. */
export const TRANSIT_STATUS_NAMES: Readonly<Record<TransitStatus, string>> = {
  sent: '在途',
  received: '已到达',
  refused: '被对方拒绝',
  settled: '已了结',
  returned: '已退回',
};
/** What it is to the department whose list it stands in. */
export const TRANSIT_DIRECTION_NAMES: Readonly<Record<Transit['direction'], string>> = { out: '调出', in: '调入' };

/** A transfer between departments, from the point of view of one of the two. */
export interface Transit {
  transitId: string;
  direction: 'out' | 'in';
  fromStream: string;
  toStream: string;
  fiscalYear: number;
  status: TransitStatus;
  amountYuan: string;
  /** The events of it that are known, by what each of them is. */
  events: Partial<Record<TransitStatus, string>>;
  /** Why the other end refused it. */
  refusalCode?: string;
}

/** For the sender until it knows of the end, for the receiver until it has decided. */
export function isInTransit({ direction, status }: Transit): boolean {
  return direction === 'out' ? status !== 'settled' && status !== 'returned' : status === 'sent';
}

export interface TransitsReading {
  stream: string;
  /** Its position names the partitions of the other departments as well. */
  standing: StandsOn;
  transits: Transit[];
}

/** All transfers between a department and others, of one year or of all. Nothing where the department had no event at all. */
export function readTransits(
  database: Database,
  key: { division: string; department: string },
  fiscalYear: number | undefined,
  { asOf, effectiveOn }: Version = {},
): Promise<TransitsReading | undefined> {
  return inSnapshot(database, async (client) => {
    const found = await cutsOf(client, key, asOf);
    return found === undefined ? undefined : transitsIn(client, found, fiscalYear, { asOf, effectiveOn });
  });
}

/**
 * The transfers that count as of the department's cut. What the other departments had recorded of them is counted up to the same
 * moment, or up to where the position says; where it says nothing of a department's partition, nothing of it counts.
 */
export async function transitsIn(
  client: Transaction,
  { cuts, standing }: Cuts,
  fiscalYear: number | undefined,
  { asOf, effectiveOn }: Version,
): Promise<TransitsReading> {
  const [own] = cuts as [Cut];
  const rows = await rowsOf<LegRow>(client, LEGS_OF_STREAM, [own.stream, fiscalYear ?? null, effectiveOn ?? null]);
  const others = [...new Set(rows.flatMap(({ stream, other_stream }) => [stream, other_stream]))].filter(
    (stream) => stream !== own.stream,
  );
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

interface LegRow {
  transit_id: string;
  leg: TransitStatus;
  stream: string;
  revision: number;
  other_stream: string;
  fiscal_year: number;
  amount: string;
  refusal_code: string | null;
}

/** Every leg of each transfer that has a leg in the stream or names it as its other end. */
const LEGS_OF_STREAM = `
  select transit_id, leg, stream, revision, other_stream, fiscal_year, amount, refusal_code
    from transit_leg
   where transit_id in (
           select transit_id from transit_leg where stream = $1 and ($2::integer is null or fiscal_year = $2)
           union
           select transit_id from transit_leg where other_stream = $1 and ($2::integer is null or fiscal_year = $2))
     and ($3::date is null
          or exists (select from event
                      where event.stream = transit_leg.stream and event.revision = transit_leg.revision and effective_date <= $3))
   order by transit_id, revision`;

/** In the order in which a transfer comes to its end. */
const STATUSES: readonly TransitStatus[] = ['sent', 'refused', 'received', 'returned', 'settled'];
/** The legs that stand in the receiving department's stream. */
const FAR: readonly TransitStatus[] = ['received', 'refused'];

/** Where the sender's event is known it says which department the money went to; what another one claims of it is no leg. */
function ownLegs(legs: readonly LegRow[]): readonly LegRow[] {
  const sent = legs.find(({ leg }) => leg === 'sent');
  return sent === undefined
    ? legs
    : legs.filter(({ leg, stream }) => stream === (FAR.includes(leg) ? sent.other_stream : sent.stream));
}

function transitOf(stream: string, legs: readonly LegRow[]): Transit {
  const [first] = legs as [LegRow];
  const isFar = FAR.includes(first.leg);
  const [fromStream, toStream] = isFar ? [first.other_stream, first.stream] : [first.stream, first.other_stream];
  const status = STATUSES.findLast((candidate) => legs.some(({ leg }) => leg === candidate)) ?? first.leg;
  const moving = legs.find(({ leg }) => leg === 'sent' || leg === 'received' || leg === 'returned');
  const refusalCode = legs.find(({ refusal_code }) => refusal_code !== null)?.refusal_code;
  return {
    transitId: first.transit_id,
    direction: fromStream === stream ? 'out' : 'in',
    fromStream,
    toStream,
    fiscalYear: first.fiscal_year,
    status,
    amountYuan: moving?.amount ?? '0.00',
    events: Object.fromEntries(legs.map((leg) => [leg.leg, eventIdOf(leg)])),
    ...(refusalCode === undefined || refusalCode === null ? {} : { refusalCode }),
  };
}
