import { stringify } from 'csv-stringify/sync';

/** A cell: a figure or a code of this ledger, or text that somebody wrote. */
export type CsvCell = string | number | undefined;

/** The flat columns and then the rows: title, unit and notes of a statutory table are no part of one that machines read. */
export interface CsvTable {
  columns: readonly string[];
  rows: readonly (readonly CsvCell[])[];
}

/** Some milliseconds of work at most. */
const ROWS_A_PIECE = 100;
const FIGURE = /^-?\d+(?:\.\d+)?%?$/;
/** What makes a spreadsheet take a cell for a formula; the full-width signs do in Chinese and Japanese settings. */
const FORMULA_START = /^[=+@\t\r\n＝＋－＠-]/;

/**
 * CSV as Excel opens it: UTF-8 with BOM and CRLF. Text that a spreadsheet would run as a formula gets an apostrophe before it,
 * since projects and indicators are named by many hands; figures are left as they are. Every CSV of the ledger is written here.
 *
 * What is not the current budget says so in a last column of its own, in every row: a file outlives its name, rows are copied out of
 * it, and programs that read columns by their names are not disturbed.
 */
export function* csvPieces({ columns, rows }: CsvTable, version = ''): Generator<string> {
  const marked = (row: readonly CsvCell[], mark: string): string[] =>
    (version === '' ? row : [...row, mark]).map(asText);
  yield stringify([marked(columns, versionColumn(columns))], { bom: true, record_delimiter: '\r\n' });
  for (let from = 0; from < rows.length; from += ROWS_A_PIECE) {
    const some = rows.slice(from, from + ROWS_A_PIECE).map((row) => marked(row, version));
    yield stringify(some, { record_delimiter: '\r\n' });
  }
}

/** The same in one, for what is short. */
export function csvOf(table: CsvTable, version?: string): string {
  return [...csvPieces(table, version)].join('');
}

/** In the language of the other columns. */
function versionColumn(columns: readonly string[]): string {
  return columns.some((name) => /\p{Script=Han}/u.test(name)) ? '版本' : 'version';
}

function asText(cell: CsvCell): string {
  const text = cell === undefined ? '' : String(cell);
  return FORMULA_START.test(text) && !FIGURE.test(text) ? `'${text}` : text;
}
