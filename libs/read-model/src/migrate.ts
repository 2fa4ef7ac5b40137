import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type Database, inTransaction, rowsOf, sqlStateOf } from './database';

/** Numbered files, applied in order and never changed once released. The path is the same in the sources and in dist. */
const FOLDER = join(__dirname, '..', 'sql');

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
export async function migrate(database: Database): Promise<void> {
  const known = migrationIds();
  await ensureMigrationTable(database);
  const unknown = (await appliedIds(database)).find((id) => !known.includes(id));
  if (unknown !== undefined) {
    throw new SchemaTooNew(
      `The database holds migration ${unknown}, which this version does not know; start the newer version or name another database.`,
    );
  }
  for (const id of known) await apply(database, id);
}

/** Whether a reader finds all tables that it knows. */
export async function isMigrated(database: Database): Promise<boolean> {
  try {
    const applied = await appliedIds(database);
    return migrationIds().every((id) => applied.includes(id));
  } catch (error) {
    if (sqlStateOf(error) === '42P01') return false;
    throw error;
  }
}

async function apply(database: Database, id: string): Promise<void> {
  const sql = readFileSync(join(FOLDER, id), 'utf8');
  await inTransaction(database, async (client) => {
    const claimed = await client.query('insert into schema_migration (id) values ($1) on conflict do nothing', [id]);
    if (claimed.rowCount === 1) await client.query(sql);
  });
}

function migrationIds(): string[] {
  return readdirSync(FOLDER)
    .filter((name) => /^\d{4}_.+\.sql$/.test(name))
    .sort();
}

async function appliedIds(database: Database): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(database, 'select id from schema_migration');
  return rows.map(({ id }) => id);
}

/** `if not exists` looks before it leaps, so of several at once all but one could fail; this one statement is done in turn. */
async function ensureMigrationTable(database: Database): Promise<void> {
  await inTransaction(database, async (client) => {
    await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await client.query(
      'create table if not exists schema_migration (id text primary key, applied_at timestamptz not null default now())',
    );
  });
}
