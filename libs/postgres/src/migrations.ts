import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type Database, inTransaction, rowsOf, type Transaction } from './database';

/** The tables of one room: how they are made, and where it is kept what was made already. */
export interface Migrations {
  /** Numbered files, applied in order and never changed once released. */
  folder: string;
  /** The table that keeps which of them were applied. */
  table: string;
}

/** The database was migrated by a newer version of this program, whose tables this one does not know. */
export class SchemaTooNew extends Error {
  override readonly name = 'SchemaTooNew';
}

/** Any number that nobody else uses in this database. */
const MIGRATION_LOCK = 5_160_321;

/**
 * Brings the tables up to date. Any number of processes may do so at once: each migration first inserts its own id in its
 * transaction, so the others wait for it and then find that nothing is left to do.
 */
export async function migrate(database: Database, migrations: Migrations): Promise<void> {
  const known = idsIn(migrations);
  await inTransaction(database, (client) => prepare(client, migrations));
  const unknown = (await appliedIds(database, migrations)).find((id) => !known.includes(id));
  if (unknown !== undefined) {
    throw new SchemaTooNew(
      `The database holds migration ${unknown}, which this version does not know; start the newer version or name another database.`,
    );
  }
  for (const id of known) await apply(database, migrations, id);
}

/** `if not exists` looks before it leaps, so of several at once all but one could fail; under the lock this is done in turn. */
async function prepare(client: Transaction, { table }: Migrations): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
  await client.query(
    `create table if not exists ${table} (id text primary key, applied_at timestamptz not null default now())`,
  );
}

async function apply(database: Database, { folder, table }: Migrations, id: string): Promise<void> {
  const sql = readFileSync(join(folder, id), 'utf8');
  await inTransaction(database, async (client) => {
    const claimed = await client.query(`insert into ${table} (id) values ($1) on conflict do nothing`, [id]);
    if (claimed.rowCount === 1) await client.query(sql);
  });
}

function idsIn({ folder }: Migrations): string[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}_.+\.sql$/.test(name))
    .sort();
}

async function appliedIds(database: Database, { table }: Migrations): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(database, `select id from ${table}`);
  return rows.map(({ id }) => id);
}
