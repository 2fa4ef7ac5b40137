import { rowsOf, type Transaction } from '#postgres';

import { historyFromOf, schemaOf } from '../versions/version';

/**
 * How many years of departments a version leaves the history of out that are not closed yet: nothing forbids it, and what is recorded of them now
 * is kept, but who still works on a year asks for its history. Nothing where the version holds all.
 */
export async function countOpenYears(client: Pick<Transaction, 'query'>, version: string): Promise<number | undefined> {
  const historyFrom = historyFromOf(version);
  if (historyFrom === undefined) return undefined;
  const schema = schemaOf(version);
  const [row] = await rowsOf<{ open: number }>(
    client,
    `select count(*) as open
       from (select distinct division, department, fiscal_year from ${schema}.unit_year where fiscal_year < $1) as year
       left join lateral (
            select content ->> 'closed' = 'true' as closed from ${schema}.saying
             where stream = division || '/' || department and kind = 'year-status' and saying.fiscal_year = year.fiscal_year
               and unit = '' and item = ''
             order by revision desc limit 1) as status on true
      where closed is not true`,
    [historyFrom],
  );
  return row?.open ?? 0;
}
