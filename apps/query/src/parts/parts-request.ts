import { namedEnum } from '#wire';

import { cursor, limit, listQuery } from '../http/list';

const MOST_PARTS = 1_000;
export const SORT_NAMES = { code: '按编码', '-currentYuan': '按调整后预算数，大的在前' } as const;

export const partsQuery = listQuery.extend({
  cursor,
  limit: limit(MOST_PARTS, 100),
  sort: namedEnum(SORT_NAMES).default('code'),
});
