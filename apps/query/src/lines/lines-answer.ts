import { AMOUNT_COLUMNS, type amountsInYuan } from '#domain';
import { dimensionShape, SCHEMA_NAMES } from '#wire';
import { z } from 'zod';

import { next, place, yuan } from '../http/answer-parts';
import { stood } from '../http/standing-answer';

/** As every message that leaves the ledger names a line. */
export const dimensions = dimensionShape;

export const amountsShape = Object.fromEntries(
  [...AMOUNT_COLUMNS, 'current', 'available'].map((column) => [`${column}Yuan`, yuan]),
) as Record<keyof ReturnType<typeof amountsInYuan>, typeof yuan>;
export const lineAnswer = z
  .strictObject({ ...dimensions, ...amountsShape })
  .register(SCHEMA_NAMES, { id: 'BudgetLine' });
export type LineAnswer = z.infer<typeof lineAnswer>;
export const madeLine = lineAnswer
  .extend({
    events: z.array(z.string()).meta({ description: 'The events that made the line, in order' }),
  })
  .register(SCHEMA_NAMES, { id: 'MadeLine' });
export type MadeLineAnswer = z.infer<typeof madeLine>;

export const linesAnswer = z
  .strictObject({
    ...place,
    year: z.int(),
    lines: z.array(madeLine),
    next,
    ...stood,
  })
  .meta({ title: 'Lines' })
  .register(SCHEMA_NAMES, { id: 'Lines' });
