import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type Database, inTransaction, rowsOf, type Transaction } from '#postgres';

import { type ReadModelVersion, recalledSchemaOf, schemaOf } from '../versions/version';

type Named = Pick<ReadModelVersion, 'version'>;

/** Where a connection reads that is to find what was recalled together with what the version holds. */
export function recalledPath(version: string): string {
  return `${recalledSchemaOf(version)},${schemaOf(version)}`;
}

/** Makes the tables of what is recalled for a version, where they are not there yet. */
export async function makeRecalledTables(
  database: Database,
  { version, folder }: Pick<ReadModelVersion, 'version' | 'folder'>,
): Promise<void> {
  if (await hasRecalledTables(database, { version })) return;
  await inTransaction(database, async (client) => {
    await client.query(`drop schema if exists ${recalledSchemaOf(version)} cascade`);
    await client.query(`create schema ${recalledSchemaOf(version)}`);
    await client.query(`set local search_path = ${recalledPath(version)}`);
    await client.query(readFileSync(join(folder, 'recalled.sql'), 'utf8'));
  });
}

async function hasRecalledTables(database: Pick<Transaction, 'query'>, { version }: Named): Promise<boolean> {
  const [row] = await rowsOf<{ there: boolean }>(database, 'select to_regclass($1) is not null as there', [
    `${recalledSchemaOf(version)}.recalled_stream`,
  ]);
  return row?.there === true;
}

/** How much was recalled for a version, and is kept. */
export async function recalledRoom(
  client: Pick<Transaction, 'query'>,
  { version }: Named,
): Promise<{ streams: number; bytes: number }> {
  if (!(await hasRecalledTables(client, { version }))) return { streams: 0, bytes: 0 };
  const [row] = await rowsOf<{ streams: number; bytes: string | null }>(
    client,
    `select count(*) as streams, sum(bytes) as bytes from ${recalledSchemaOf(version)}.recalled_stream`,
  );
  return { streams: row?.streams ?? 0, bytes: Number(row?.bytes ?? 0) };
}

/** Takes away what nobody has asked for since some minutes. Answers how many streams that were. */
export function removeUnasked(database: Database, { version }: Named, keptMinutes: number): Promise<number> {
  return inTransaction(database, async (client) => {
    const rows = await rowsOf<{ stream: string }>(
      client,
      `select stream from read_model.recall
        where version = $1 and asked_at < now() - make_interval(mins => $2) order by stream for update skip locked`,
      [version, keptMinutes],
    );
    await removeStreams(client, version, rows);
    return rows.length;
  });
}

/**
 * Takes away what was asked for longest ago until so many bytes are free, sparing `except`. Readers who are in the midst of it find it missing at
 * their next look, and ask again.
 */
export async function makeRoom(
  client: Transaction,
  { version }: Named,
  bytes: number,
  except: readonly string[],
): Promise<void> {
  const rows = await rowsOf<{ stream: string }>(
    client,
    `select stream
       from (select stream, sum(bytes) over (order by asked_at, stream) - bytes as before
               from ${recalledSchemaOf(version)}.recalled_stream join read_model.recall using (stream)
              where version = $1 and stream <> all($2)) as oldest
      where before < $3`,
    [version, except, bytes],
  );
  await removeStreams(client, version, rows);
}

async function removeStreams(client: Transaction, version: string, rows: readonly { stream: string }[]): Promise<void> {
  const streams = rows.map(({ stream }) => stream);
  if (streams.length === 0) return;
  await client.query('delete from read_model.recall where version = $1 and stream = any($2)', [version, streams]);
  if (!(await hasRecalledTables(client, { version }))) return;
  await removeRows(client, version, streams);
}

/** In one transaction with the row that says that they are there: nobody finds a part. */
export async function removeRows(client: Transaction, version: string, streams: readonly string[]): Promise<void> {
  for (const table of ['recalled_posting', 'recalled_event', 'recalled_stream']) {
    await client.query(`delete from ${recalledSchemaOf(version)}.${table} where stream = any($1)`, [streams]);
  }
}
