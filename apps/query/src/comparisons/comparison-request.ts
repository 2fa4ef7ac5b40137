import { GROUPING_NAMES, MEASURE_NAMES } from '#domain';
import { namedEnum } from '#wire';
import { z } from 'zod';

import { jsonOrCsv } from '../http/format';
import { only } from '../http/line-class';
import { cursor, limit } from '../http/list';
import { year } from '../http/parameters';
import { asOf, effectiveOn, version } from '../http/version';

/** With the events behind each, so many rows stay below two megabytes. */
const MOST_ROWS = 500;

/** Without `by` it is the published comparison with the year before. */
export const comparisonQuery = z
  .strictObject({
    format: jsonOrCsv,
    measure: namedEnum(MEASURE_NAMES).default('current'),
    by: namedEnum(GROUPING_NAMES).optional(),
    only,
    prior: year
      .optional()
      .meta({ description: 'The year to compare with; the year before where nothing else is said' }),
    priorAsOf: asOf,
    priorEffectiveOn: effectiveOn,
    ...version,
    cursor,
    limit: limit(MOST_ROWS),
  })
  .superRefine(({ by, only: ofClass, measure: chosen, prior, priorAsOf, priorEffectiveOn, cursor: page }, context) => {
    if (by !== undefined) return;
    const foreign = Object.entries({ only: ofClass, prior, priorAsOf, priorEffectiveOn, cursor: page }).find(
      ([, value]) => value !== undefined,
    )?.[0];
    if (foreign !== undefined)
      context.addIssue({ code: 'custom', path: [foreign], message: '须与 by 同时填写。 goes with by' });
    if (chosen !== 'current' && chosen !== 'original') {
      context.addIssue({
        code: 'custom',
        path: ['measure'],
        message: '除 current、original 外，须与 by 同时填写。 goes with by, but for current and original',
      });
    }
  });
