import { TRANSIT_STATUS_NAMES } from '#read-model';
import { namedEnum } from '#wire';

import { departmentPath, year } from '../http/parameters';
import { linesQuery } from '../lines/lines-request';

export const departmentYearPath = departmentPath.extend({ year });

/** What a department has many of is asked for as lines are. */
export const carryOverQuery = linesQuery;

export const yearListQuery = linesQuery.extend({ year: year.optional() });
/** What transfers can be asked for: `open` are all that are not over. */
export const TRANSIT_STATE_NAMES = { open: '尚未结束', ...TRANSIT_STATUS_NAMES } as const;
/** `open` are those that are in transit, as the department's year names them. */
export const transitsQuery = yearListQuery.extend({
  status: namedEnum(TRANSIT_STATE_NAMES).optional().meta({
    description: '状态；open 为在途（尚未结束） Only transfers that stand there; open are those that are not over',
  }),
});
