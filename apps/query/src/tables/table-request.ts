import { TABLE_NUMBERS, type TableNumber } from '#report';
import { z } from 'zod';

import { formats } from '../http/format';
import { measure, yearPath } from '../http/parameters';
import { version } from '../http/version';

export const table = z
  .string()
  .refine(
    (text) => TABLE_NUMBERS.some((number) => String(number) === text),
    '应为 1 至 11 的表号。 must be a table from 1 to 11',
  )
  .transform((text) => Number(text) as TableNumber);

export const tablePath = yearPath.extend({ table });

export const tableQuery = z.strictObject({
  format: formats('json', 'csv', 'html').default('json'),
  measure,
  ...version,
});
