import type { SnapshotStore } from '#log';
import { escapeLiteral } from 'pg';
import { to as copyTo } from 'pg-copy-streams';

import { type Database, inSnapshot } from './database';
import { migrate } from './migrate';

/** Keeps the ledger's snapshots beside the read model. Needs the migrated schema. */
export function snapshotStore(
  database: Database,
  { ledgerId, topicPrefix }: { ledgerId: string; topicPrefix: string },
): SnapshotStore {
  return {
    load: (partition) =>
      inSnapshot(database, async (client) => {
        // A body in the answer to a query is text of two characters a byte, which takes most of a start's time, and which ends the process
        // where it is longer than the longest string. A copy hands over the bytes as they are. It takes no parameters.
        const stream = client.query(
          copyTo(
            `copy (select body from ledger_snapshot where ledger_id = ${escapeLiteral(ledgerId)}
             and topic_prefix = ${escapeLiteral(topicPrefix)} and partition = ${partition}) to stdout (format binary)`,
          ),
        );
        const chunks: Buffer[] = [];
        for await (const chunk of stream) chunks.push(chunk as Buffer);
        return onlyValueIn(Buffer.concat(chunks));
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

/** The same in a database whose tables may not have been made yet, or that is not there yet: each use tries until they are. */
export function migratingSnapshotStore(
  database: Database,
  place: { ledgerId: string; topicPrefix: string },
): SnapshotStore {
  const store = snapshotStore(database, place);
  let migrated: Promise<void> | undefined;
  const untilMigrated = (): Promise<void> => {
    migrated ??= migrate(database).catch((error: unknown) => {
      migrated = undefined;
      throw error;
    });
    return migrated;
  };
  return {
    load: async (partition) => {
      await untilMigrated();
      return store.load(partition);
    },
    save: async (partition, nextOffset, body) => {
      await untilMigrated();
      await store.save(partition, nextOffset, body);
    },
  };
}

const SIGNATURE_AND_FLAGS = 11 + 4;

/** The value of the only row of one column; undefined without a row. Source: PostgreSQL's documentation of COPY, binary format. */
function onlyValueIn(copied: Buffer): Buffer | undefined {
  let at = SIGNATURE_AND_FLAGS;
  at += 4 + copied.readUInt32BE(at);
  const columns = copied.readInt16BE(at);
  // Minus one ends the rows.
  if (columns === -1) return undefined;
  const length = copied.readInt32BE(at + 2);
  return copied.subarray(at + 6, at + 6 + length);
}
