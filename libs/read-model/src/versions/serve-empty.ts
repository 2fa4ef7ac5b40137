import { type Database, inTransaction } from '#postgres';

import { lockOf } from './locks';
import { enterVersion, markBuilt, prepareRegister, readVersion } from './register';
import { moveServing } from './switch';
import { makeIndexes, makeTables } from './tables';
import { OWN_VERSION, type ReadModelVersion } from './version';

/** Makes the empty tables of a version, ready to be written and read, where they are not there yet; any number of processes may do so at once. */
export async function serveEmpty(database: Database, version: ReadModelVersion = OWN_VERSION): Promise<void> {
  await prepareRegister(database);
  await inTransaction(database, async (client) => {
    await client.query('select pg_advisory_xact_lock($1, 0)', [lockOf(version.version, 'building')]);
    await enterVersion(client, version);
    if ((await readVersion(client, version.version))?.builtAt !== null) return;
    await makeTables(database, version);
    await makeIndexes(database, version);
    await markBuilt(client, version.version);
  });
  await moveServing(database, version);
}
