import { GROUPING_NAMES, GROUPINGS, type LineClass } from '#domain';
import { z } from 'zod';

import { isUsable, NOT_USABLE } from './usable';

const LONGEST = 400;
const CLASS = new RegExp(`^(${GROUPINGS.join('|')}):`);

/** One class of lines that an answer is to be of, `economic-class:302`; without a key it is of what has none, such as lines without a project. */
export const only = z
  .string()
  .max(LONGEST)
  .refine(isUsable, NOT_USABLE)
  .transform((text, context): LineClass => {
    const by = GROUPINGS.find((grouping) => grouping === CLASS.exec(text)?.[1]);
    if (by !== undefined) return { by, key: text.slice(by.length + 1) };
    context.addIssue({
      code: 'custom',
      message: '应为分类与编码，如 economic-class:302。 must be a dimension and a key, such as economic-class:302',
    });
    return z.NEVER;
  })
  .optional()
  .meta({
    description: `只含一类：分类与编码，如 economic-class:302。 Only what counts under one key of a dimension: ${GROUPINGS.join(', ')}`,
    example: 'economic-class:302',
  });

/** The same in a few words, for files; empty where nothing is left out. */
export function onlyLabel(asked: LineClass | undefined): string {
  return asked === undefined ? '' : `只含${GROUPING_NAMES[asked.by]} ${asked.key}`;
}
