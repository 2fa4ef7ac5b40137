import { Problem } from '#platform';
import { TABLE_NUMBERS, type TableNumber } from '#report';
import { z } from 'zod';

/** Numbers come as text in an address; anything but plain digits is a mistake and not a number to be guessed. */
const digits = (most: number): z.ZodType<number, string> =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value <= most, `must be at most ${most}`);

const division = z.string().regex(/^\d{6}$/, 'must be six digits');
const year = z
  .string()
  .regex(/^(20\d\d|2100)$/, 'must be a year from 2000 to 2100')
  .transform(Number);
const table = z
  .string()
  .refine((text) => TABLE_NUMBERS.some((number) => String(number) === text), 'must be a table from 1 to 11')
  .transform((text) => Number(text) as TableNumber);

export const unitPath = z.strictObject({ division, unit: z.string().regex(/^\d{6}$/, 'must be six digits') });
const department = z.string().regex(/^\d{3}$/, 'must be three digits');
export const departmentPath = z.strictObject({ division, department });
export const departmentYearPath = departmentPath.extend({ year });
export const divisionPath = z.strictObject({ division });
export const yearPath = z.strictObject({ year });
export const tablePath = yearPath.extend({ table });

const measure = z.enum(['current', 'original']).default('current');
const jsonOrCsv = z.enum(['json', 'csv']).default('json');
export const tableQuery = z.strictObject({ format: z.enum(['json', 'csv', 'html']).default('json'), measure });
export const comparisonQuery = z.strictObject({ format: jsonOrCsv, measure });
export const explanationQuery = z.strictObject({ format: z.enum(['json', 'text']).default('json'), measure });
export const publicationQuery = z.strictObject({ format: z.enum(['json', 'html']).default('json'), measure });
export const linesQuery = z.strictObject({ format: jsonOrCsv });
export const yearListQuery = z.strictObject({ format: jsonOrCsv, year: year.optional() });
export const noQuery = z.strictObject({});

export const subscriptionQuery = z.strictObject({
  division: division.optional(),
  department: department.optional(),
  unit: unitPath.shape.unit.optional(),
  year: year.optional(),
  table: table.optional(),
  log: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'must be the hash of a log as it was sent with ready')
    .optional(),
});

const MOST_EVENTS = 500;
export const eventsQuery = z.strictObject({
  format: jsonOrCsv,
  after: digits(Number.MAX_SAFE_INTEGER).default(0),
  limit: digits(MOST_EVENTS)
    .refine((value) => value > 0, 'must be at least 1')
    .default(100),
});

/** Reads a part of a request. Throws the 400 problem that names each field that does not fit. */
export function valid<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => ({
    field: (issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : issue.path).join('.'),
    message: issue.message,
  }));
  throw invalidRequest(errors);
}

export function invalidRequest(errors: readonly { field: string; message: string }[]): Problem {
  const [first] = errors;
  const field = first?.field ?? '';
  const detail = { zh: `参数 ${field} 有误。`, en: `${field}: ${first?.message ?? ''}` };
  return new Problem('invalid-request', detail, { errors });
}
