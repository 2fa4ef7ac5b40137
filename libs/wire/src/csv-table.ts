import type { InfoRecord } from 'csv-parse';
import { parse } from 'csv-parse/sync';

/** A row of a file as a spreadsheet counts it, with its cells by the names of their columns. */
export interface CsvRow {
  row: number;
  cells: ReadonlyMap<string, string>;
}

/** A mistake in a file, with the row as a spreadsheet counts it: the head is row 1 where nothing stands above it. */
export interface RowFault {
  row: number;
  message: string;
}

export interface CsvTable {
  columns: readonly string[];
  rows: CsvRow[];
  faults: RowFault[];
}

const DELIMITERS = [',', '\t', ';', '，', '；'] as const;

/**
 * Reads a table that a person made: commas, tabs or semicolons; empty rows and rows of nothing but delimiters are passed over. A column that
 * stands twice is refused, because whichever counted, the other would be lost in silence. `nameOf` gives a column its one name.
 */
export function readCsv(text: string, nameOf: (head: string) => string = (head) => head): CsvTable {
  if (text.trim() === '') return broken(1, '文件是空的。 the file is empty');
  if (/^\s*<(?:!doctype|html|\?xml|head|body)/i.test(text)) {
    return broken(
      1,
      '这是一个网页或 XML 文件，不是 CSV；请重新下载或另存为 CSV。 this is a web page or XML, and no CSV file',
    );
  }
  let records: { record: string[]; info: InfoRecord }[];
  try {
    records = parse(text, {
      delimiter: delimiterOf(text),
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      info: true,
    }) as unknown as typeof records;
  } catch (error) {
    return broken(lineOf(error), `不是合法的 CSV：${(error as Error).message} this is no CSV`);
  }
  const numbered = records.map(({ record, info }) => ({ row: info.empty_lines + info.records, cells: record }));
  const [head, ...body] = numbered.filter(({ cells }) => cells.some((cell) => cell !== ''));
  if (head === undefined) return broken(1, '文件是空的。 the file is empty');
  const columns = head.cells.map((cell) => nameOf(cell));
  const doubled = doubledColumns(head.cells, columns);
  if (doubled.length > 0) {
    return broken(
      head.row,
      `表头中的列重复：${doubled.join('、')}。 columns stand twice in the head: ${doubled.join(', ')}`,
    );
  }
  const faults: RowFault[] = [];
  const rows = body.flatMap(({ row, cells }) => {
    const fault = widthFault(cells, columns);
    if (fault === undefined) return [{ row, cells: byColumn(columns, cells) }];
    faults.push({ row, message: fault });
    return [];
  });
  return { columns: columns.filter((column) => column !== ''), rows, faults };
}

function broken(row: number, message: string): CsvTable {
  return { columns: [], rows: [], faults: [{ row, message }] };
}

/** The one that stands most often in the first row that has any, outside of quotes. */
function delimiterOf(text: string): string {
  const lines = text.split(/\r\n|\n|\r/).map((line) => line.replace(/"(?:[^"]|"")*"/g, ''));
  for (const line of lines) {
    const counted = DELIMITERS.map((delimiter) => ({ delimiter, times: line.split(delimiter).length - 1 }));
    const best = counted.reduce((most, each) => (each.times > most.times ? each : most));
    if (best.times > 0) return best.delimiter;
  }
  return ',';
}

/** As they stand in the file, since two that are spelled differently may be the same column. */
function doubledColumns(heads: readonly string[], columns: readonly string[]): string[] {
  const isDoubled = (column: string): boolean =>
    column !== '' && columns.indexOf(column) !== columns.lastIndexOf(column);
  return [...new Set(heads.filter((_, index) => isDoubled(columns[index] ?? '')))];
}

/** Cells that are missing at the end are empty; what stands under no head belongs nowhere. */
function widthFault(cells: readonly string[], columns: readonly string[]): string | undefined {
  const stray = cells.findIndex((cell, index) => cell !== '' && (columns[index] ?? '') === '');
  if (stray < 0) return undefined;
  return (
    `第 ${stray + 1} 格“${(cells[stray] ?? '').slice(0, 30)}”没有表头；含逗号的内容须加引号，如 "1,000.00"。 ` +
    `cell ${stray + 1} has no head; quote what holds a comma, such as "1,000.00"`
  );
}

function byColumn(columns: readonly string[], cells: readonly string[]): Map<string, string> {
  const named = columns.map((column, index): [string, string] => [column, cells[index] ?? '']);
  return new Map(named.filter(([column]) => column !== ''));
}

function lineOf(error: unknown): number {
  return typeof error === 'object' && error !== null && 'lines' in error ? Number(error.lines) : 1;
}
