import { namedEnum } from '#wire';
import { z } from 'zod';

import { limit } from '../http/list';
import { division } from '../http/parameters';
import { isUsable, NOT_USABLE } from '../http/usable';

const MOST_FOUND = 50;
const LONGEST_TEXT = 100;

export const SEARCH_KIND_NAMES = {
  division: '行政区划',
  department: '部门',
  unit: '单位',
  project: '项目',
  function: '支出功能分类科目',
  economic: '部门预算支出经济分类科目',
  document: '文号',
} as const;
export type SearchKind = keyof typeof SEARCH_KIND_NAMES;

export const searchQuery = z.strictObject({
  q: z.string().trim().min(1).max(LONGEST_TEXT).refine(isUsable, NOT_USABLE).meta({
    description:
      '名称的任一部分、编码的开头、拼音首字母或全拼的开头、文号的开头。 A part of a name, the beginning of a code, of pinyin or its initials, or of a document number',
    example: 'srsfnlhh',
  }),
  division: division.optional(),
  kind: namedEnum(SEARCH_KIND_NAMES).optional(),
  limit: limit(MOST_FOUND, 20),
});
