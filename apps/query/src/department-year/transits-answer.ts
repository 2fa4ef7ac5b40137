import { TRANSIT_DIRECTION_NAMES, TRANSIT_STATUS_NAMES } from '#read-model';
import { namedEnum, SCHEMA_NAMES } from '#wire';
import { z } from 'zod';

import { next, stream, yuan } from '../http/answer-parts';
import { stood } from '../http/standing-answer';

export const transit = z
  .strictObject({
    transitId: z.string().meta({ description: 'The id of the event that sent it', example: '361100/126@17' }),
    direction: namedEnum(TRANSIT_DIRECTION_NAMES),
    fromStream: stream,
    toStream: stream,
    fiscalYear: z.int(),
    status: namedEnum(TRANSIT_STATUS_NAMES),
    amountYuan: yuan,
    events: z.record(z.string(), z.string()).meta({ description: 'The events of it by what each of them is' }),
    refusalCode: z.string().optional(),
  })
  .register(SCHEMA_NAMES, { id: 'Transit' });
export const transitsAnswer = z
  .strictObject({ stream, transits: z.array(transit), next, ...stood })
  .meta({ title: 'Transits', description: '部门间调剂' })
  .register(SCHEMA_NAMES, { id: 'Transits' });
