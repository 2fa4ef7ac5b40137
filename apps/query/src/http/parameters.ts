import { isAskable } from '#domain';
import { REPORT_MEASURE_NAMES } from '#report';
import { namedEnum } from '#wire';
import { z } from 'zod';

/** Numbers come as text in an address; anything but plain digits is a mistake and not a number to be guessed. */
export const digits = (most: number): z.ZodType<number, string> =>
  z
    .string()
    .regex(/^\d{1,15}$/, '应为整数。 must be a whole number')
    .transform(Number)
    .refine((value) => value <= most, `不得大于 ${most}。 must be at most ${most}`);

export const day = z.string().refine(isAskable, '应为日期，如 2026-03-31。 must be a date such as 2026-03-31');

export const division = z.string().regex(/^\d{6}$/, '应为六位数字。 must be six digits');
export const year = z
  .string()
  .regex(/^(20\d\d|2100)$/, '应为 2000 至 2100 之间的年度。 must be a year from 2000 to 2100')
  .transform(Number);

export const unit = z.string().regex(/^\d{6}$/, '应为六位数字。 must be six digits');
export const department = z.string().regex(/^\d{3}$/, '应为三位数字。 must be three digits');

export const divisionPath = z.strictObject({ division });
export const departmentPath = z.strictObject({ division, department });
export const unitPath = z.strictObject({ division, unit });
export const yearPath = z.strictObject({ year });

/** What the amounts of a report count. */
export const measure = namedEnum(REPORT_MEASURE_NAMES).default('current');
