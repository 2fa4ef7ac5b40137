import { SCHEMA_NAMES } from '#wire';
import { z } from 'zod';

import { place, yuan } from '../http/answer-parts';
import { stood } from '../http/standing-answer';

const year = z
  .strictObject({
    year: z.int(),
    originalYuan: yuan.optional(),
    currentYuan: yuan.optional(),
    paidYuan: yuan.optional(),
    availableYuan: yuan.optional(),
  })
  .register(SCHEMA_NAMES, { id: 'YearTotals' })
  .meta({ description: '只能查阅其一部分的，不列合计。 Without amounts where you may read only a part of the year' });

export const yearsAnswer = z
  .strictObject({ ...place, years: z.array(year), ...stood })
  .meta({ title: 'Years' })
  .register(SCHEMA_NAMES, { id: 'Years' });
