import { BinaryRows, type Columns, copyIn, type RowOf, type Transaction } from '#postgres';

/** Adds any number of rows to a table whose rows are only ever added. */
export async function copyRows<C extends Columns>(
  client: Transaction,
  table: string,
  columns: C,
  rows: readonly RowOf<C>[],
): Promise<void> {
  if (rows.length === 0) return;
  const binary = new BinaryRows(columns);
  for (const row of rows) binary.add(row);
  await copyIn(client, table, columns, binary);
}
