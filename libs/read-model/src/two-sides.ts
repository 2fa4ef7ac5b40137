import { AMOUNT_COLUMNS, type LineClass, type Measure, measureSign, type Version } from '#domain';
import type { Transaction } from '#postgres';

import { wholePlace } from './budget';
import { type BudgetPlace, type Cut, cutsOf, type StandsOn, type StreamHead } from './cuts';
import { requireHistory } from './history/require-history';

/** A year of a place as it stood. */
export interface Side {
  fiscalYear: number;
  version: Version;
}

/** What the events between two states of a place come to: of two years, of two versions of one, or of one state alone. */
export interface DifferenceQuestion {
  place: BudgetPlace;
  measure: Measure;
  to: Side;
  /** Absent for everything that made up `to`. */
  from?: Side;
  /** Leaves out all but these units and pools. */
  units?: readonly string[] | undefined;
  /** Leaves out the lines of all other classes. */
  only?: LineClass | undefined;
}

export interface Sides {
  standing: StandsOn;
  streams: { stream: string; head: StreamHead; from: number; to: number }[];
}

/** The place's streams with the revisions up to which each side counts. */
export async function sidesOf(
  client: Transaction,
  { place, to, from }: DifferenceQuestion,
): Promise<Sides | undefined> {
  const whole = wholePlace(place);
  const ofTo = await cutsOf(client, whole, to.version.asOf);
  const ofFrom = from === undefined ? undefined : await cutsOf(client, whole, from.version.asOf);
  if (ofTo === undefined) return undefined;
  const revisionIn = (cuts: readonly Cut[] | undefined, stream: string): number =>
    cuts?.find((cut) => cut.stream === stream)?.revision ?? 0;
  const heads = new Map([...ofTo.cuts, ...(ofFrom?.cuts ?? [])].map(({ stream, head }) => [stream, head]));
  await requireHistory(client, [...heads.keys()], [to.fiscalYear, from?.fiscalYear ?? to.fiscalYear]);
  return {
    standing: ofTo.standing,
    streams: [...heads].map(([stream, head]) => ({
      stream,
      head,
      from: revisionIn(ofFrom?.cuts, stream),
      to: revisionIn(ofTo.cuts, stream),
    })),
  };
}

/** 1 for a posting that stands in `to` alone, -1 for one in `from` alone, 0 for one that stands in both. */
const DIRECTION = `
  ((fiscal_year = $4 and revision <= to_revision and ($6::date is null or effective_date <= $6))::integer
   - (fiscal_year = $5 and revision <= from_revision and ($7::date is null or effective_date <= $7))::integer)`;

export const SIDES = 'unnest($1::text[], $2::bigint[], $3::bigint[]) as side (stream, from_revision, to_revision)';

/** What a posting's column does to a measure: see measureSign. */
function signOf(measure: Measure): string {
  const columns = (sign: bigint): string =>
    AMOUNT_COLUMNS.filter((column) => measureSign(measure, column) === sign)
      .map((column) => `'${column}'`)
      .join(', ');
  const [adding, taking] = [columns(1n), columns(-1n)];
  return `(case when amount_column in (${adding}) then 1${taking === '' ? '' : ` when amount_column in (${taking}) then -1`} else 0 end)`;
}

export function sideValues({ streams }: Sides, { to, from }: DifferenceQuestion): unknown[] {
  return [
    streams.map(({ stream }) => stream),
    streams.map((side) => side.from),
    streams.map((side) => side.to),
    to.fiscalYear,
    from?.fiscalYear ?? to.fiscalYear,
    to.version.effectiveOn ?? null,
    from?.version.effectiveOn ?? null,
  ];
}

/** Which postings of a stream may stand in one side alone: what the key of the table finds. Values that come behind begin at `$8`. */
function mayDiffer({ measure }: DifferenceQuestion): string {
  // What was brought in after the first day is no part of what was approved.
  const counted = measure === 'original' ? 'and not late' : '';
  return `fiscal_year in ($4, $5) and revision <= greatest(from_revision, to_revision) ${counted}`;
}

/** Postings of some lines or events, which each row of the left side looks up by itself (`offset 0` keeps it so): joined as a whole, they would be found by reading everybody's. */
export function postingsOf(question: DifferenceQuestion, left: string, condition: string): string {
  const sign = signOf(question.measure);
  return `
      from ${left}
     cross join lateral (
           select fiscal_year, unit, line_key, revision, amount_column, effective_date, delta * ${sign} * ${DIRECTION} as amount from posting
            where posting.stream = side.stream and ${mayDiffer(question)} and ${condition} and ${sign} <> 0 and ${DIRECTION} <> 0
           offset 0) as posting`;
}
