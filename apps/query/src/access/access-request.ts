import { ACCESS_OUTCOME_NAMES, namedEnum } from '#wire';
import { z } from 'zod';

import { formats } from '../http/format';
import { limit } from '../http/list';
import { day, digits } from '../http/parameters';

/** What may be asked of the records of access. */
export const accessQuery = z.strictObject({
  from: day.optional().meta({
    description: '起始日（含，北京时间）。缺省为七日前 The first day (Asia/Shanghai); a week ago where it is left out',
  }),
  to: day.optional().meta({ description: '截止日（含）。缺省为今日 The last day; today where it is left out' }),
  actor: z.string().min(1).max(200).optional(),
  outcome: namedEnum(ACCESS_OUTCOME_NAMES).optional(),
  format: formats('json', 'csv', 'html').default('json'),
  limit: limit(1_000, 200),
  cursor: digits(Number.MAX_SAFE_INTEGER).optional().meta({ description: 'The next of the page before' }),
});
