import { namedEnum } from '#wire';
import type { z } from 'zod';

import type { Format } from './answer';

/** What an answer can be sent as, by the name that a question gives it. */
export const FORMAT_NAMES = { json: '数据', csv: '电子表格', html: '网页', text: '纯文本' } as const satisfies Record<
  Format,
  string
>;

export function formats<Each extends Format>(...of: Each[]): z.ZodEnum<{ [Name in Each]: Name }> {
  return namedEnum(Object.fromEntries(of.map((each) => [each, FORMAT_NAMES[each]])) as unknown as Record<Each, string>);
}

export const jsonOrCsv = formats('json', 'csv').default('json');
