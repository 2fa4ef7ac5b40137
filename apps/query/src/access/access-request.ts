import { isAskable } from '#domain';
import { ACCESS_OUTCOME_NAMES, namedEnum } from '#wire';
import { z } from 'zod';

import { formats } from '../http/format';
import { limit } from '../http/list';
import { digits } from '../http/parameters';

const day = z.string().refine(isAskable, '应为日期，如 2026-03-31。 must be a date such as 2026-03-31').optional();

/** What may be asked of the records of access. */
export const accessQuery = z.strictObject({
  from: day.meta({
    description: '起始日（含，北京时间）。缺省为七日前 The first day (Asia/Shanghai); a week ago where it is left out',
  }),
  to: day.meta({ description: '截止日（含）。缺省为今日 The last day; today where it is left out' }),
  actor: z.string().min(1).max(200).optional(),
  outcome: namedEnum(ACCESS_OUTCOME_NAMES).optional(),
  format: formats('json', 'csv', 'html').default('json'),
  limit: limit(1_000, 200),
  cursor: digits(Number.MAX_SAFE_INTEGER).optional().meta({ description: 'The next of the page before' }),
});
