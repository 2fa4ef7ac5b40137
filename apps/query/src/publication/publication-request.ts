import { z } from 'zod';

import { formats } from '../http/format';
import { measure } from '../http/parameters';
import { version } from '../http/version';

export const explanationQuery = z.strictObject({
  format: formats('json', 'text').default('json'),
  measure,
  ...version,
});
export const publicationQuery = z.strictObject({
  format: formats('json', 'html').default('json'),
  measure,
  ...version,
});
