import {
  type AsOf,
  asOfHint,
  departmentOf,
  GROUPING_NAMES,
  isAskable,
  MEASURE_NAMES,
  parseAsOf,
  type Version,
} from '#domain';
import { Problem } from '#platform';
import { type StopsPlace, TRANSIT_STATUS_NAMES } from '#read-model';
import { REPORT_MEASURE_NAMES, TABLE_NUMBERS, type TableNumber } from '#report';
import { fieldReason, namedEnum, wordsOf } from '#wire';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

import { cursorOf } from './cursor';

const AS_OF_DESCRIPTION =
  'A date (to its end in Asia/Shanghai), an instant with its zone, a revision of the stream, or a position: the state that had been recorded by then';

/** Numbers come as text in an address; anything but plain digits is a mistake and not a number to be guessed. */
const digits = (most: number): z.ZodType<number, string> =>
  z
    .string()
    .regex(/^\d{1,15}$/, '应为整数。 must be a whole number')
    .transform(Number)
    .refine((value) => value <= most, `不得大于 ${most}。 must be at most ${most}`);

const division = z.string().regex(/^\d{6}$/, '应为六位数字。 must be six digits');
const year = z
  .string()
  .regex(/^(20\d\d|2100)$/, '应为 2000 至 2100 之间的年度。 must be a year from 2000 to 2100')
  .transform(Number);
const table = z
  .string()
  .refine(
    (text) => TABLE_NUMBERS.some((number) => String(number) === text),
    '应为 1 至 11 的表号。 must be a table from 1 to 11',
  )
  .transform((text) => Number(text) as TableNumber);

const unit = z.string().regex(/^\d{6}$/, '应为六位数字。 must be six digits');
const department = z.string().regex(/^\d{3}$/, '应为三位数字。 must be three digits');

export const divisionPath = z.strictObject({ division });
export const departmentPath = z.strictObject({ division, department });
export const unitPath = z.strictObject({ division, unit });
export const departmentYearPath = departmentPath.extend({ year });
export const yearPath = z.strictObject({ year });
export const tablePath = yearPath.extend({ table });
/** Keys of rows and columns are codes and names of the layouts. */
const cellKey = z
  .string()
  .regex(/^[a-z\d-]{1,40}$/, '应为行或列的编码，如 2012902 或 total。 must be a key such as 2012902 or total');
export const cellPath = tablePath.extend({ row: cellKey, column: cellKey });

/** Any of the forms that parseAsOf reads. */
const asOf = z
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
const effectiveOn = z
  .string()
  .refine(isAskable, '应为日期，如 2024-03-31。 must be a date such as 2024-03-31')
  .optional()
  .meta({ description: 'A date: without what takes effect later' });
const version = { asOf, effectiveOn };

/** The fields of queries that say as of what. */
export const VERSION_FIELDS = ['asOf', 'from', 'to', 'priorAsOf'] as const;

/** The stream of an address that is about one; nothing for a division, or where the address does not fit. */
export function streamOfParams(params: unknown): { division: string; department: string } | undefined {
  const named = z.looseObject({ division, department: department.optional(), unit: unit.optional() }).safeParse(params);
  if (!named.success) return undefined;
  const code = named.data.department ?? (named.data.unit === undefined ? undefined : departmentOf(named.data.unit));
  return code === undefined ? undefined : { division: named.data.division, department: code };
}

/** What a read is about, by its address, or by its query where the address names nothing; `{}` for everything. */
export function placeOfRequest({ params, query, routeOptions }: FastifyRequest): StopsPlace {
  const asked = { ...(query as object), ...(params as object) };
  const named = z.object({ division: division.optional(), department: department.optional(), unit: unit.optional() });
  const { data = {} } = named.safeParse(asked);
  return {
    ...(data.division === undefined ? {} : { division: data.division }),
    ...(data.department === undefined ? {} : { department: data.department }),
    ...(data.unit === undefined ? {} : { unit: data.unit }),
    withTransits: /\/(transits|years\/:year)$/.test(routeOptions.url ?? ''),
  };
}

/** The version that a query asks for; a later page is of the first one's position. */
export function versionOf(
  query: { asOf?: AsOf | undefined; effectiveOn?: string | undefined },
  page?: { position: string },
): Version {
  const by = page === undefined ? query.asOf : parseAsOf(page.position);
  const on = query.effectiveOn;
  return { ...(by === undefined ? {} : { asOf: by }), ...(on === undefined ? {} : { effectiveOn: on }) };
}

