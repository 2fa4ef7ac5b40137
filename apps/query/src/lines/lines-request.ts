import { namedEnum } from '#wire';

import { cursor, limit, listQuery } from '../http/list';

const MOST_LINES = 5_000;

export const LINE_ORDER_NAMES = { key: '按预算线', availableShare: '按可用比例，将尽的在前' } as const;

export const linesQuery = listQuery.extend({
  cursor,
  limit: limit(MOST_LINES),
  sort: namedEnum(LINE_ORDER_NAMES).default('key').meta({
    description:
      '顺序：预算线，或可用余额占调整后预算数的比例（小的在前，没有预算的在后） By line, or by what share of the current budget is available: the least first, what has no budget last',
  }),
});
