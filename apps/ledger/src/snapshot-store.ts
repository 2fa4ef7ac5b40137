import type { SnapshotStore } from '#log';
import { type Database, onlyValueOf } from '#postgres';

import { ledgerTables } from './ledger-tables';

/**
 * Keeps the ledger's snapshots in a table of its own, which no reader knows. The database may not be there yet: each use tries until the
 * table is made.
 */
export function snapshotStore(
  database: Database,
  { ledgerId, topicPrefix }: { ledgerId: string; topicPrefix: string },
): SnapshotStore {
  const untilMigrated = ledgerTables(database);
  return {
    load: async (partition) => {
      await untilMigrated();
      return onlyValueOf(database, BODY, [ledgerId, topicPrefix, String(partition)]);
    },
    save: async (partition, nextOffset, body) => {
      await untilMigrated();
      await database.query(KEEP, [ledgerId, topicPrefix, partition, nextOffset, body]);
    },
  };
}

const BODY = `
  select body from ledger_snapshot
   where ledger_id = $1 and topic_prefix = $2 and partition = $3::integer`;

const KEEP = `
  insert into ledger_snapshot as kept (ledger_id, topic_prefix, partition, next_offset, body)
  values ($1, $2, $3, $4, $5)
  on conflict (ledger_id, topic_prefix, partition)
  do update set next_offset = excluded.next_offset, body = excluded.body, taken_at = now()
   where kept.next_offset <= excluded.next_offset`;
