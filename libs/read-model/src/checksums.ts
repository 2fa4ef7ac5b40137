import { type Database, inSnapshot, rowsOf, type Transaction } from '#postgres';

import { openReadModel } from './schema';
import { makeIndexes, makeTables } from './versions/tables';
import { historyFromOf, OWN_VERSION, type ReadModelVersion, schemaOf } from './versions/version';

/** One table's rows as one figure, whatever their order. */
export interface TableChecksum {
  table: string;
  rows: number;
  checksum: string;
}

export interface ProjectionChecksums {
  /** Up to where each partition is projected: the next offset. */
  ends: Map<number, number>;
  tables: TableChecksum[];
}

const NO_ROWS = '0'.repeat(32);
/** Every projected table, by name, as of one moment. A table that a later version adds is among them by itself. */
export function readChecksums(database: Database): Promise<ProjectionChecksums> {
  return inSnapshot(database, async (client) => {
    const checkpoints = await rowsOf<{ partition: number; next_offset: number }>(
      client,
      'select partition, next_offset from checkpoint order by partition',
    );
    const names = await rowsOf<{ name: string }>(
      client,
      `select relname as name from pg_class
        where relnamespace = current_schema()::regnamespace and relkind = 'r'
        order by relname`,
    );
    const tables: TableChecksum[] = [];
    for (const { name } of names) tables.push(await checksumOf(client, name));
    return { ends: new Map(checkpoints.map(({ partition, next_offset }) => [partition, next_offset])), tables };
  });
}

/**
 * A sum over the rows' hashes needs no order and no memory. Rows are written as text, which is the same wherever they stand. What is
 * told is short enough for a line of a terminal: it is compared with another one, and proves nothing against who chooses the rows.
 */
async function checksumOf(client: Transaction, table: string): Promise<TableChecksum> {
  const [row] = await rowsOf<{ rows: number; checksum: string | null }>(
    client,
    `select count(*) as rows,
            md5(sum(('x' || left(hash, 16))::bit(64)::bigint::numeric) || '/' || sum(('x' || right(hash, 16))::bit(64)::bigint::numeric)) as checksum
       from (select md5(t::text) as hash from ${quoted(table)} as t) as hashed`,
  );
  return { table, rows: row?.rows ?? 0, checksum: row?.checksum ?? NO_ROWS };
}

/** Runs `work` on empty tables like those of a version beside the others, which are taken away at the end. */
export async function withScratchVersion<T>(
  url: string,
  { version }: Pick<ReadModelVersion, 'version'>,
  work: (scratch: Database) => Promise<T>,
): Promise<T> {
  const historyFrom = historyFromOf(version);
  const like = historyFrom === undefined ? '' : `_h${historyFrom}`;
  const scratch = { ...OWN_VERSION, version: `check_${process.pid}_${Date.now()}${like}` };
  const database = openReadModel(url, () => undefined, schemaOf(scratch.version));
  try {
    await makeTables(database, scratch);
    await makeIndexes(database, scratch);
    return await work(database);
  } finally {
    await database.query(`drop schema if exists ${schemaOf(scratch.version)} cascade`);
    await database.end();
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
