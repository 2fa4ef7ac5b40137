import { SCHEMA_NAMES } from '#wire';
import { z } from 'zod';

import { codeAndName, wan } from '../http/answer-parts';
import { made } from '../http/standing-answer';
import { level } from '../tables/table-answer';

export const unitsWithoutPrior = z.array(codeAndName).meta({
  description: 'Units whose prior year is unknown while that of others is known: no change counts them',
});
export const unitsWithoutCurrent = z.array(codeAndName).meta({
  description: 'Units of the prior year that have no amounts in this one: no change counts them',
});

const uncompared = (of: typeof unitsWithoutPrior) =>
  z.array(codeAndName.extend({ amount: wan })).meta({ description: of.meta()?.description ?? '' });
export const comparisonAnswer = z
  .strictObject({
    level,
    unit: codeAndName,
    year: z.int(),
    priorYear: z.int(),
    unitsWithoutPrior: uncompared(unitsWithoutPrior),
    unitsWithoutCurrent: uncompared(unitsWithoutCurrent),
    currencyUnit: z.literal('万元'),
    measures: z.array(
      z.strictObject({
        measure: z.string(),
        name: z.string(),
        current: wan,
        prior: wan.nullable().meta({ description: 'Null where the prior year is unknown, which is not zero' }),
        comparableCurrent: wan.nullable().meta({ description: 'Of the units that both years know; null without any' }),
        comparablePrior: wan.nullable(),
        change: wan
          .nullable()
          .meta({ description: 'Of the units that both years know (同口径), as the ratio and the words' }),
        ratio: z.string().nullable().meta({ example: '14.08%' }),
        words: z.string(),
      }),
    ),
    ...made,
  })
  .meta({ title: 'Comparison' })
  .register(SCHEMA_NAMES, { id: 'Comparison' });
