/** A row of a list, or the single fields of a form: what was typed, by the name of its field. */
export type Typed = Record<string, string>;

/** A form as far as it is filled in. */
export interface Draft {
  values: Typed;
  lists: Record<string, Typed[]>;
}

export const EMPTY_DRAFT: Draft = { values: {}, lists: {} };

export function isEmptyRow(row: Typed): boolean {
  return Object.values(row).every((text) => text.trim() === '');
}

export function withValue(draft: Draft, name: string, value: string): Draft {
  return { ...draft, values: { ...draft.values, [name]: value } };
}

export function withRows(draft: Draft, list: string, rows: Typed[]): Draft {
  return { ...draft, lists: { ...draft.lists, [list]: rows } };
}

/** The rows of a list, of which there is always one to type into. */
export function rowsOf(draft: Draft, list: string): Typed[] {
  const rows = draft.lists[list] ?? [];
  return rows.length === 0 ? [{}] : rows;
}

/** A new row begins as the one above it, but for its amount: lines of one document differ in little. */
export function nextRow(rows: readonly Typed[]): Typed {
  const { amountYuan: _, ...last } = rows.at(-1) ?? {};
  return last;
}
