import { z } from 'zod';

import { cursorOf } from './cursor';
import { jsonOrCsv } from './format';
import { digits } from './parameters';
import { version } from './version';

/** What may be asked of every list. */
export const listQuery = z.strictObject({ format: jsonOrCsv, ...version });

export const limit = (most: number, usual = most): z.ZodType<number, string | undefined> =>
  digits(most)
    .refine((value) => value > 0, '不得小于 1。 must be at least 1')
    .default(usual);
export const cursor = z
  .string()
  .transform((text, context) => {
    const read = cursorOf(text);
    if (read !== undefined) return read;
    context.addIssue({ code: 'custom', message: '应为前一页的 next。 must be the next of an earlier page' });
    return z.NEVER;
  })
  .optional()
  .meta({
    description:
      'The next of the page before; it holds the position of the first page, so that all pages are of one state',
  });

/** So many events are answered at once. */
export const MOST_EVENTS = 500;
