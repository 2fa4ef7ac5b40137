import { AMOUNT_PATTERN, CATEGORY_NAMES, PROCUREMENT_NAMES, SOURCE_NAMES, withTwoPlaces } from '#domain';
import { z } from 'zod';

import { POOL, UNIT_OR_POOL } from './field-words';
import { namedEnum } from './named-enum';
import { performanceTargetsOf, staffingOf } from './said-shapes';
import { SCHEMA_NAMES } from './schema-names';
import { oneLine, severalLines } from './text';

export const division = z
  .string()
  .regex(/^\d{6}$/, '应为六位数字。 must be six digits')
  .meta({ example: '361100' });
export const department = z
  .string()
  .regex(/^\d{3}$/, '应为三位数字。 must be three digits')
  .meta({ example: '126' });
export const unitCode = z
  .string()
  .regex(/^\d{6}$/, '应为六位数字。 must be six digits')
  .meta({ example: '126001' });
/** A department's pool (待下达): the department itself, by its three digits. */
const poolCode = z
  .string()
  .regex(/^\d{3}$/, '应为三位数字。 must be three digits')
  .meta({ ...POOL, example: '126' });
export const fiscalYear = z.int().min(2000).max(2100);
export const documentNumber = oneLine(100).meta({ example: '饶财预〔2024〕1号' });
export const name = oneLine(200);
/** Text that may have several lines and tabs. */
export const paragraph = severalLines(4_000);
export const commandId = z
  .string()
  .regex(
    /^[\x21-\x7e]{1,128}$/,
    '应为 1 至 128 个可见的 ASCII 字符，不含空格。 must be 1 to 128 printable ASCII characters without spaces',
  )
  .regex(
    /^(?!transit:)/,
    '不得以 transit: 开头，那是账本自己的命令。 must not begin with transit:, which is for the commands of the ledger itself',
  );
export const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, '应为小写十六进制的 SHA-256。 must be a SHA-256 in lowercase hex');

/**
 * A real calendar day; `2024-02-30` is none. Its century is bounded, for a day far off is a slip of the pen, and year 0 is a day that
 * databases count in another way.
 */
export const date = z.iso
  .date()
  .regex(/^(?:19|20|21)/, '须在 1900 年至 2199 年之间。 must be a day from 1900 to 2199')
  .meta({ format: 'date', example: '2024-01-01' });

/** No stream comes near to it, and every part of the ledger takes it. */
const MOST_REVISIONS = 2_147_483_647;
/** A revision of the stream that the command goes to. */
export const revision = z.int().min(1).max(MOST_REVISIONS);
/** The revision at which the sender believes the stream to stand; 0 is a stream without an event. */
export const expectedRevision = z.int().min(0).max(MOST_REVISIONS);

/** A positive amount in yuan; spelled with two places from here on, so that `100` and `100.00` are the same command. */
const amountYuan = z
  .string()
  .regex(
    AMOUNT_PATTERN,
    '应为以文本填写的正数，最多两位小数、十五位数字。 must be a positive decimal string of at most 2 places and 15 digits',
  )
  .overwrite((amount) => (AMOUNT_PATTERN.test(amount) ? withTwoPlaces(amount) : amount))
  .meta({
    description:
      '金额：以元计的十进制文本，最多两位小数、十五位整数。 Yuan, as a decimal string of at most two places and 15 digits',
    example: '834200.00',
  });

const DECLARED = new RegExp(`${AMOUNT_PATTERN.source}|^0(?:\\.0{1,2})?$`);
/** An amount that a document declares; zero is possible. */
export const declaredYuan = z
  .string()
  .regex(
    DECLARED,
    '应为以文本填写的非负数，最多两位小数、十五位数字。 must be a decimal string of at most 2 places and 15 digits',
  )
  .overwrite((amount) => (DECLARED.test(amount) ? withTwoPlaces(amount) : amount));

