import { type Database, inTransaction, rowsOf } from '#postgres';

import { lockOf } from './locks';
import { readVersion } from './register';
import { recalledSchemaOf, schemaOf } from './version';

/** Takes a version away with its tables; answers why not where it may not be. Cursors of its pages are void from then on. */
export function dropVersion(
  database: Database,
  version: string,
): Promise<{ dropped: true } | { dropped: false; reason: string }> {
  return inTransaction(database, async (client) => {
    const known = await readVersion(client, version);
    if (known === undefined) return { dropped: false, reason: `没有版本 ${version}。 There is no version ${version}.` };
    if (known.isServing) {
      return {
        dropped: false,
        reason: `版本 ${version} 正在供读，请先切换到另一版本。 Version ${version} is being read: switch to another one first.`,
      };
    }
    const [row] = await rowsOf<{ free: boolean }>(
      client,
      'select pg_try_advisory_xact_lock($1, 0) and pg_try_advisory_xact_lock($2, 0) as free',
      [lockOf(version, 'present'), lockOf(version, 'building')],
    );
    if (row?.free !== true) {
      return {
        dropped: false,
        reason: `版本 ${version} 的投影服务还在运行，请先停下。 A projector of version ${version} is running: stop it first.`,
      };
    }
    await client.query('delete from read_model.version where version = $1', [version]);
    await client.query(`drop schema if exists ${recalledSchemaOf(version)}, ${schemaOf(version)} cascade`);
    return { dropped: true };
  });
}
