import type { Transaction } from './database';

type Value = string | number | boolean | null;
/** A table's columns that are written, with their types in Postgres. */
export type Columns = Readonly<Record<string, string>>;
export type RowOf<C extends Columns> = Readonly<Record<keyof C, Value>>;

/** Writes any number of rows in one statement: one array a column. */
export async function insertRows<C extends Columns>(
  client: Transaction,
  table: string,
  columns: C,
  rows: readonly RowOf<C>[],
  onConflict = '',
): Promise<void> {
  if (rows.length === 0) return;
  const names = Object.keys(columns);
  const arrays = names.map((name, index) => `$${index + 1}::${columns[name] ?? ''}[]`);
  await client.query(
    `insert into ${table} (${names.join(', ')}) select * from unnest(${arrays.join(', ')}) ${onConflict}`,
    names.map((name) => rows.map((row) => row[name])),
  );
}

/** The clause that replaces all other columns where the key is there already, but for those that keep their first value. */
export function replaceOn(columns: Columns, key: readonly string[], kept: readonly string[] = []): string {
  const others = Object.keys(columns).filter((name) => !key.includes(name) && !kept.includes(name));
  const assignments = others.map((name) => `${name} = excluded.${name}`);
  return `on conflict (${key.join(', ')}) do update set ${assignments.join(', ')}`;
}
