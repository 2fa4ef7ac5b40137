/** How the tables by codes print them. */

/** The three levels of 支出功能分类: a 款 prints as its last two digits, a 类 and a 项 in full. */
export const FUNCTION_LEVELS = [
  { digits: 3, printed: 3 },
  { digits: 5, printed: 2 },
  { digits: 7, printed: 7 },
] as const;
export const ECONOMIC_LEVELS = [
  { digits: 3, printed: 3 },
  { digits: 5, printed: 5 },
] as const;

export const CODE_COLUMNS = ['科目编码', '科目名称'] as const;
