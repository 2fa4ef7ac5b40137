import { SCHEMA_NAMES } from '#wire';
import { z } from 'zod';

import { next, stream, yuan } from '../http/answer-parts';
import { stood } from '../http/standing-answer';
import { dimensions } from '../lines/lines-answer';

export const freezesAnswer = z
  .strictObject({
    stream,
    held: z.array(
      z.strictObject({
        freezeRevision: z.int().meta({ description: 'The revision of the event that froze the funds' }),
        freezeEventId: z.string(),
        fiscalYear: z.int(),
        line: z.strictObject(dimensions),
        heldYuan: yuan,
      }),
    ),
    next,
    ...stood,
  })
  .meta({ title: 'Freezes', description: '冻结余额' })
  .register(SCHEMA_NAMES, { id: 'Freezes' });
