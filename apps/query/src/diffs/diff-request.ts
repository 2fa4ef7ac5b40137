import { z } from 'zod';

import { jsonOrCsv } from '../http/format';
import { cursor, limit } from '../http/list';
import { measure } from '../http/parameters';
import { asOf, effectiveOn, since } from '../http/version';

/** Each change names up to twenty events, and the answer both versions of the table: a page of this size stays below two megabytes. */
const MOST_CHANGES = 200;

export const diffQuery = z
  .strictObject({
    format: jsonOrCsv,
    measure,
    ...since,
    to: asOf,
    effectiveTo: effectiveOn,
    cursor,
    limit: limit(MOST_CHANGES),
  })
  .superRefine(({ from, effectiveFrom }, context) => {
    if (from !== undefined || effectiveFrom !== undefined) return;
    context.addIssue({
      code: 'custom',
      path: ['from'],
      message: '须以 from 或 effectiveFrom 说明与哪一版比较。 from or effectiveFrom must say what is compared',
    });
  });
