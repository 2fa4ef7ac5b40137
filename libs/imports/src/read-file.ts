import { stepByStep } from '#basics';
import { type Encoding, readingRows, type RowFault, type SheetRow, textOfFile } from '#wire';

import { type FactsFile, readingFacts } from './facts-file';

/** The rows of a file in which anything stands, what keeps it from being a table, and how it was read where it does not say it. */
export interface Sheet {
  rows: readonly SheetRow[];
  faults: RowFault[];
  notes: string[];
}

/** The rows of a file as somebody made it, whatever it is written in. */
export async function readSheet(bytes: Uint8Array, encoding?: Encoding): Promise<Sheet> {
  try {
    const { text, note } = textOfFile(bytes, encoding);
    const rows = await stepByStep(readingRows(text));
    const notes = note === undefined ? [] : [note];
    return 'message' in rows ? { rows: [], faults: [rows], notes } : { rows, faults: [], notes };
  } catch (error) {
    return { rows: [], faults: [faultOf(error)], notes: [] };
  }
}

/** The commands that a file's rows come to, or all that is wrong with them by itself. */
export async function readFile(bytes: Uint8Array, encoding?: Encoding): Promise<FactsFile> {
  const { rows, faults, notes } = await readSheet(bytes, encoding);
  if (faults.length > 0) return { commands: [], errors: faults, notes };
  const read = await stepByStep(readingFacts(rows));
  return { ...read, notes: [...notes, ...read.notes] };
}

/** What cannot be read as a text says in which row. */
function faultOf(error: unknown): RowFault {
  if (!(error instanceof Error)) throw error;
  return { row: 'row' in error ? Number(error.row) : 1, message: error.message };
}
