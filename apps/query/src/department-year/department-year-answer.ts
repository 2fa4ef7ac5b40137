import { SCHEMA_NAMES } from '#wire';
import { z } from 'zod';

import { stream, yuan } from '../http/answer-parts';
import { stood } from '../http/standing-answer';
import { amountsShape, lineAnswer } from '../lines/lines-answer';
import { transit } from './transits-answer';

export const departmentYearAnswer = z
  .strictObject({
    stream,
    year: z.int(),
    closed: z.boolean(),
    totals: z.strictObject(amountsShape).meta({ description: 'Of all lines, the pool among them' }),
    pool: z.array(lineAnswer).meta({ description: '待下达: approved lines that are not handed down yet' }),
    ceilings: z.array(
      z.strictObject({
        scope: z.looseObject({ kind: z.string() }),
        limitYuan: yuan,
        currentYuan: yuan,
        roomYuan: yuan,
      }),
    ),
    inTransit: z.array(transit),
    ...stood,
  })
  .meta({ title: 'DepartmentYear' })
  .register(SCHEMA_NAMES, { id: 'DepartmentYear' });
