import { errorOf } from '#basics';
import { Pool, type PoolClient, type QueryResultRow, TypeOverrides, types } from 'pg';

import { borrow } from './borrow';
import { dateOf } from './stored-date';

/** A pool of connections. */
export type Database = Pool;
/** One connection inside a transaction. */
export type Transaction = PoolClient;

/**
 * `onIdleError` hears of connections that broke while nobody used them; the pool opens new ones by itself. With a schema, names without
 * one are of that schema.
 */
export function openDatabase(url: string, onIdleError: (error: Error) => void, schema?: string): Database {
  const pool = new Pool({
    ...(schema === undefined ? { connectionString: url } : inSchema(url, schema)),
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    // A client that hangs must not hold the checkpoint's lock against the others for ever.
    statement_timeout: 60_000,
    idle_in_transaction_session_timeout: 60_000,
    types: typeParsers(),
  });
  pool.on('error', onIdleError);
  return pool;
}

/** Options that stand in an address win over those beside it, so that the schema is added to both. */
function inSchema(url: string, schema: string): { connectionString: string; options: string } {
  const options = `-c search_path=${schema}`;
  const added = `%20${encodeURIComponent(options)}`;
  return { connectionString: url.replace(/(?<=[?&]options=)[^&#]*/, (own) => own + added), options };
}

/** Amounts (numeric) and dates stay text; offsets and revisions are far below 2^53. */
function typeParsers(): TypeOverrides {
  const parsers = new TypeOverrides();
  parsers.setTypeParser(types.builtins.INT8, safeInteger);
  parsers.setTypeParser(types.builtins.DATE, dateOf);
  return parsers;
}

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit into a number`);
  return value;
}

/** Runs `work` in one transaction: all of it or nothing. */
export function inTransaction<T>(database: Database, work: (client: Transaction) => Promise<T>): Promise<T> {
  return transact(database, 'begin', work);
}

/** Runs `work` on one unchanging view of the database, so that rows and their position belong together. */
export function inSnapshot<T>(database: Database, work: (client: Transaction) => Promise<T>): Promise<T> {
  return transact(database, 'begin isolation level repeatable read read only', work);
}

function transact<T>(database: Database, begin: string, work: (client: Transaction) => Promise<T>): Promise<T> {
  return borrow(database, async (client, giveUp) => {
    try {
      await client.query(begin);
      const result = await work(client);
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch((failure: unknown) => giveUp(errorOf(failure)));
      throw error;
    }
  });
}

/** The rows of a query, typed by the caller. */
export async function rowsOf<Row extends QueryResultRow>(
  client: Pick<Transaction, 'query'>,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const run = (by: Pick<Transaction, 'query'>) => by.query<Row>(sql, [...values]);
  const result = client instanceof Pool ? await borrow(client, run) : await run(client);
  return result.rows;
}

/** The SQLSTATE of a database error; codes of the operating system, such as EPIPE, have no digit. */
export function sqlStateOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' && /^(?=.*\d)[0-9A-Z]{5}$/.test(error.code) ? error.code : undefined;
}
