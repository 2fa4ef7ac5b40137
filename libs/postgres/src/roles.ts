import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type Database, inTransaction } from './database';

/** The users of one database: each part of the ledger comes as its own. */
export interface DatabaseRoles {
  /** Keeps snapshots of its state, and sees nothing else. */
  ledger: string;
  /** Makes and fills the tables that are read. */
  projector: string;
  /** Reads them. */
  query: string;
}

const FILE = join(__dirname, '..', 'sql', 'roles.sql');

/** Statements that make the users and give each what it needs. They may be given again at any time, and do the same. */
export function rolesSql(roles: DatabaseRoles): string {
  const sql = readFileSync(FILE, 'utf8');
  return sql.replaceAll(/:(ledger|projector|query)\b/g, (_, role: keyof DatabaseRoles) => roles[role]);
}

/** As the owner of the database, in one transaction. */
export function applyRoles(database: Database, roles: DatabaseRoles): Promise<void> {
  return inTransaction(database, async (client) => {
    await client.query(rolesSql(roles));
  });
}
