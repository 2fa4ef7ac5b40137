import { rowsOf, type Transaction } from '#postgres';

import { lockOf } from './locks';
import { readServing, readVersion } from './register';
import { type ReadModelVersion, schemaOf } from './version';

/** This version was read before another one, and must not get ahead of that one: its last readers would be answered from further on than the next. */
export class AheadOfServing extends Error {
  override readonly name = 'AheadOfServing';
}

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
  if (serving === undefined || serving.version === version) return;
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
