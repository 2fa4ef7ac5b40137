/** The types that columns of the tables have. */
export type ColumnType =
  'text' | 'integer' | 'bigint' | 'boolean' | 'numeric' | 'date' | 'timestamptz' | 'json' | 'jsonb';
export type Value = string | number | boolean | null;
/** A table's columns that are written, with their types in Postgres. */
export type Columns = Readonly<Record<string, ColumnType>>;
export type RowOf<C extends Columns> = Readonly<Record<keyof C, Value>>;

/** What a column cannot hold as it is. */
export class NotStorable extends Error {
  override readonly name = 'NotStorable';
}

/** Postgres has no NUL in a text, and half of a surrogate pair would become another character on its way. */
export function isPlain(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}
