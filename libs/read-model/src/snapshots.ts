import type { SnapshotStore } from '#log';

import { type Database, inSnapshot, rowsOf } from './database';

/**
 * A body comes from Postgres as text of two characters a byte, and a string holds some 537 million of them: a longer one is no error that
 * could be caught, and ends the process. Small parts are also read in half of the time of a large one, which the client puts
 * together from thousands of pieces.
 */
const PART_BYTES = 1024 * 1024;

/** Keeps the ledger's snapshots beside the read model. Needs the migrated schema. */
export function snapshotStore(
  database: Database,
  { ledgerId, topicPrefix }: { ledgerId: string; topicPrefix: string },
  partBytes = PART_BYTES,
): SnapshotStore {
  return {
    load: (partition) =>
      inSnapshot(database, async (client) => {
        const key = [ledgerId, topicPrefix, partition];
        const where = 'from ledger_snapshot where ledger_id = $1 and topic_prefix = $2 and partition = $3';
        const [kept] = await rowsOf<{ bytes: number }>(client, `select octet_length(body) as bytes ${where}`, key);
        if (kept === undefined) return undefined;
        const parts: Buffer[] = [];
        for (let from = 1; from <= kept.bytes; from += partBytes) {
          const part = `select substring(body from $4::int for $5::int) as part ${where}`;
          const rows = await rowsOf<{ part: Buffer }>(client, part, [...key, from, partBytes]);
          parts.push(...rows.map((row) => row.part));
        }
        return Buffer.concat(parts);
      }),
    save: async (partition, nextOffset, body) => {
      await database.query(
        `insert into ledger_snapshot as kept (ledger_id, topic_prefix, partition, next_offset, body)
         values ($1, $2, $3, $4, $5)
         on conflict (ledger_id, topic_prefix, partition)
         do update set next_offset = excluded.next_offset, body = excluded.body, taken_at = now()
         where kept.next_offset <= excluded.next_offset`,
        [ledgerId, topicPrefix, partition, nextOffset, body],
      );
    },
  };
}
