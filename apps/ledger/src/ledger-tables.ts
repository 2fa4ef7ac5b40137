import { join } from 'node:path';

import { type Database, migrate } from '#postgres';

/** The path is the same in the sources and in dist. */
const MIGRATIONS = { folder: join(__dirname, '..', 'sql'), table: 'ledger_migration' };

/** Settles when the ledger's own tables are there. The database may not be: each use tries until they are made. */
export function ledgerTables(database: Database): () => Promise<void> {
  let migrated: Promise<void> | undefined;
  return () => {
    migrated ??= migrate(database, MIGRATIONS).catch((error: unknown) => {
      migrated = undefined;
      throw error;
    });
    return migrated;
  };
}
