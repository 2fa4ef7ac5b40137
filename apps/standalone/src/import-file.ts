import { readFileSync } from 'node:fs';

import { parsePosition, positionOf } from '#domain';
import { type JsonLimits, MESSAGE_JSON, readJson } from '#platform';
import { type Encoding, parseCommand, type RowFault, textOfFile } from '#wire';

import { type FactsCommand, type FactsFile, readFacts } from './facts-file';
import { faultsOfAnswer, rowOf, sentenceOfField } from './import-faults';
import type { CommandAnswer, LedgerClient } from './ledger-client';
import { postNumbered } from './numbered-posting';

/** What became of one command of a file. */
export interface CommandFate {
  command: FactsCommand;
  answer: CommandAnswer;
}

/** What an import came to. */
export interface ImportResult {
  recorded: number;
  /** Found under the same id from an earlier import. */
  repeated: number;
  errors: RowFault[];
  /** Positions of the records, for `Ledger-Min-Position`. */
  positions: string[];
  /** How the file was read where it does not say it literally. */
  notes: string[];
  /** In the file's order; empty where nothing was posted. */
  fates: CommandFate[];
}

export interface ImportOptions {
  encoding?: Encoding;
  /** Only tells what would be decided. */
  dryRun?: boolean;
  /** Rows that say the same as another one of their document are meant. */
  repeatedRows?: boolean;
}

/** One request: well below what the ledger takes, which is 1,000 commands and 8 MiB. */
const BATCH = { commands: 100, bytes: 512 * 1024 };
/** What is tried stands on what was tried before it in the same request alone, so as much as fits is tried at once. */
const TRIAL = { commands: 1_000, bytes: 6 * 1024 * 1024 };

/**
 * Posts a file of budget facts (CSV) or of whole commands (a JSON array). Nothing is posted when any row is wrong by itself; what the ledger
 * refuses is told by row while the other commands stand, as each is decided on its own.
 */
export async function importFile(
  file: string,
  client: LedgerClient,
  progress: (done: number, total: number) => void,
  options: ImportOptions = {},
): Promise<ImportResult> {
  const { commands, errors, notes } = readInput(file, options.encoding);
  const result: ImportResult = { recorded: 0, repeated: 0, errors: [...errors], positions: [], notes, fates: [] };
  const doubtful = commands.flatMap((command) => doubtsOf(command, result, options));
  if (result.errors.length === 0) addTo(result.errors, await stillDoubtful(client, doubtful));
  if (result.errors.length > 0) return result;
  progress(0, commands.length);
  for (const batch of batchesOf(commands, options.dryRun === true ? TRIAL : BATCH)) {
    const answers = await postNumbered(
      (inputs) => (options.dryRun === true ? client.try(inputs) : client.post(inputs)),
      batch,
    );
    batch.forEach((command, index) => {
      count(result, command, answers[index] as CommandAnswer);
    });
    progress(result.fates.length, commands.length);
  }
  return result;
}

/** What may have been right when it was imported first. */
interface Doubtful {
  command: FactsCommand;
  /** Texts that could not be given any more; the ledger knows whether they could when they were. */
  unclean: RowFault[];
  repeatedRows: RowFault[];
}

/** What is wrong by itself goes to the errors, and what is doubtful is to be asked. */
function doubtsOf(command: FactsCommand, result: ImportResult, options: ImportOptions): Doubtful[] {
  const parsed = parseCommand(command.input);
  const faults = (parsed.ok ? [] : parsed.errors).map(({ field, message }) => {
    return { row: rowOf(command, field), message: sentenceOfField(field, message) };
  });
  if (parsed.asSent === undefined) addTo(result.errors, faults);
  const unclean = parsed.asSent === undefined ? [] : faults;
  const repeatedRows = options.repeatedRows === true ? [] : command.doubts;
  return unclean.length + repeatedRows.length === 0 ? [] : [{ command, unclean, repeatedRows }];
}

/** What was recorded before is found again, whatever is asked of files today. */
async function stillDoubtful(client: LedgerClient, doubtful: readonly Doubtful[]): Promise<RowFault[]> {
  const doubts = new Map(doubtful.map((each) => [each.command, each]));
  const faults: RowFault[] = [];
  for (const batch of batchesOf([...doubts.keys()], BATCH)) {
    const answers = await postNumbered((inputs) => client.try(inputs), batch);
    batch.forEach((command, index) => {
      const { unclean = [], repeatedRows = [] } = doubts.get(command) ?? {};
      const { status, body } = answers[index] as CommandAnswer;
      if (status === 400 || status >= 500) addTo(faults, unclean);
      if (status !== 200 || body['dryRun'] !== undefined) addTo(faults, repeatedRows);
    });
  }
  return faults;
}

/** A file is posted in portions, so it may hold more than a request. */
const FILE_JSON: JsonLimits = { ...MESSAGE_JSON, items: Infinity, values: Infinity };

function readInput(file: string, encoding: Encoding | undefined): FactsFile {
  try {
    const { text, note } = textOfFile(readFileSync(file), encoding);
    const read = file.endsWith('.json') ? readCommands(text) : readFacts(text);
    return note === undefined ? read : { ...read, notes: [note, ...read.notes] };
  } catch (error) {
    const row = error instanceof Error && 'row' in error ? Number(error.row) : 1;
    return { commands: [], errors: [{ row, message: (error as Error).message }], notes: [] };
  }
}

/** In a JSON file the n-th command counts as row n. */
function readCommands(text: string): FactsFile {
  const read = readJson(Buffer.from(text), FILE_JSON);
  if (!read.ok) throw new Error(read.problem.details.detail);
  const inputs = read.value;
  if (!Array.isArray(inputs)) {
    const message = '应为命令的 JSON 数组。 must hold an array of commands';
    return { commands: [], errors: [{ row: 1, message }], notes: [] };
  }
  const commands = inputs.map((input: FactsCommand['input'], index) => {
    return { input, rows: [index + 1], places: {}, doubts: [] };
  });
  return { commands, errors: [], notes: [] };
}

/** As many commands as one request takes, by number and by size; one that is too large for any goes alone. */
function* batchesOf(commands: readonly FactsCommand[], most: typeof BATCH): Generator<FactsCommand[]> {
  let batch: FactsCommand[] = [];
  let bytes = 0;
  for (const command of commands) {
    const size = Buffer.byteLength(JSON.stringify(command.input));
    if (batch.length > 0 && (batch.length === most.commands || bytes + size > most.bytes)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(command);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

function count(result: ImportResult, command: FactsCommand, answer: CommandAnswer): void {
  const { status, body } = answer;
  result.fates.push({ command, answer });
  if (status === 201) result.recorded += 1;
  if (status === 200 && body['dryRun'] === undefined) result.repeated += 1;
  if (typeof body['position'] === 'string' && body['dryRun'] === undefined) result.positions.push(body['position']);
  addTo(result.errors, faultsOfAnswer(command, answer));
}

/** The newest position of each partition, as one vector. */
export function newestPositions(positions: readonly string[]): string {
  const newest = new Map<number, number>();
  for (const position of positions) {
    for (const [partition, offset] of parsePosition(position) ?? []) {
      newest.set(partition, Math.max(newest.get(partition) ?? 0, offset));
    }
  }
  return [...newest].map(([partition, offset]) => positionOf({ partition, offset })).join(',');
}

/** A file may have any number of faults, and a call does not take any number of arguments. */
function addTo(faults: RowFault[], more: readonly RowFault[]): void {
  for (const fault of more) faults.push(fault);
}
