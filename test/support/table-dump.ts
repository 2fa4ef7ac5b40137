import type { Database } from '#read-model';

const TABLES: Record<string, string> = {
  checkpoint: 'partition',
  stream_head: 'stream',
  unit_year: 'division, department, unit, fiscal_year',
  budget_line: 'division, department, unit, fiscal_year, line_key',
  event: 'stream, revision',
  posting: 'stream, revision, place',
  transit_leg: 'transit_id, leg, stream',
  search_name: 'kind, division, department, unit, fiscal_year, name',
  saying: 'stream, kind, fiscal_year, unit, item, revision',
};

/** Every row of every table by key, to be compared with another database's. */
export async function dumpTables(database: Database): Promise<Record<string, unknown[]>> {
  const dumps = Object.entries(TABLES).map(async ([table, key]) => {
    const { rows } = await database.query<{ row: string }>(`select t::text as row from ${table} t order by ${key}`);
    return [table, rows.map(({ row }) => row)] as const;
  });
  return Object.fromEntries(await Promise.all(dumps));
}
