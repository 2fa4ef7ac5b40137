import { AMOUNT_COLUMNS, amountsInYuan, departmentOf, dimensionsOf, eventIdOf, type Line, streamOf } from '#domain';
import type { LineReading } from '#read-model';
import type { CsvCell, CsvTable } from '#report';

import type { LineAnswer, MadeLineAnswer } from '../http/schemas';

/** A line as it leaves the ledger: its dimensions, every column and the current budget, in yuan. */
export function lineAnswerOf(line: Line): LineAnswer {
  return { ...dimensionsOf(line), ...amountsInYuan(line) };
}

/** The same, with the events that made it. */
export function madeLineOf(division: string, { line, revisions }: LineReading): MadeLineAnswer {
  const stream = streamOf({ division, department: departmentOf(line.unit) });
  return { ...lineAnswerOf(line), events: revisions.map((revision) => eventIdOf({ stream, revision })) };
}

const AMOUNTS = [...AMOUNT_COLUMNS, 'current', 'available'].map(
  (column) => `${column}Yuan` as keyof ReturnType<typeof amountsInYuan>,
);
export const DIMENSIONS = [
  'unit',
  'source',
  'function',
  'economic',
  'category',
  'project',
  'originYear',
  'procurement',
];

export function linesAsCsv(fiscalYear: number, lines: readonly LineReading[]): CsvTable {
  const rows = lines.map(({ line, revisions }) => {
    const amounts = amountsInYuan(line);
    return [fiscalYear, ...dimensionCells(line), ...AMOUNTS.map((name) => amounts[name]), revisions.join(' ')];
  });
  return { columns: ['fiscalYear', ...DIMENSIONS, ...AMOUNTS, 'revisions'], rows };
}

/** In the order of DIMENSIONS. */
export function dimensionCells(line: Parameters<typeof dimensionsOf>[0]): CsvCell[] {
  const { unit, source, function: functional, economic, category, project, originYear, procurement } = line;
  return [unit, source, functional, economic, category, project, originYear, procurement];
}
