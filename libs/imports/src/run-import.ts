import { Turns } from '#basics';
import { parseCommand, type RowFault } from '#wire';

import { batchesOf, type BatchLimits, POSTED_AT_ONCE } from './batches';
import type { CommandAnswer, Poster } from './command-answer';
import type { FactsCommand, FactsFile } from './facts-file';
import { faultAt, faultsOfAnswer, sentenceOfField } from './faults-of-answer';
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

export interface RunOptions {
  /** Only tells what would be decided. */
  dryRun?: boolean;
  /** Rows that say the same as another one of their document are meant. */
  repeatedRows?: boolean;
  /** How much is handed over at once. */
  atOnce?: BatchLimits;
}

/**
 * Posts what was read of a file. Nothing is posted when any row is wrong by itself; what the ledger refuses is told by row while the other
 * commands stand, as each is decided on its own.
 */
export async function runImport(
  { commands, errors, notes }: FactsFile,
  poster: Poster,
  progress: (done: number, total: number) => void = () => undefined,
  options: RunOptions = {},
): Promise<ImportResult> {
  const result: ImportResult = { recorded: 0, repeated: 0, errors: [...errors], positions: [], notes, fates: [] };
  const doubtful: Doubtful[] = [];
  const turns = new Turns();
  for (const command of commands) {
    for (const doubt of doubtsOf(command, result, options)) doubtful.push(doubt);
    await turns.next();
  }
  if (result.errors.length === 0) addTo(result.errors, await stillDoubtful(poster, doubtful));
  if (result.errors.length > 0) return result;
  progress(0, commands.length);
  for (const batch of batchesOf(commands, options.atOnce ?? POSTED_AT_ONCE)) {
    const post = (inputs: FactsCommand['input'][]) =>
      options.dryRun === true ? poster.try(inputs) : poster.post(inputs);
    const answers = await postNumbered(post, batch);
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
function doubtsOf(command: FactsCommand, result: ImportResult, options: RunOptions): Doubtful[] {
  const parsed = parseCommand(command.input);
  const faults = (parsed.ok ? [] : parsed.errors).map(({ field, message }) =>
    faultAt(command, field, sentenceOfField(field, message)),
  );
  if (parsed.asSent === undefined) addTo(result.errors, faults);
  const unclean = parsed.asSent === undefined ? [] : faults;
  const repeatedRows = options.repeatedRows === true ? [] : command.doubts;
  return unclean.length + repeatedRows.length === 0 ? [] : [{ command, unclean, repeatedRows }];
}

/** What was recorded before is found again, whatever is asked of files today. */
async function stillDoubtful(poster: Poster, doubtful: readonly Doubtful[]): Promise<RowFault[]> {
  const doubts = new Map(doubtful.map((each) => [each.command, each]));
  const faults: RowFault[] = [];
  for (const batch of batchesOf([...doubts.keys()], POSTED_AT_ONCE)) {
    const answers = await postNumbered((inputs) => poster.try(inputs), batch);
    batch.forEach((command, index) => {
      const { unclean = [], repeatedRows = [] } = doubts.get(command) ?? {};
      const { status, body } = answers[index] as CommandAnswer;
      if (status === 400 || status >= 500) addTo(faults, unclean);
      if (status !== 200 || body['dryRun'] !== undefined) addTo(faults, repeatedRows);
    });
  }
  return faults;
}

function count(result: ImportResult, command: FactsCommand, answer: CommandAnswer): void {
  const { status, body } = answer;
  result.fates.push({ command, answer });
  if (status === 201) result.recorded += 1;
  if (status === 200 && body['dryRun'] === undefined) result.repeated += 1;
  if (typeof body['position'] === 'string' && body['dryRun'] === undefined) result.positions.push(body['position']);
  addTo(result.errors, faultsOfAnswer(command, answer));
}

/** A file may have any number of faults, and a call does not take any number of arguments. */
function addTo(faults: RowFault[], more: readonly RowFault[]): void {
  for (const fault of more) faults.push(fault);
}
