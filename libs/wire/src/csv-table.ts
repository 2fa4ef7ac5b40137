import { atOnce, type Steps } from '#basics';

import { readingRecords, type RowFault, type SheetRow } from './csv-records';

/** A row of a file as a spreadsheet counts it, with its cells by the names of their columns. */
export interface CsvRow {
  row: number;
  cells: ReadonlyMap<string, string>;
}

export interface CsvTable {
  columns: readonly string[];
  rows: CsvRow[];
  faults: RowFault[];
}

type NameOf = (head: string) => string;

/** Reads a table that a person made: commas, tabs or semicolons; empty rows and rows of nothing but delimiters are passed over. */
export function readCsv(text: string, nameOf: NameOf = (head) => head): CsvTable {
  const rows = atOnce(readingRows(text));
  return 'message' in rows ? broken(rows) : atOnce(readingTable(rows, nameOf));
}

/** The rows of a text in which anything stands, or what keeps it from being a table. */
export function* readingRows(text: string): Steps<SheetRow[] | RowFault> {
  if (/^\s*<(?:!doctype|html|\?xml|head|body)/i.test(text)) {
    const message =
      '这是一个网页或 XML 文件，不是 CSV；请重新下载或另存为 CSV。 this is a web page or XML, and no CSV file';
    return { row: 1, message };
  }
  return yield* readingRecords(text);
}

/**
 * The first row is the head. A column that stands twice is refused, because whichever counted, the other would be lost in silence. `nameOf`
 * gives a column its one name.
 */
export function* readingTable([head, ...body]: readonly SheetRow[], nameOf: NameOf): Steps<CsvTable> {
  if (head === undefined) return broken({ row: 1, message: '文件是空的。 the file is empty' });
  const columns = head.cells.map((cell) => nameOf(cell));
  const doubled = doubledColumns(head.cells, columns);
  if (doubled.length > 0) {
    const named = doubled.join('、');
    const message = `表头中的列重复：${named}。 columns stand twice in the head: ${doubled.join(', ')}`;
    return broken({ row: head.row, message });
  }
  const faults: RowFault[] = [];
  const rows: CsvRow[] = [];
  for (const { row, cells } of body) {
    const fault = widthFault(cells, columns);
    if (fault === undefined) rows.push({ row, cells: byColumn(columns, cells) });
    else faults.push({ row, ...fault });
    yield;
  }
  return { columns: columns.filter((column) => column !== ''), rows, faults };
}

function broken(fault: RowFault): CsvTable {
  return { columns: [], rows: [], faults: [fault] };
}

/** As they stand in the file, since two that are spelled differently may be the same column. */
function doubledColumns(heads: readonly string[], columns: readonly string[]): string[] {
  const isDoubled = (column: string): boolean =>
    column !== '' && columns.indexOf(column) !== columns.lastIndexOf(column);
  return [...new Set(heads.filter((_, index) => isDoubled(columns[index] ?? '')))];
}

/** Cells that are missing at the end are empty; what stands under no head belongs nowhere. */
function widthFault(cells: readonly string[], columns: readonly string[]): Omit<RowFault, 'row'> | undefined {
  const stray = cells.findIndex((cell, index) => cell !== '' && (columns[index] ?? '') === '');
  if (stray < 0) return undefined;
  const found = cells[stray] ?? '';
  const message =
    `第 ${stray + 1} 格“${found.slice(0, 30)}”没有表头；含逗号的内容须加引号，如 "1,000.00"。 ` +
    `cell ${stray + 1} has no head; quote what holds a comma, such as "1,000.00"`;
  return { message, found };
}

function byColumn(columns: readonly string[], cells: readonly string[]): Map<string, string> {
  const named = columns.map((column, index): [string, string] => [column, cells[index] ?? '']);
  return new Map(named.filter(([column]) => column !== ''));
}
