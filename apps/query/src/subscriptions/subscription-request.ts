import { z } from 'zod';

import { department, division, unit, year } from '../http/parameters';
import { table } from '../tables/table-request';

export const subscriptionQuery = z.strictObject({
  division: division.optional(),
  department: department.optional(),
  unit: unit.optional(),
  year: year.optional(),
  table: table.optional(),
  log: z
    .string()
    .regex(/^[0-9a-f]{64}$/, '应为 ready 消息中的日志哈希。 must be the hash of a log as it was sent with ready')
    .optional(),
});
