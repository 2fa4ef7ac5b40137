import { eventIdOf } from '#domain';

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

/** One event of a transfer, as the table has it. */
export interface LegRow {
  transit_id: string;
  leg: TransitStatus;
  stream: string;
  revision: number;
  other_stream: string;
  fiscal_year: number;
  amount: string;
  refusal_code: string | null;
}

/** In the order in which a transfer comes to its end. */
const STATUSES: readonly TransitStatus[] = ['sent', 'refused', 'received', 'returned', 'settled'];
/** The legs that stand in the receiving department's stream. */
const FAR: readonly TransitStatus[] = ['received', 'refused'];

/** Where the sender's event is known it says which department the money went to; what another one claims of it is no leg. */
export function ownLegs(legs: readonly LegRow[]): readonly LegRow[] {
  const sent = legs.find(({ leg }) => leg === 'sent');
  return sent === undefined
    ? legs
    : legs.filter(({ leg, stream }) => stream === (FAR.includes(leg) ? sent.other_stream : sent.stream));
}

export function transitOf(stream: string, legs: readonly LegRow[]): Transit {
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
