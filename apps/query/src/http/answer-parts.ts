import { z } from 'zod';

/** Fields that answers have in common. */
export const next = z.string().optional().meta({ description: 'Go on with cursor=next; absent on the last page' });
export const yuan = z.string().meta({ description: 'Yuan, two places', example: '834200.00' });
export const wan = z.string().meta({ description: '万元, two places', example: '83.42' });
export const hash = z.string().meta({ description: "SHA-256 of the record's exact bytes, in lowercase hex" });
export const texts = <Name extends string>(...names: Name[]): z.ZodObject<Record<Name, z.ZodString>, z.core.$strict> =>
  z.strictObject(Object.fromEntries(names.map((name) => [name, z.string()])) as Record<Name, z.ZodString>);
export const whole = <Name extends string>(...names: Name[]): z.ZodObject<Record<Name, z.ZodInt>, z.core.$strict> =>
  z.strictObject(Object.fromEntries(names.map((name) => [name, z.int()])) as Record<Name, z.ZodInt>);
export const codeAndName = texts('code', 'name');

export const keyAndName = texts('key', 'name');

/** The place of an answer, as its address names it. */
export const place = { division: z.string(), department: z.string().optional(), unit: z.string().optional() };

export const stream = z.string().meta({ example: '361100/126' });
