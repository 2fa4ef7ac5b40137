import { GROUPING_NAMES, MEASURE_NAMES } from '#domain';
import { COMPARED_NAMES } from '#report';
import { namedEnum, SCHEMA_NAMES } from '#wire';
import { z } from 'zod';

import { next, place, yuan } from '../http/answer-parts';
import { made, position, stood } from '../http/standing-answer';
import { eventName } from '../reading/event-name-answer';
import { unitsWithoutCurrent, unitsWithoutPrior } from './comparison-answer';

const percent = z
  .string()
  .nullable()
  .meta({ example: '14.08%', description: 'Null where it is of zero, or of what is unknown' });
const compared = z
  .strictObject({
    currentYuan: yuan.nullable().meta({ description: 'Null of a unit that has no amounts on this side' }),
    priorYuan: yuan.nullable().meta({ description: 'Null where it is unknown, which is not zero' }),
    changeYuan: yuan.nullable(),
    ratio: percent,
    share: percent,
    priorShare: percent,
  })
  .register(SCHEMA_NAMES, { id: 'Compared' });
const comparedMeasures = z
  .strictObject({ original: compared, current: compared, paid: compared, available: compared })
  .register(SCHEMA_NAMES, { id: 'ComparedMeasures' });
const drivers = {
  drivers: z
    .array(eventName.extend({ amountYuan: yuan }))
    .meta({ description: 'The events that the change of the chosen measure is owed to most, the largest first' }),
  otherDriversYuan: yuan.nullable().meta({ description: 'What all other events come to' }),
};
export const dimensionComparisonAnswer = z
  .strictObject({
    ...place,
    by: namedEnum(GROUPING_NAMES),
    only: z
      .strictObject({ by: namedEnum(GROUPING_NAMES), key: z.string(), name: z.string() })
      .optional()
      .meta({ description: 'The one class of lines that everything here is of, if only one was asked for' }),
    year: z.int(),
    measure: namedEnum(MEASURE_NAMES).meta({ description: 'Whose drivers are named' }),
    prior: z.strictObject({
      year: z.int(),
      isKnown: z.boolean().meta({ description: 'Whether anything was posted to it' }),
      unitsWithoutPrior,
      unitsWithoutCurrent,
      ...stood,
      position: position.nullable(),
    }),
    currencyUnit: z.literal('元'),
    rows: z.array(
      z.strictObject({
        of: namedEnum(COMPARED_NAMES).meta({
          description:
            'Rows of the dimension are of the units that both sides know; a unit that only one side knows is a row of its own, under its code',
        }),
        key: z.string(),
        name: z.string(),
        measures: comparedMeasures,
        ...drivers,
      }),
    ),
    comparable: z
      .strictObject({ measures: comparedMeasures })
      .meta({ description: 'Of the units that both sides know' }),
    total: z.strictObject({ measures: comparedMeasures, ...drivers }),
    next,
    ...made,
  })
  .meta({ title: 'DimensionComparison' })
  .register(SCHEMA_NAMES, { id: 'DimensionComparison' });
