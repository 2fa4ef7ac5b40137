// The tables of the read model as a client of Postgres sees them.
import pg from 'pg';

import { compiled } from './servers.mjs';

/** Runs `work` on tables that are made anew and empty, without keys and indexes. */
export async function withEmptyTables(url, work) {
  const { makeTables, openReadModel, OWN_VERSION } = compiled('libs/read-model/src/index.js');
  const database = openReadModel(url, (error) => console.error(error));
  try {
    await makeTables(database, OWN_VERSION);
    return await work(database);
  } finally {
    await database.end();
  }
}

/** Runs `work` on a connection that finds the tables by their names. */
export async function withReadModel(url, work) {
  const { READ_MODEL_SCHEMA } = compiled('libs/read-model/src/index.js');
  const client = new pg.Client({ connectionString: url, options: `-c search_path=${READ_MODEL_SCHEMA}` });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
