import { Problem } from '#platform';
import { z } from 'zod';

/** Commands of one batch request; each is decided on its own. */
export const MAX_BATCH = 1_000;

export const batchSchema = z.strictObject({
  commands: z.array(z.unknown()).min(1).max(MAX_BATCH),
  dryRun: z.boolean().optional(),
});

/** The commands of a batch as they were sent; each is looked at by itself. Throws a Problem where it is no batch. */
export function batchOf(body: unknown): { commands: unknown[]; dryRun: boolean } {
  const parsed = batchSchema.safeParse(body);
  if (parsed.success) return { dryRun: false, ...parsed.data };
  throw noBatch();
}

export function noBatch(): Problem {
  const detail = { zh: `应为 1 至 ${MAX_BATCH} 条命令。`, en: `commands must hold 1 to ${MAX_BATCH} commands.` };
  return new Problem('invalid-request', detail, {
    errors: [{ field: 'commands', message: `${detail.zh} ${detail.en}` }],
  });
}
