import { AMOUNT_COLUMNS, type Measure, measureSign, type Version } from '#domain';
import type { Transaction } from '#postgres';

import { wholePlace } from './budget';
import { type BudgetPlace, type Cut, cutsOf, type StandsOn } from './cuts';

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
}

export interface Sides {
  standing: StandsOn;
  streams: { stream: string; from: number; to: number }[];
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
  const streams = [...new Set([...ofTo.cuts, ...(ofFrom?.cuts ?? [])].map(({ stream }) => stream))];
  return {
    standing: ofTo.standing,
    streams: streams.map((stream) => ({
      stream,
      from: revisionIn(ofFrom?.cuts, stream),
      to: revisionIn(ofTo.cuts, stream),
    })),
  };
}

/** 1 for a posting that stands in `to` alone, -1 for one in `from` alone, 0 for one that stands in both. */
const DIRECTION = `
  ((fiscal_year = $6 and revision <= to_revision and ($8::date is null or effective_date <= $8))::integer
   - (fiscal_year = $7 and revision <= from_revision and ($9::date is null or effective_date <= $9))::integer)`;
/** What a posting adds to the difference. */
export const AMOUNT = `delta * factor * ${DIRECTION}`;

export const SIDES = 'unnest($1::text[], $2::bigint[], $3::bigint[]) as side (stream, from_revision, to_revision)';
const SIGNS = 'unnest($4::text[], $5::integer[]) as sign (amount_column, factor)';

export function sideValues({ streams }: Sides, { measure, to, from }: DifferenceQuestion): unknown[] {
  const signs = AMOUNT_COLUMNS.map((column) => [column, Number(measureSign(measure, column))] as const);
  const counted = signs.filter(([, factor]) => factor !== 0);
  return [
    streams.map(({ stream }) => stream),
    streams.map((side) => side.from),
    streams.map((side) => side.to),
    counted.map(([column]) => column),
    counted.map(([, factor]) => factor),
    to.fiscalYear,
    from?.fiscalYear ?? to.fiscalYear,
    to.version.effectiveOn ?? null,
    from?.version.effectiveOn ?? null,
  ];
}

/** The postings of the place that stand in one side alone, with the values that they are asked for with. */
export function allPostings(sides: Sides, question: DifferenceQuestion): { from: string; values: unknown[] } {
  const { to, from, place, units } = question;
  // Between two versions of one year that differ by recorded time alone, nothing before the earlier one can make a difference.
  const sinceThen =
    from?.fiscalYear === to.fiscalYear && from.version.effectiveOn === to.version.effectiveOn
      ? 'and revision > least(from_revision, to_revision)'
      : '';
  return {
    from: postingsOf(
      question,
      SIDES,
      `($10::text is null or unit = $10) and ($11::text[] is null or unit = any($11)) ${sinceThen}`,
    ),
    values: [...sideValues(sides, question), place.unit ?? null, units ?? null],
  };
}

/** Each row of the left side is looked up by itself, which `offset 0` keeps so: see COUNTED_POSTINGS. */
export function postingsOf({ measure }: DifferenceQuestion, left: string, condition: string): string {
  // What was brought in after the first day is no part of what was approved.
  const counted = measure === 'original' ? 'and not late' : '';
  return `
      from ${left}
     cross join lateral (
           select fiscal_year, unit, line_key, revision, amount_column, delta, effective_date from posting
            where posting.stream = side.stream and fiscal_year in ($6, $7)
              and revision <= greatest(from_revision, to_revision) ${counted} and ${condition}
           offset 0) as posting
      join ${SIGNS} using (amount_column)
     where ${DIRECTION} <> 0`;
}
