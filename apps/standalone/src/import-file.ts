import { readFileSync } from 'node:fs';

import { parseCommand } from '#wire';

import { type FactsCommand, readFacts, type RowError } from './facts-file';
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

const BATCH = 100;

/**
 * Posts a file of budget facts (CSV) or of whole commands (a JSON array). Nothing is posted when any row is wrong by itself; what the ledger
 * refuses is told by row while the other commands stand, as each is decided on its own.
 */
export async function importFile(
  file: string,
  client: LedgerClient,
  progress: (done: number, total: number) => void,
): Promise<ImportResult> {
  const { commands, errors } = file.endsWith('.json') ? readCommands(file) : readFacts(readFileSync(file));
  const result: ImportResult = {
    recorded: 0,
    repeated: 0,
    errors: [...errors, ...commands.flatMap(shapeErrors)],
    positions: [],
  };
  if (result.errors.length > 0) return result;
  progress(0, commands.length);
  for (let from = 0; from < commands.length; from += BATCH) {
    const batch = commands.slice(from, from + BATCH);
    const answers = await client.post(batch.map(({ input }) => input));
    batch.forEach((command, index) => {
      count(result, command, answers[index] as CommandAnswer);
    });
    progress(Math.min(from + BATCH, commands.length), commands.length);
  }
  return result;
}

/** In a JSON file the n-th command counts as row n. */
function readCommands(file: string): { commands: FactsCommand[]; errors: RowError[] } {
  try {
    const inputs = JSON.parse(readFileSync(file, 'utf8')) as FactsCommand['input'][];
    return { commands: inputs.map((input, index) => ({ input, rows: [index + 1] })), errors: [] };
  } catch (error) {
    return { commands: [], errors: [{ row: 1, message: error instanceof Error ? error.message : String(error) }] };
  }
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
