import { readFileSync } from 'node:fs';

import { type FactsCommand, type FactsFile, type ImportResult, readFile, runImport, TRIED_AT_ONCE } from '#imports';
import { type JsonLimits, MESSAGE_JSON, readJson } from '#platform';
import { type Encoding, textOfFile } from '#wire';

import type { LedgerClient } from './ledger-client';

export interface ImportOptions {
  encoding?: Encoding;
  /** Only tells what would be decided. */
  dryRun?: boolean;
  /** Rows that say the same as another one of their document are meant. */
  repeatedRows?: boolean;
}

/** Posts a file of budget facts or of whole commands (a JSON array). */
export async function importFile(
  file: string,
  client: LedgerClient,
  progress: (done: number, total: number) => void,
  { encoding, dryRun, repeatedRows }: ImportOptions = {},
): Promise<ImportResult> {
  const read = await readInput(file, encoding);
  const tried = dryRun === true ? { dryRun, atOnce: TRIED_AT_ONCE } : {};
  return runImport(read, client, progress, { ...tried, repeatedRows });
}

/** A file is posted in portions, so it may hold more than a request. */
const FILE_JSON: JsonLimits = { ...MESSAGE_JSON, items: Infinity, values: Infinity };

async function readInput(file: string, encoding: Encoding | undefined): Promise<FactsFile> {
  try {
    const bytes = readFileSync(file);
    return file.endsWith('.json') ? readCommands(bytes, encoding) : await readFile(bytes, encoding);
  } catch (error) {
    const row = error instanceof Error && 'row' in error ? Number(error.row) : 1;
    return { commands: [], errors: [{ row, message: (error as Error).message }], notes: [] };
  }
}

/** In a JSON file the n-th command counts as row n. */
function readCommands(bytes: Uint8Array, encoding: Encoding | undefined): FactsFile {
  const { text, note } = textOfFile(bytes, encoding);
  const notes = note === undefined ? [] : [note];
  const read = readJson(Buffer.from(text), FILE_JSON);
  if (!read.ok) throw new Error(read.problem.details.detail);
  const inputs = read.value;
  if (!Array.isArray(inputs)) {
    const message = '应为命令的 JSON 数组。 must hold an array of commands';
    return { commands: [], errors: [{ row: 1, message }], notes };
  }
  const commands = inputs.map((input: FactsCommand['input'], index) => {
    return { input, rows: [index + 1], places: {}, doubts: [] };
  });
  return { commands, errors: [], notes };
}
