import { type Columns, type ColumnType, isPlain, NotStorable, type RowOf, type Transaction } from '#postgres';

function requireStorable<C extends Columns>(columns: C, rows: readonly RowOf<C>[]): void {
  for (const name of Object.keys(columns)) {
    if (columns[name] !== 'text') continue;
    for (const row of rows) {
      const value = row[name];
      if (typeof value !== 'string' || isPlain(value)) continue;
      throw new NotStorable(`column ${name} cannot hold a text with NUL or half of a surrogate pair`);
    }
  }
}

/** Writes any number of rows in one statement: one array a column. */
export async function insertRows<C extends Columns>(
  client: Transaction,
  table: string,
  columns: C,
  rows: readonly RowOf<C>[],
  onConflict = '',
): Promise<void> {
  if (rows.length === 0) return;
  requireStorable(columns, rows);
  const names = Object.keys(columns);
  const arrays = names.map((name, index) => `$${index + 1}::${columns[name] ?? ''}[]`);
  await client.query(
    `insert into ${table} (${names.join(', ')}) select * from unnest(${arrays.join(', ')}) ${onConflict}`,
    names.map((name) => arrayOf(columns[name], rows, name)),
  );
}

/** Figures need none of the quotes that the client looks into each text for, which takes it longer than all else. */
const FIGURES: readonly (ColumnType | undefined)[] = ['numeric', 'integer', 'bigint'];

function arrayOf<C extends Columns>(type: ColumnType | undefined, rows: readonly RowOf<C>[], name: keyof C): unknown {
  const values = rows.map((row) => row[name]);
  return FIGURES.includes(type) ? `{${values.map((value) => value ?? 'NULL').join(',')}}` : values;
}

/** The clause that replaces all other columns where the key is there already, but for those that keep their first value, or to which is added. */
export function replaceOn(
  columns: Columns,
  key: readonly string[],
  { kept = [], addedIn }: { kept?: readonly string[]; addedIn?: { table: string; columns: readonly string[] } } = {},
): string {
  const others = Object.keys(columns).filter((name) => !key.includes(name) && !kept.includes(name));
  const assignments = others.map((name) =>
    addedIn?.columns.includes(name) === true
      ? `${name} = ${addedIn.table}.${name} + excluded.${name}`
      : `${name} = excluded.${name}`,
  );
  return `on conflict (${key.join(', ')}) do update set ${assignments.join(', ')}`;
}
