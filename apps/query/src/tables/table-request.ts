import { MEASURE_NAMES } from '#domain';
import { TABLE_NUMBERS, type TableNumber } from '#report';
import { namedEnum } from '#wire';
import { z } from 'zod';

import { formats } from '../http/format';
import { yearPath } from '../http/parameters';
import { version } from '../http/version';

export const table = z
  .string()
  .refine(
    (text) => TABLE_NUMBERS.some((number) => String(number) === text),
    '应为 1 至 11 的表号。 must be a table from 1 to 11',
  )
  .transform((text) => Number(text) as TableNumber);

export const tablePath = yearPath.extend({ table });

/** Whether the exact amounts of cells are given besides what is printed. */
export const EXACT_NAMES = { true: '是', false: '否' } as const;

export const tableQuery = z.strictObject({
  format: formats('json', 'csv', 'html').default('json'),
  measure: namedEnum(MEASURE_NAMES).default('current'),
  exact: namedEnum(EXACT_NAMES)
    .default('false')
    .transform((text) => text === 'true')
    .meta({
      description: 'JSON 中另给各单元格的确切金额（元）。 Adds the exact amount of each cell in yuan to the JSON',
    }),
  ...version,
});
