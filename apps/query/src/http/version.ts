import { type AsOf, asOfHint, isAskable, parseAsOf, type Version } from '#domain';
import { z } from 'zod';

const AS_OF_DESCRIPTION =
  'A date (to its end in Asia/Shanghai), an instant with its zone, a revision of the stream, or a position: the state that had been recorded by then';

/** Any of the forms that parseAsOf reads. */
export const asOf = z
  .string()
  .transform((text, context): AsOf => {
    const parsed = parseAsOf(text);
    if (parsed !== undefined) return parsed;
    const { zh, en } = asOfHint(text);
    context.addIssue({ code: 'custom', message: `${zh}。 ${en}` });
    return z.NEVER;
  })
  .optional()
  .meta({ description: AS_OF_DESCRIPTION });
export const effectiveOn = z
  .string()
  .refine(isAskable, '应为日期，如 2024-03-31。 must be a date such as 2024-03-31')
  .optional()
  .meta({ description: 'A date: without what takes effect later' });
export const version = { asOf, effectiveOn };

export const versionQuery = z.strictObject(version);

/** The earlier of two versions, where a question is about two. */
export const since = {
  from: asOf.meta({ description: `The earlier version. ${AS_OF_DESCRIPTION}` }),
  effectiveFrom: effectiveOn.meta({ description: 'A date: the earlier version without what takes effect later' }),
};

/** The fields of queries that say as of what. */
export const VERSION_FIELDS = ['asOf', 'from', 'to', 'priorAsOf'] as const;

/** The version that a query asks for; a later page is of the first one's position. */
export function versionOf(
  query: { asOf?: AsOf | undefined; effectiveOn?: string | undefined },
  page?: { position: string },
): Version {
  const by = page === undefined ? query.asOf : parseAsOf(page.position);
  const on = query.effectiveOn;
  return { ...(by === undefined ? {} : { asOf: by }), ...(on === undefined ? {} : { effectiveOn: on }) };
}
