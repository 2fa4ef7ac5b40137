import { z } from 'zod';

import { limit } from '../http/list';
import { digits, year } from '../http/parameters';
import { version } from '../http/version';

const MOST_MOMENTS = 5_000;

export const timelineQuery = z.strictObject({
  year: year.optional(),
  after: digits(Number.MAX_SAFE_INTEGER).default(0),
  limit: limit(MOST_MOMENTS),
  ...version,
});
