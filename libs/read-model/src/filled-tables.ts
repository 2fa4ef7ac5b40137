import type { Checkpoint } from '#log';
import { type Database, inTransaction, rowsOf } from '#postgres';

const TABLES = [
  'checkpoint',
  'stream_head',
  'event',
  'posting',
  'saying',
  'transit_leg',
  'unit_year',
  'budget_line',
  'search_name',
] as const;

/** What a fill that was broken off has left is no use to anybody. Throws where the tables are filled. */
export async function emptyTables(database: Database): Promise<void> {
  await inTransaction(database, async (client) => {
    const [filled] = await rowsOf(client, 'select from checkpoint limit 1');
    if (filled !== undefined) throw new Error('the tables are filled, and are not emptied');
    await client.query(`truncate ${TABLES.join(', ')}`);
  });
}

/** Once these are there the tables are what they say, and projecting goes on behind them. Every partition has one, also one without a record. */
export async function writeCheckpoints(
  database: Database,
  partitions: number,
  checkpoints: readonly Checkpoint[],
): Promise<void> {
  const known = new Map(checkpoints.map((checkpoint) => [checkpoint.partition, checkpoint]));
  const all = Array.from({ length: partitions }, (_, partition) => known.get(partition));
  await database.query(
    `insert into checkpoint (partition, next_offset, last_hash)
     select ordinality - 1, next_offset, last_hash
       from unnest($1::bigint[], $2::text[]) with ordinality as filled (next_offset, last_hash, ordinality)`,
    [all.map((one) => one?.nextOffset ?? 0), all.map((one) => one?.lastHash ?? '')],
  );
}

/** What is asked before Postgres has looked at the rows by itself would be answered by plans that know of none. */
export async function lookAtRows(database: Database): Promise<void> {
  for (const table of TABLES) await database.query(`analyze ${table}`);
}
