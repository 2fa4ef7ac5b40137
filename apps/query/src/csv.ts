import { stringify } from 'csv-stringify/sync';

/** A cell whose text was written by people; all others are figures and codes of this ledger. */
interface FreeText {
  text: string;
}
export type Cell = string | number | FreeText | undefined;

/**
 * CSV as Excel opens it: UTF-8 with BOM and CRLF. Free text that a spreadsheet would run as a formula gets an apostrophe before it;
 * figures are left as they are.
 */
export function csvOf(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const cells = rows.map((row) => row.map(cellText));
  return stringify([columns, ...cells], { bom: true, record_delimiter: '\r\n' });
}

export function freeText(text: string | undefined): Cell {
  return text === undefined ? undefined : { text };
}

function cellText(cell: Cell): string {
  if (cell === undefined) return '';
  if (typeof cell !== 'object') return String(cell);
  return /^[=+\-@\t\r]/.test(cell.text) ? `'${cell.text}` : cell.text;
}
