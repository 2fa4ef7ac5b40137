import { CARRY_OVER_NAMES } from '#domain';
import { namedEnum, SCHEMA_NAMES } from '#wire';
import { z } from 'zod';

import { next, stream, yuan } from '../http/answer-parts';
import { stood } from '../http/standing-answer';
import { dimensions } from '../lines/lines-answer';

const carryOverLine = z
  .strictObject({
    ...dimensions,
    leftYuan: yuan.meta({ description: 'At most this can be carried over' }),
    frozenYuan: yuan.meta({ description: 'Must be paid or released before it can be carried over' }),
    kind: namedEnum(CARRY_OVER_NAMES),
    into: z.strictObject(dimensions),
    posting: z
      .strictObject({ ...dimensions, amountYuan: yuan })
      .optional()
      .meta({ description: 'As CarryOverBalance of this kind takes it among its lines; absent where nothing is left' }),
  })
  .register(SCHEMA_NAMES, { id: 'CarryOverLine' });
export const carryOverAnswer = z
  .strictObject({
    stream,
    year: z.int(),
    intoYear: z.int(),
    closed: z.boolean(),
    lines: z.array(carryOverLine),
    totals: z
      .strictObject({ carryForwardYuan: yuan, surplusYuan: yuan, frozenYuan: yuan })
      .meta({ description: 'Of all lines, on whatever page' }),
    next,
    ...stood,
  })
  .meta({ title: 'CarryOverPreview' })
  .register(SCHEMA_NAMES, { id: 'CarryOverPreview' });
