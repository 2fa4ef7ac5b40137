import { readFileSync } from 'node:fs';

import { MESSAGE_JSON, readJson } from '#platform';
import { parseCommand } from '#wire';

import { DERIVED_ID, type FactsCommand, type FactsFile, readFacts, type RowError } from './facts-file';
import type { CommandAnswer, LedgerClient } from './ledger-client';

/** What an import came to. */
export interface ImportResult {
  recorded: number;
  /** Found under the same id from an earlier import. */
  repeated: number;
  errors: RowError[];
  /** Positions of the records, for `Ledger-Min-Position`. */
  positions: string[];
}

/** A file may hold any number of commands, and each of them what a request may hold. */
const FILE_JSON = { ...MESSAGE_JSON, items: Infinity, values: Infinity };

/** One request: well below what the ledger takes, which is 1,000 commands and 1 MiB. */
const BATCH = { commands: 100, bytes: 512 * 1024 };

/**
 * Posts a file of budget facts (CSV) or of whole commands (a JSON array). Nothing is posted when any row is wrong by itself; what the ledger
 * refuses is told by row while the other commands stand, as each is decided on its own.
 */
export async function importFile(
  file: string,
  client: LedgerClient,
  progress: (done: number, total: number) => void,
): Promise<ImportResult> {
  const { commands, errors } = readInput(file);
  const result: ImportResult = {
    recorded: 0,
    repeated: 0,
    errors: [...errors, ...commands.flatMap(shapeErrors)],
    positions: [],
  };
  if (result.errors.length > 0) return result;
  progress(0, commands.length);
  let done = 0;
  for (const batch of batchesOf(commands)) {
    const answers = await postCorrected(client, batch);
    batch.forEach((command, index) => {
      count(result, command, answers[index] as CommandAnswer);
    });
    done += batch.length;
    progress(done, commands.length);
  }
  return result;
}

/** The most corrections of one document that are looked for. */
const MOST_CORRECTIONS = 100;

/**
 * A refusal keeps its id for ever, so rows that were mended after one are posted under the id's next number: `import-….2`. The
 * numbers are tried in order, so that a second import of the same file finds the same answers.
 */
async function postCorrected(client: LedgerClient, batch: readonly FactsCommand[]): Promise<CommandAnswer[]> {
  const answers = await client.post(batch.map(({ input }) => input));
  for (let number = 2; number <= MOST_CORRECTIONS; number += 1) {
    const again = batch.flatMap(({ input }, index) => (wasRefused(input, answers[index]) ? [{ input, index }] : []));
    if (again.length === 0) break;
    const numbered = again.map(({ input }) => ({ ...input, commandId: `${input.commandId}.${number}` }));
    const given = await client.post(numbered);
    again.forEach(({ index }, place) => (answers[index] = given[place] as CommandAnswer));
  }
  return answers;
}

/** Only ids that were derived from rows are numbered; whoever chose an id must choose the next one as well. */
function wasRefused({ commandId }: FactsCommand['input'], answer: CommandAnswer | undefined): boolean {
  const { firstUse } = (answer?.body ?? {}) as { firstUse?: { refused?: boolean } };
  return commandId.startsWith(DERIVED_ID) && answer?.status === 409 && firstUse?.refused === true;
}

function readInput(file: string): FactsFile {
  try {
    const bytes = readFileSync(file);
    return file.endsWith('.json') ? readCommands(bytes) : readFacts(bytes);
  } catch (error) {
    return { commands: [], errors: [{ row: 1, message: (error as Error).message }] };
  }
}

/** In a JSON file the n-th command counts as row n. */
function readCommands(bytes: Buffer): FactsFile {
  const read = readJson(bytes, FILE_JSON);
  if (!read.ok) throw read.problem;
  const inputs = read.value;
  if (!Array.isArray(inputs)) return { commands: [], errors: [{ row: 1, message: 'must hold an array of commands' }] };
  return {
    commands: inputs.map((input: FactsCommand['input'], index) => ({ input, rows: [index + 1] })),
    errors: [],
  };
}

/** As many commands as one request takes, by number and by size; one that is too large for any goes alone. */
function* batchesOf(commands: readonly FactsCommand[]): Generator<FactsCommand[]> {
  let batch: FactsCommand[] = [];
  let bytes = 0;
  for (const command of commands) {
    const size = Buffer.byteLength(JSON.stringify(command.input));
    if (batch.length > 0 && (batch.length === BATCH.commands || bytes + size > BATCH.bytes)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(command);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

function shapeErrors(command: FactsCommand): RowError[] {
  const parsed = parseCommand(command.input);
  if (parsed.ok) return [];
  return parsed.errors.map(({ field, message }) => ({ row: rowOf(command, field), message: `${field}: ${message}` }));
}

function count(result: ImportResult, command: FactsCommand, { status, body }: CommandAnswer): void {
  if (status === 201) result.recorded += 1;
  if (status === 200) result.repeated += 1;
  if (typeof body['position'] === 'string') result.positions.push(body['position']);
  if (status < 300) return;
  const figures = Array.isArray(body['figures']) ? (body['figures'] as { field: string }[]) : [];
  const rows = new Set(
    figures.length === 0 ? command.rows.slice(0, 1) : figures.map(({ field }) => rowOf(command, field)),
  );
  // What an answer leaves out is counted at the command's first row.
  const leftOut = Number(body['figuresLeftOut'] ?? 0);
  if (leftOut > 0) {
    const message = `${status} ${String(body['code'])}: 另有 ${leftOut} 处未列出 and ${leftOut} more places`;
    result.errors.push({ row: command.rows[0] ?? 1, message });
  }
  for (const row of rows)
    result.errors.push({ row, message: `${status} ${String(body['code'])}: ${String(body['detail'])}` });
}

/** `lines[3].economic` stands in the row of the fourth line. */
function rowOf({ rows }: FactsCommand, field: string): number {
  const index = /^lines\[(\d+)\]/.exec(field)?.[1];
  return rows[index === undefined ? 0 : Number(index)] ?? rows[0] ?? 1;
}

/** The newest position of each partition, as one vector. */
export function newestPositions(positions: readonly string[]): string {
  const newest = new Map<string, number>();
  for (const position of positions) {
    const [partition = '', offset = '0'] = position.split(':');
    newest.set(partition, Math.max(newest.get(partition) ?? 0, Number(offset)));
  }
  return [...newest].map(([partition, offset]) => `${partition}:${offset}`).join(',');
}
