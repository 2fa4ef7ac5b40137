import { z } from 'zod';

import { jsonOrCsv } from '../http/format';
import { limit, MOST_EVENTS } from '../http/list';
import { digits } from '../http/parameters';
import { version } from '../http/version';

export const eventsQuery = z.strictObject({
  format: jsonOrCsv,
  after: digits(Number.MAX_SAFE_INTEGER).default(0),
  limit: limit(MOST_EVENTS, 100),
  ...version,
});
