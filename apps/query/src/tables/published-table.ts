import { isOfDepartmentsAlone, type ReportInput, type TableNumber, tableNumbersOf } from '#report';

import { Unknown } from '../http/answer';

/** Whether the place publishes the table: a unit that is not all of its department has no table 10. */
export function isPublished(number: TableNumber, input: ReportInput): boolean {
  return tableNumbersOf(input).includes(number);
}

export function unpublished(number: TableNumber, input: ReportInput): Unknown {
  if (!isOfDepartmentsAlone(number, input)) {
    return new Unknown({ zh: `当地预算公开没有表${number}。`, en: `Budgets of this place have no table ${number}.` });
  }
  return new Unknown({
    zh: `单位预算没有表${number}（部门整体支出绩效目标表），请查询其部门。`,
    en: `A unit's budget has no table ${number}: it is its department's.`,
  });
}
