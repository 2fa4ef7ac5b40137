import { z } from 'zod';

import { jsonOrCsv } from '../http/format';
import { measure } from '../http/parameters';
import { asOf, effectiveOn, since } from '../http/version';

export const diffQuery = z
  .strictObject({ format: jsonOrCsv, measure, ...since, to: asOf, effectiveTo: effectiveOn })
  .superRefine(({ from, effectiveFrom }, context) => {
    if (from !== undefined || effectiveFrom !== undefined) return;
    context.addIssue({
      code: 'custom',
      path: ['from'],
      message: '须以 from 或 effectiveFrom 说明与哪一版比较。 from or effectiveFrom must say what is compared',
    });
  });
