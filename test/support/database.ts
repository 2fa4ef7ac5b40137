import { randomBytes } from 'node:crypto';

import { inTransaction } from '#postgres';
import {
  type Database,
  enterVersion,
  lockOf,
  makeIndexes,
  makeTables,
  markBuilt,
  moveServing,
  openReadModel,
  OWN_VERSION,
  prepareRegister,
  type ReadModelVersion,
  readVersion,
} from '#read-model';

/** A fresh, empty database of its own for one spec file, on the server that the test command started. */
export interface TestDatabase {
  url: string;
  database: Database;
  drop(): Promise<void>;
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env['TEST_DATABASE_URL'];
  if (server === undefined) throw new Error('TEST_DATABASE_URL is not set: run the tests with `npm test`.');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const database = openReadModel(url.href, () => undefined);
  return {
    url: url.href,
    database,
    drop: async () => {
      await database.end();
      await onServer(server, `drop database ${name} with (force)`);
    },
  };
}

async function onServer(url: string, sql: string): Promise<void> {
  const server = openReadModel(url, () => undefined);
  try {
    await server.query(sql);
  } finally {
    await server.end();
  }
}

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
