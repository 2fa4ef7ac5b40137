import { createHash } from 'node:crypto';

import { formatPosition } from '#domain';
import { type Database, inSnapshot, rowsOf, type Transaction } from '#postgres';

import type { StandsOn } from '../cuts';
import { type Extent, withinCondition } from '../extents';
import type { Totals } from '../totals';
import { versionOfSchema } from '../versions/version';
import { SUMS, totalsOf, type TotalsRow } from './place-part';

/** A division of which anything is within. */
export interface KnownDivision {
  division: string;
  /** Of which anything is within. */
  years: number[];
  /** What is within of the newest of these years: how many departments and units there are, and what they come to. */
  newest?: { departments: number; units: number; totals: Totals };
}

const COLUMNS = { division: 'division', department: 'department', unit: 'unit', year: 'fiscal_year' };

/** The divisions by code, as they stand now. Each is found by the beginning of its rows in an index, and the newest year of each is summed up by unit. */
export function readDivisions(
  database: Database,
  extents: readonly Extent[] | undefined,
): Promise<{ standing: StandsOn; divisions: KnownDivision[] }> {
  return inSnapshot(database, async (client) => {
    const standing = await standingOfAll(client);
    const found = await divisionsIn(client, extents);
    const newest = await newestYears(client, found, extents);
    const divisions = found.map((known) => {
      const sums = newest.get(known.division);
      return { ...known, ...(sums === undefined ? {} : { newest: sums }) };
    });
    return { standing, divisions };
  });
}

/** What is made of every stream stands on every partition. */
export async function standingOfAll(client: Transaction): Promise<StandsOn> {
  const rows = await rowsOf<{ partition: number; next_offset: number; schema: string; newest: string | null }>(
    client,
    `select partition, next_offset, current_schema() as schema, (select max(time) from stream_head) as newest from checkpoint order by partition`,
  );
  const position = formatPosition(new Map(rows.map(({ partition, next_offset }) => [partition, next_offset - 1])));
  return {
    position,
    recordedAt: rows[0]?.newest ?? '',
    basis: createHash('sha256').update(position).digest('hex'),
    readModel: versionOfSchema(rows[0]?.schema ?? ''),
  };
}

async function divisionsIn(client: Transaction, extents: readonly Extent[] | undefined): Promise<KnownDivision[]> {
  const values: unknown[] = [];
  const unit = { division: 'own.division', department: 'own.department', unit: 'own.unit' };
  const isUnitWithin = withinCondition(extents, unit, values);
  const isYearWithin = withinCondition(extents, { ...COLUMNS, division: 'unit_year.division' }, values);
  return rowsOf<KnownDivision>(
    client,
    `with recursive each (division) as (
       (select division from search_name where kind = 'unit' order by division limit 1)
        union all
       select (select next.division from search_name as next
                where next.kind = 'unit' and next.division > each.division order by next.division limit 1)
         from each where each.division is not null)
     select division,
            array(select year from generate_series(2000, 2100) as year
                   where exists (select from unit_year
                                  where unit_year.division = each.division and fiscal_year = year and ${isYearWithin})
                   order by year) as years
       from each
      where division is not null
        and (exists (select from search_name as own where kind = 'unit' and own.division = each.division and ${isUnitWithin})
          -- What a department has not handed down yet stands under no registered unit.
          or exists (select from unit_year where unit_year.division = each.division and ${isYearWithin}))
      order by division`,
    values,
  );
}

async function newestYears(
  client: Transaction,
  divisions: readonly KnownDivision[],
  extents: readonly Extent[] | undefined,
): Promise<Map<string, NonNullable<KnownDivision['newest']>>> {
  const asked = divisions.flatMap(({ division, years }) => {
    const newest = years.at(-1);
    return newest === undefined ? [] : [{ division, newest }];
  });
  const values: unknown[] = [asked.map(({ division }) => division), asked.map(({ newest }) => newest)];
  const isWithin = withinCondition(extents, COLUMNS, values);
  const rows = await rowsOf<TotalsRow & { division: string; departments: number; units: number }>(
    client,
    `select division, count(distinct department)::integer as departments, count(*) filter (where unit <> department)::integer as units,
            ${SUMS}
       from unnest($1::text[], $2::integer[]) as asked (division, fiscal_year)
       join unit_year using (division, fiscal_year)
      where ${isWithin}
      group by division`,
    values,
  );
  return new Map(
    rows.map((row) => {
      const { division, departments, units } = row;
      return [division, { departments, units, totals: totalsOf(row) }];
    }),
  );
}
