import { z } from 'zod';

import { jsonOrCsv } from '../http/format';
import { cursor, limit, listQuery, MOST_EVENTS } from '../http/list';
import { digits } from '../http/parameters';
import { version } from '../http/version';
import { trailFilter } from './trail-filter-request';

export const eventsQuery = z.strictObject({
  format: jsonOrCsv,
  after: digits(Number.MAX_SAFE_INTEGER).default(0),
  limit: limit(MOST_EVENTS, 100),
  ...trailFilter,
  ...version,
});

export const divisionEventsQuery = listQuery.extend({ ...trailFilter, cursor, limit: limit(MOST_EVENTS, 100) });
