import { finished } from 'node:stream/promises';

import { from as copyFrom } from 'pg-copy-streams';

import type { BinaryRows } from './binary-rows';
import type { Columns } from './columns';
import type { Transaction } from './database';

/** Adds rows to a table. They must stay as they are until this settles. */
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
}
