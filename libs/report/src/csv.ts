import { stringify } from 'csv-stringify/sync';

const FIGURE = /^-?\d+(?:\.\d+)?%?$/;
const FORMULA_START = /^[=+@\t\r-]/;

/**
 * CSV as Excel opens it: UTF-8 with BOM and CRLF. Text that a spreadsheet would run as a formula gets an apostrophe before it,
 * since projects and indicators are named by many hands; figures are left as they are.
 */
export function csvOf(rows: readonly (readonly string[])[]): string {
  const safe = rows.map((row) => row.map(asText));
  return stringify(safe, { bom: true, record_delimiter: '\r\n' });
}

function asText(cell: string): string {
  return FORMULA_START.test(cell) && !FIGURE.test(cell) ? `'${cell}` : cell;
}
