import { rowsOf, type Transaction } from '#postgres';

import { lockOf } from './locks';
import { readServing, readVersion } from './register';
import { type ReadModelVersion, schemaOf } from './version';

/** This version was read until a moment ago, and must not get ahead of the one that is read now: its last readers would be answered from further on than the next. */
export class AheadOfServing extends Error {
  override readonly name = 'AheadOfServing';
}

/**
 * Who has asked for the pointer takes his view of the tables at once, or fails for want of a connection, which is waited for 5 s at most: later
 * nobody begins to read a version that was left.
 */
export const LAST_READS_MS = 6_000;

/**
 * Opens every transaction that writes rows of a version. The lock is let go with the transaction; who moves the pointer away from the
 * version takes it alone, so that nothing is written between the look at the pointer and the commit.
 */
export async function enterGate(
  client: Transaction,
  { version, form }: Pick<ReadModelVersion, 'version' | 'form'>,
  { partition, nextOffset }: { partition: number; nextOffset: number },
): Promise<void> {
  await client.query('select pg_advisory_xact_lock_shared($1, 0)', [lockOf(version, 'projecting')]);
  const serving = await readServing(client, form);
  if (serving === undefined || serving.version === version || serving.forMs > LAST_READS_MS) return;
  const own = await readVersion(client, version);
  if (own === undefined || own.servedAt === null) return;
  const [row] = await rowsOf<{ next_offset: number }>(
    client,
    `select next_offset from ${schemaOf(serving.version)}.checkpoint where partition = $1`,
    [partition],
  );
  if ((row?.next_offset ?? 0) >= nextOffset) return;
  throw new AheadOfServing(
    `版本 ${version} 已不再供读，等待版本 ${serving.version} 先到分区 ${partition} 的 ${nextOffset}。 ` +
      `Version ${version} is not read any more and waits for version ${serving.version} to reach ${nextOffset} of partition ${partition} first.`,
  );
}
