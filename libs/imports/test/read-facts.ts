import { atOnce } from '#basics';
import { readingRows } from '#wire';

import { type FactsFile, readingFacts } from '../src/facts-file';

/** The commands of a CSV in one go. */
export function readFacts(text: string): FactsFile {
  const rows = atOnce(readingRows(text));
  return 'message' in rows ? { commands: [], errors: [rows], notes: [] } : atOnce(readingFacts(rows));
}
