import { Problem } from '#platform';
import { type Encoding, ENCODINGS } from '#wire';
import { z } from 'zod';

export const sendFileQuery = z.strictObject({
  name: z.string().min(1).max(200).optional(),
  encoding: z
    .string()
    .transform((said) => said.toLowerCase())
    .refine((said): said is Encoding => ENCODINGS.some((known) => known === said), { error: ENCODINGS.join(', ') })
    .optional(),
  repeatedRows: z
    .string()
    .regex(/^(true|false)$/)
    .default('false')
    .transform((said) => said === 'true'),
});

export const templateQuery = z.strictObject({
  unit: z
    .string()
    .regex(/^(yuan|wan)$/)
    .default('yuan')
    .meta({ description: '元 or 万元' }),
});

/** What stands behind the address. Throws the problem of what does not belong there. */
export function inQuery<T>(schema: z.ZodType<T>, query: unknown): T {
  const parsed = schema.safeParse(query);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }));
  const { field, message } = errors[0] ?? { field: '', message: '' };
  const detail = { zh: `查询参数 ${field} 有误。`, en: `The query parameter ${field}: ${message}` };
  throw new Problem('invalid-request', detail, { errors });
}
