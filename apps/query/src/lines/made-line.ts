import { amountsInYuan, departmentOf, dimensionsOf, eventIdOf, type Line, streamOf } from '#domain';
import type { LineReading } from '#read-model';

import type { LineAnswer, MadeLineAnswer } from './lines-answer';

/** A line as it leaves the ledger: its dimensions, every column and the current budget, in yuan. */
export function lineAnswerOf(line: Line): LineAnswer {
  return { ...dimensionsOf(line), ...amountsInYuan(line) };
}

/** The same, with the events that made it. */
export function madeLineOf(division: string, { line, revisions }: LineReading): MadeLineAnswer {
  const stream = streamOf({ division, department: departmentOf(line.unit) });
  return { ...lineAnswerOf(line), events: revisions.map((revision) => eventIdOf({ stream, revision })) };
}