/** What an answer can be sent as. */
export const FORMAT_NAMES = { json: '数据', csv: '电子表格', html: '网页', text: '纯文本' } as const;
type Format = keyof typeof FORMAT_NAMES;
function formats<Each extends Format>(...of: Each[]): z.ZodEnum<{ [Name in Each]: Name }> {
  return namedEnum(Object.fromEntries(of.map((each) => [each, FORMAT_NAMES[each]])) as unknown as Record<Each, string>);
}
const measure = namedEnum(REPORT_MEASURE_NAMES).default('current');
const jsonOrCsv = formats('json', 'csv').default('json');
export const tableQuery = z.strictObject({
  format: formats('json', 'csv', 'html').default('json'),
  measure,
  ...version,
});
/** Without `by` it is the published comparison with the year before. */
export const comparisonQuery = z
  .strictObject({
    format: jsonOrCsv,
    measure: namedEnum(MEASURE_NAMES).default('current'),
    by: namedEnum(GROUPING_NAMES).optional(),
    prior: year
      .optional()
      .meta({ description: 'The year to compare with; the year before where nothing else is said' }),
    priorAsOf: asOf,
    priorEffectiveOn: effectiveOn,
    ...version,
  })
  .superRefine(({ by, measure: chosen, prior, priorAsOf, priorEffectiveOn }, context) => {
    if (by !== undefined) return;
    const foreign = Object.entries({ prior, priorAsOf, priorEffectiveOn }).find(
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
const since = {
  from: asOf.meta({ description: `The earlier version. ${AS_OF_DESCRIPTION}` }),
  effectiveFrom: effectiveOn.meta({ description: 'A date: the earlier version without what takes effect later' }),
};
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
const listQuery = z.strictObject({ format: jsonOrCsv, ...version });
export const versionQuery = z.strictObject(version);

const MOST_EVENTS = 500;
const MOST_LINES = 5_000;
const MOST_UNITS = 1_000;
const limit = (most: number, usual = most): z.ZodType<number, string | undefined> =>
  digits(most)
    .refine((value) => value > 0, '不得小于 1。 must be at least 1')
    .default(usual);
const cursor = z
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
export const linesQuery = listQuery.extend({ cursor, limit: limit(MOST_LINES) });
export const yearListQuery = linesQuery.extend({ year: year.optional() });
/** What transfers can be asked for: `open` are all that are not over. */
export const TRANSIT_STATE_NAMES = { open: '尚未结束', ...TRANSIT_STATUS_NAMES } as const;
/** `open` are those that are in transit, as the department's year names them. */
export const transitsQuery = yearListQuery.extend({
  status: namedEnum(TRANSIT_STATE_NAMES).optional().meta({
    description: '状态；open 为在途（尚未结束） Only transfers that stand there; open are those that are not over',
  }),
});
export const cellQuery = listQuery.extend({ measure, ...since, cursor, limit: limit(MOST_EVENTS, 100) });
export const unitsQuery = listQuery.extend({ cursor, limit: limit(MOST_UNITS, 100) });

export const eventsQuery = z.strictObject({
  format: jsonOrCsv,
  after: digits(Number.MAX_SAFE_INTEGER).default(0),
  limit: limit(MOST_EVENTS, 100),
  ...version,
});

export const subscriptionQuery = z.strictObject({
  division: division.optional(),
  department: department.optional(),
  unit: unitPath.shape.unit.optional(),
  year: year.optional(),
  table: table.optional(),
  log: z
    .string()
    .regex(/^[0-9a-f]{64}$/, '应为 ready 消息中的日志哈希。 must be the hash of a log as it was sent with ready')
    .optional(),
});

/** Reads a part of a request. Throws the 400 problem that names each field that does not fit. */
export function valid<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => {
    const { zh, en } = fieldReason(issue, PARAMETER_NAMES);
    const field = (issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : issue.path).join('.');
    return { field, message: `${zh}。 ${en}` };
  });
  throw invalidRequest(errors);
}

const PARAMETER_NAMES = {
  division: '行政区划',
  department: '部门',
  unit: '单位',
  year: '年度',
  table: '表号',
  measure: '口径',
  format: '格式',
  status: '状态',
};

/** Messages are of both languages, as `中文。 English`. */
export function invalidRequest(errors: readonly { field: string; message: string }[]): Problem {
  const [first] = errors;
  const field = first?.field ?? '';
  const { zh, en } = wordsOf(first?.message ?? '');
  const detail = { zh: `参数 ${field} 有误${zh === undefined ? '' : `：${zh}`}。`, en: `${field}: ${en}` };
  return new Problem('invalid-request', detail, { errors });
}
