import { type Database, inSnapshot, rowsOf, type Transaction } from './database';
import { standingOfStream, type StreamStanding } from './streams';

/**
 * Where a transfer between departments stands: it is sent, then received or refused at the other end, and then settled or returned.
 * The two ends are projected apart, so the later end may be known here before the earlier one.
 */
export type TransitStatus = 'sent' | 'received' | 'refused' | 'settled' | 'returned';

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

/** All transfers between a department and others, of one year or of all. */
export function readTransits(
  database: Database,
  stream: string,
  fiscalYear: number | undefined,
): Promise<{ standing: StreamStanding; transits: Transit[] } | undefined> {
  return inSnapshot(database, async (client) => {
    const standing = await standingOfStream(client, stream);
    return standing === undefined ? undefined : { standing, transits: await transitsIn(client, stream, fiscalYear) };
  });
}

export async function transitsIn(
  client: Transaction,
  stream: string,
  fiscalYear: number | undefined,
): Promise<Transit[]> {
  const rows = await rowsOf<LegRow>(client, LEGS_OF_STREAM, [stream, fiscalYear ?? null]);
  const legs = new Map<string, LegRow[]>();
  for (const row of rows) legs.set(row.transit_id, [...(legs.get(row.transit_id) ?? []), row]);
  return [...legs.values()].map((ofTransit) => transitOf(stream, ofTransit));
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
   order by transit_id, revision`;

/** In the order in which a transfer comes to its end. */
const STATUSES: readonly TransitStatus[] = ['sent', 'refused', 'received', 'returned', 'settled'];
/** The legs that stand in the receiving department's stream. */
const FAR: readonly TransitStatus[] = ['received', 'refused'];

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
    events: Object.fromEntries(legs.map((leg) => [leg.leg, `${leg.stream}@${leg.revision}`])),
    ...(refusalCode === undefined || refusalCode === null ? {} : { refusalCode }),
  };
}
