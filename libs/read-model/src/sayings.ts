import type { CeilingScope, PerformanceTargets, PublicationSection, Staffing } from '#domain';
import { rowsOf, type Transaction } from '#postgres';

import type { Cut } from './cuts';

/** What is said, by kind: the content of a saying as the projection writes it. */
export interface Sayings {
  unit: { name: string; departmentName: string; staffing?: Staffing };
  targets: PerformanceTargets;
  text: PublicationSection;
  /** Null where the ceiling was lifted. */
  ceiling: { scope: CeilingScope; limitYuan: string | null };
  'year-status': { closed: boolean };
}

interface SayingRow<Content> {
  stream: string;
  /** From when on it was said first, in whatever words. */
  first_date: string | null;
  fiscal_year: number;
  unit: string;
  item: string;
  content: Content;
}

/** What events up to some revisions have said, the newest of each item; in the order in which the items were said first. */
export async function sayingsIn<Kind extends keyof Sayings>(
  client: Transaction,
  question: {
    kind: Kind;
    cuts: readonly Cut[];
    effectiveOn: string | undefined;
    fiscalYears: readonly number[];
    unit?: string | undefined;
  },
): Promise<SayingRow<Sayings[Kind]>[]> {
  const { kind, cuts, effectiveOn, fiscalYears, unit } = question;
  return rowsOf<SayingRow<Sayings[Kind]>>(client, NEWEST_SAYINGS, [
    cuts.map(({ stream }) => stream),
    cuts.map(({ revision }) => revision),
    fiscalYears,
    effectiveOn ?? null,
    unit ?? null,
    kind,
  ]);
}

/** One order serves all three windows, and so one sort. */
const NEWEST_SAYINGS = `
  select stream, fiscal_year, unit, item, content, first_date
    from (select stream, fiscal_year, unit, item, content,
                 first_value(effective_date) over said as first_date,
                 first_value(revision) over said as first_revision,
                 first_value(place) over said as first_place,
                 lead(revision) over said is null as is_newest
            from unnest($1::text[], $2::bigint[]) as cut (stream, last_revision)
           cross join lateral (
                 select fiscal_year, unit, item, revision, place, effective_date, content from saying
                  where saying.stream = cut.stream and kind = $6 and fiscal_year = any($3::integer[]) and revision <= last_revision
                    and ($4::date is null or effective_date <= $4) and ($5::text is null or unit = $5)
                 offset 0) as said_there
          window said as (partition by stream, fiscal_year, unit, item order by revision)) as counted
   where is_newest
   order by fiscal_year, stream, unit, first_revision, first_place`;
