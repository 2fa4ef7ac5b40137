import { finished } from 'node:stream/promises';

import { from as copyFrom } from 'pg-copy-streams';

import type { BinaryRows } from './binary-rows';
import type { Columns } from './columns';
import { rowsOf, type Transaction } from './database';

const DATATYPE_MISMATCH = '42804';

/**
 * Adds rows to a table. They must stay as they are until this settles. Throws also where a column has another type than its values: the
 * bytes of one type may be those of another one, and Postgres would take them without a word.
 */
export async function copyIn<C extends Columns>(
  client: Transaction,
  table: string,
  columns: C,
  rows: BinaryRows<C>,
): Promise<void> {
  if (rows.count === 0) return;
  const names = Object.keys(columns).join(', ');
  const copying = client.query(copyFrom(`copy ${table} (${names}) from stdin (format binary)`));
  copying.end(rows.finished());
  await finished(copying);
  // Behind the copy, whose transaction keeps everybody from altering the table.
  await requireTypes(client, table, columns);
}

async function requireTypes(client: Transaction, table: string, columns: Columns): Promise<void> {
  const [other] = await rowsOf<{ name: string; found: string; written: string }>(
    client,
    `select name, atttypid::regtype::text as found, written
       from unnest($2::text[], $3::text[]) as column_of (name, written)
       join pg_attribute on attrelid = $1::regclass and attname = name
      where atttypid <> written::regtype`,
    [table, Object.keys(columns), Object.values(columns)],
  );
  if (other === undefined) return;
  const { name, found, written } = other;
  const message = `column ${name} of ${table} is of type ${found}, and what is written is of type ${written}`;
  throw Object.assign(new Error(message), { code: DATATYPE_MISMATCH });
}
