import { rowsOf, type Transaction } from '#postgres';

import type { StreamHead } from './cuts';
import { requireHistory } from './history/require-history';
import { type PackedPostings, POSTING_KINDS, type PostingColumns } from './posting-columns';

/** Which postings: of some years of a stream, or of one unit of it, up to a revision. */
export interface AskedPostings {
  stream: string;
  /** Where the stream stands in what the transaction sees. */
  head: StreamHead;
  unit: string | undefined;
  fiscalYears: readonly number[];
  upTo: number;
}

const KIND = `case when late then ${POSTING_KINDS.indexOf('lateCarriedOver')}
                   else array_position('{${POSTING_KINDS.join(',')}}'::text[], amount_column) - 1 end`;

/** A row for each line: several times as fast as one for each posting. */
const PACKED = `
  select fiscal_year, line_key, string_agg(revision::text, ' ') as revisions, string_agg((${KIND})::text, ' ') as kinds,
         string_agg((effective_date - '1970-01-01'::date)::text, ' ') as days, string_agg(delta::text, ' ') as amounts
    from posting
   where stream = $1 and fiscal_year = any($2::integer[]) and revision > $3 and revision <= $4 and ($5::text is null or unit = $5)
   group by fiscal_year, line_key`;

/** Adds to the years of a stream what they lack up to the revision. */
export async function fetchPostings(
  client: Transaction,
  years: readonly PostingColumns[],
  { stream, unit, upTo }: AskedPostings,
): Promise<void> {
  const lacking = years.filter((columns) => columns.upTo < upTo);
  const after = lacking.reduce((least, columns) => Math.min(least, columns.upTo), upTo);
  const fiscalYears = lacking.map(({ fiscalYear }) => fiscalYear);
  // Who asks for many streams has asked for the history of all of them before; what is kept must never be a part.
  await requireHistory(client, [stream], fiscalYears);
  const rows = await rowsOf<PackedPostings & { fiscal_year: number }>(client, PACKED, [
    stream,
    fiscalYears,
    after,
    upTo,
    unit ?? null,
  ]);
  for (const columns of lacking) {
    const own = rows.filter(({ fiscal_year }) => fiscal_year === columns.fiscalYear);
    columns.append(own, upTo);
  }
}

/** Of the record of a revision, which names all before it. */
export async function hashOf(client: Transaction, stream: string, revision: number): Promise<string | undefined> {
  const [row] = await rowsOf<{ hash: string }>(client, 'select hash from event where stream = $1 and revision = $2', [
    stream,
    revision,
  ]);
  return row?.hash;
}
