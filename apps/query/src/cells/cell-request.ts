import { z } from 'zod';

import { cursor, limit, listQuery, MOST_EVENTS } from '../http/list';
import { measure } from '../http/parameters';
import { since } from '../http/version';
import { tablePath } from '../tables/table-request';

/** Keys of rows and columns are codes and names of the layouts. */
const cellKey = z
  .string()
  .regex(/^[a-z\d-]{1,40}$/, '应为行或列的编码，如 2012902 或 total。 must be a key such as 2012902 or total');
export const cellPath = tablePath.extend({ row: cellKey, column: cellKey });

export const cellQuery = listQuery.extend({ measure, ...since, cursor, limit: limit(MOST_EVENTS, 100) });
