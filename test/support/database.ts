import { randomBytes } from 'node:crypto';

import { type Database, openReadModel } from '#read-model';

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
