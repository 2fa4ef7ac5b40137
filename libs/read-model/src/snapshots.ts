import type { SnapshotStore } from '#log';

import type { Database } from './database';

/** Keeps the ledger's snapshots beside the read model. Needs the migrated schema. */
export function snapshotStore(
  database: Database,
  { ledgerId, topicPrefix }: { ledgerId: string; topicPrefix: string },
): SnapshotStore {
  return {
    load: async (partition) => {
      const { rows } = await database.query<{ body: Buffer }>(
        'select body from ledger_snapshot where ledger_id = $1 and topic_prefix = $2 and partition = $3',
        [ledgerId, topicPrefix, partition],
      );
      return rows[0]?.body;
    },
    save: async (partition, nextOffset, body) => {
      await database.query(
        `insert into ledger_snapshot as kept (ledger_id, topic_prefix, partition, next_offset, body)
         values ($1, $2, $3, $4, $5)
         on conflict (ledger_id, topic_prefix, partition)
         do update set next_offset = excluded.next_offset, body = excluded.body, taken_at = now()
         where kept.next_offset < excluded.next_offset`,
        [ledgerId, topicPrefix, partition, nextOffset, body],
      );
    },
  };
}
