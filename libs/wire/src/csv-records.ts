import type { Steps } from '#basics';

/** A row as a spreadsheet counts it, and its cells as they stand there. */
export interface SheetRow {
  row: number;
  cells: readonly string[];
}

/** A mistake in a file, with the row as a spreadsheet counts it: the head is row 1 where nothing stands above it. */
export interface RowFault {
  row: number;
  /** The whole sentence, Chinese first. */
  message: string;
  /** The column that is wrong, where it is one, as `单位编码 unit`. */
  column?: string;
  /** What stands in the cell. */
  found?: string;
  /** The sentence without its column. */
  expected?: string;
}

/** So much is taken of one file, whoever made it: what is larger is no table that a person looks through. */
export const MOST_ROWS = 50_000;
export const MOST_COLUMNS = 500;
/** As much as a cell of a spreadsheet holds. */
export const MOST_CELL_CHARACTERS = 32_767;

const DELIMITERS = [',', '\t', ';', '，', '；'] as const;

/**
 * The rows of a CSV by RFC 4180, whatever ends its lines; white space around a cell is no part of it. A quoted cell may have several lines, and
 * the row still counts once. What is broken ends the reading with its row.
 */
export function* readingRecords(text: string): Steps<SheetRow[] | RowFault> {
  const delimiter = delimiterOf(text);
  const rows: SheetRow[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  for (let row = 1; at < text.length; row += 1) {
    const cells: string[] = [];
    const end = readRecord(text, at, delimiter, cells);
    if (typeof end === 'string') return { row, message: `不是合法的 CSV：${end} this is no CSV` };
    at = end;
    if (cells.some((cell) => cell !== '')) rows.push({ row, cells });
    if (rows.length > MOST_ROWS) return tooMany(row);
    yield;
  }
  return rows;
}

export function tooMany(row: number): RowFault {
  return {
    row,
    message: `文件超过 ${MOST_ROWS} 行，请分成几个文件。 the file has more than ${MOST_ROWS} rows: make several files of it`,
  };
}

const QUOTE = '"';

/** Answers where the next record begins, or what is wrong. */
function readRecord(text: string, from: number, delimiter: string, cells: string[]): number | string {
  let at = from;
  for (;;) {
    while (text[at] === ' ' || (text[at] === '\t' && delimiter !== '\t')) at += 1;
    let cell: string;
    if (text[at] === QUOTE) {
      const close = closingQuote(text, at + 1);
      if (close < 0) return '引号没有结束。 a quote is not closed:';
      cell = text.slice(at + 1, close).replaceAll('""', QUOTE);
      at = close + 1;
      while (text[at] === ' ' || (text[at] === '\t' && delimiter !== '\t')) at += 1;
      if (at < text.length && text[at] !== delimiter && !isEnd(text[at])) {
        return '引号结束后还有内容。 something stands behind a closing quote:';
      }
    } else {
      const begin = at;
      while (at < text.length && text[at] !== delimiter && !isEnd(text[at])) at += 1;
      cell = text.slice(begin, at).trim();
      if (cell.includes(QUOTE)) return '引号不在一格的开头。 a quote stands in the middle of a cell:';
    }
    if (cell.length > MOST_CELL_CHARACTERS) return '一格内容过长。 a cell is too long:';
    cells.push(cell);
    if (cells.length > MOST_COLUMNS) return `一行超过 ${MOST_COLUMNS} 格。 a row has more than ${MOST_COLUMNS} cells:`;
    if (text[at] !== delimiter) break;
    at += 1;
  }
  return text[at] === '\r' && text[at + 1] === '\n' ? at + 2 : at + 1;
}

function isEnd(character: string | undefined): boolean {
  return character === '\n' || character === '\r';
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf(QUOTE, from); at >= 0; at = text.indexOf(QUOTE, at + 2)) {
    if (text[at + 1] !== QUOTE) return at;
  }
  return -1;
}

/** As much as a head takes. */
const LOOKED_AT = 64 * 1024;

/** The one that stands most often in the first row that has any, outside of quotes. */
function delimiterOf(text: string): string {
  const lines = text
    .slice(0, LOOKED_AT)
    .split(/\r\n|\n|\r/)
    .map((line) => line.replace(/"(?:[^"]|"")*"/g, ''));
  for (const line of lines) {
    const counted = DELIMITERS.map((delimiter) => ({ delimiter, times: line.split(delimiter).length - 1 }));
    const best = counted.reduce((most, each) => (each.times > most.times ? each : most));
    if (best.times > 0) return best.delimiter;
  }
  return ',';
}
