import { csvPieces } from '#report';
import type { RowFault, SheetRow } from '#wire';

/** The column that a reader of the mended file passes over. */
const FAULTS_COLUMN = '错误 Faults';

/**
 * The file as it was sent, with what is wrong with each row in a last column: it is mended there and sent again. Rows keep their numbers. What
 * belongs to no row that is there stands in the first one.
 */
export function faultsFile(rows: readonly SheetRow[], faults: readonly RowFault[]): Generator<string> {
  const last = rows.at(-1)?.row ?? 1;
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  const told = new Map<number, string[]>();
  for (const { row, message } of faults) {
    const at = row >= 1 && row <= last ? row : 1;
    const sentences = told.get(at);
    if (sentences === undefined) told.set(at, [message]);
    else sentences.push(message);
  }
  const byRow = new Map(rows.map(({ row, cells }) => [row, cells]));
  const head = rows[0]?.row ?? 1;
  const lines = Array.from({ length: last }, (_, index) => {
    const row = index + 1;
    const cells = byRow.get(row) ?? [];
    const sentences = told.get(row) ?? [];
    const own = row === head ? [FAULTS_COLUMN, ...sentences] : sentences;
    return [...cells, ...Array.from({ length: width - cells.length }, () => ''), own.join('\n')];
  });
  const [first = [], ...others] = lines;
  return csvPieces({ columns: first, rows: others });
}
