import { COLUMN_NAMES } from '#domain';
import { namedEnum, SCHEMA_NAMES } from '#wire';
import { z } from 'zod';

import { keyAndName, next, place, yuan } from '../http/answer-parts';
import { made, position, stood } from '../http/standing-answer';
import { dimensions } from '../lines/lines-answer';
import { eventName } from '../reading/event-name-answer';
import { measure } from '../tables/table-answer';

export const cellBasis = { ...place, year: z.int(), table: z.string(), measure, currencyUnit: z.literal('万元') };

export const cellAnswer = z
  .strictObject({
    ...cellBasis,
    row: keyAndName,
    column: keyAndName,
    printed: z.string().meta({ description: 'As the table prints it' }),
    amountYuan: yuan.meta({ description: 'The exact sum' }),
    since: z
      .strictObject({ printed: z.string(), amountYuan: yuan, ...stood, position: position.nullable() })
      .optional()
      .meta({
        description: 'The earlier version, where one is asked for; its position is null where nothing was known',
      }),
    eventsYuan: yuan.meta({
      description: 'What all the events add up to: the amount, less that of the earlier version',
    }),
    eventCount: z.int(),
    events: z.array(
      eventName.extend({
        amountYuan: yuan,
        postings: z.array(
          z.strictObject({
            line: z.strictObject(dimensions),
            fiscalYear: z.int(),
            column: namedEnum(COLUMN_NAMES),
            effectiveDate: z.iso.date(),
            amountYuan: yuan.meta({ description: 'What it adds to the cell: a cut takes away' }),
          }),
        ),
      }),
    ),
    next,
    ...made,
  })
  .meta({ title: 'Cell' })
  .register(SCHEMA_NAMES, { id: 'Cell' });
