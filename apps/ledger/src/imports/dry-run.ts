import { stepByStep } from '#basics';
import { type FactsFile, type ImportResult, movedLines, movedUnits, type Poster, runImport } from '#imports';
import type { RowFault } from '#wire';

import type { Report } from './import-schema';

/** As much of a list as one answer tells. */
export const MOST_TOLD = 1_000;
/** What nobody mends in one go; the number of the rest is told. */
const MOST_FAULTS = 20_000;
const AT_ONCE = { commands: Infinity, bytes: Infinity };

/** What a file would come to. */
export interface DryRun {
  faults: RowFault[];
  report: Report & {
    /** Which of the commands stood before, by their place in the file. */
    standing: number[];
  };
}

/** Tries all commands of a file, each against what those before it would leave, and writes nothing. */
export async function dryRun(read: FactsFile, poster: Poster, repeatedRows: boolean): Promise<DryRun> {
  const result = await runImport(read, poster, undefined, { dryRun: true, repeatedRows, atOnce: AT_ONCE });
  const faults = faultsOf(read, result);
  const lines = await stepByStep(movedLines(result.fates));
  const units = await stepByStep(movedUnits(lines));
  const standing = result.fates.flatMap(({ answer: { status, body } }, index) =>
    status === 200 && body['dryRun'] === undefined ? [index] : [],
  );
  const unmentioned = result.fates.reduce((sum, { answer: { body } }) => sum + Number(body['linesLeftOut'] ?? 0), 0);
  return {
    faults: faults.slice(0, MOST_FAULTS),
    report: {
      notes: result.notes,
      faults: faults.slice(0, MOST_TOLD).map(toldFault),
      ...leftOut('faultsLeftOut', faults.length - MOST_TOLD),
      stoodBefore: standing.length,
      units: units.slice(0, MOST_TOLD),
      ...leftOut('unitsLeftOut', units.length - MOST_TOLD),
      lines: lines.slice(0, MOST_TOLD),
      ...leftOut('linesLeftOut', Math.max(0, lines.length - MOST_TOLD) + unmentioned),
      standing,
    },
  };
}

/** In the order of the rows. A file without a command in it has to say why. */
function faultsOf({ commands, notes }: FactsFile, { errors }: ImportResult): RowFault[] {
  if (errors.length === 0 && commands.length === 0) {
    const message = notes.at(-1) ?? '文件中没有要记账的内容。 The file holds nothing to post.';
    return [{ row: 1, message }];
  }
  return [...errors].sort((a, b) => a.row - b.row);
}

function toldFault({ row, column, found, message }: RowFault): Report['faults'][number] {
  const told = column !== undefined && message.startsWith(`${column}: `) ? message.slice(column.length + 2) : message;
  return { row, ...(column === undefined ? {} : { column, found: found ?? '' }), message: told };
}

function leftOut<Name extends string>(name: Name, count: number): Partial<Record<Name, number>> {
  return (count > 0 ? { [name]: count } : {}) as Partial<Record<Name, number>>;
}