/** An amount that an approval or an opening balance states: a published table is full of zeros, and a line at zero is known. */
const statedYuan = declaredYuan.meta({
  description:
    '金额：以元计的十进制文本；0.00 表示已知而没有。 Yuan, as a decimal string of at most two places and 15 digits; 0.00 says that the line is known and has nothing',
  example: '834200.00',
});

const lineShape = {
  unit: unitCode,
  source: namedEnum(SOURCE_NAMES),
  function: z
    .string()
    .regex(/^\d{7}$/, '应为七位数字（项）。 must be the seven digits of a 项')
    .meta({ example: '2012901' }),
  economic: z
    .string()
    .regex(/^\d{3}(\d{2})?$/, '应为三位（类）或五位（款）数字。 must be three digits (类) or five (款)')
    .meta({ example: '30101' }),
  category: namedEnum(CATEGORY_NAMES),
  project: name.optional(),
  procurement: namedEnum(PROCUREMENT_NAMES).optional(),
  amountYuan,
};

/** 项目支出 names its project; 基本支出 has none. */
function projectGoesWithCategory({ category, project }: { category: string; project?: string | undefined }): boolean {
  return (category === 'project') === (project !== undefined);
}
const projectMessage = {
  message: '仅在支出类别为项目支出（project）时填写，且必须填写。 must be given exactly where the category is project',
  path: ['project'],
};

const unitOrPool = z.union([unitCode, poolCode]).meta(UNIT_OR_POOL);

/** The year's own money of a unit. */
export const freshLine = z
  .strictObject(lineShape)
  .refine(projectGoesWithCategory, projectMessage)
  .register(SCHEMA_NAMES, { id: 'FreshLine' });
/** Money of a unit, the year's own or of an earlier year. */
export const anyLine = z
  .strictObject({ ...lineShape, originYear: fiscalYear.optional() })
  .refine(projectGoesWithCategory, projectMessage)
  .register(SCHEMA_NAMES, { id: 'Line' });
/** What is approved as the year's own money of a unit or of the department's pool. */
export const approvedLineOrPool = z
  .strictObject({ ...lineShape, unit: unitOrPool, amountYuan: statedYuan })
  .refine(projectGoesWithCategory, projectMessage)
  .register(SCHEMA_NAMES, { id: 'ApprovedLine' });
/** What a document states as the opening balance of money of an earlier year. */
export const openingLineOrPool = z
  .strictObject({ ...lineShape, unit: unitOrPool, originYear: fiscalYear, amountYuan: statedYuan })
  .refine(projectGoesWithCategory, projectMessage)
  .register(SCHEMA_NAMES, { id: 'OpeningLine' });
/** Money of an earlier year. */
export const carriedLineOrPool = z
  .strictObject({ ...lineShape, unit: unitOrPool, originYear: fiscalYear })
  .refine(projectGoesWithCategory, projectMessage)
  .register(SCHEMA_NAMES, { id: 'CarriedLine' });
/** Either. */
export const anyLineOrPool = z
  .strictObject({ ...lineShape, unit: unitOrPool, originYear: fiscalYear.optional() })
  .refine(projectGoesWithCategory, projectMessage)
  .register(SCHEMA_NAMES, { id: 'LineOrPool' });
/** Money of the department's pool, which is to be handed down. */
export const poolLine = z
  .strictObject({ ...lineShape, unit: poolCode, originYear: fiscalYear.optional() })
  .refine(projectGoesWithCategory, projectMessage)
  .register(SCHEMA_NAMES, { id: 'PoolLine' });

/** More people than any department has. */
const people = z.int().min(0).max(100_000_000);
export const staffing = staffingOf(people);

const targets = performanceTargetsOf(declaredYuan, name, paragraph);
export const performanceTargets = {
  ...targets,
  tasks: targets.tasks.max(200),
  goals: targets.goals.max(200),
  indicators: targets.indicators.max(500),
};
