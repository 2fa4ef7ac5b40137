/** Whose budget a report is, which is also what it is called: 单位, 部门 or the 部门 of a 地区 together. */
export const REPORT_LEVELS = ['unit', 'department', 'division'] as const;
export type ReportLevel = (typeof REPORT_LEVELS)[number];
export const REPORT_LEVEL_NAMES: Readonly<Record<ReportLevel, string>> = {
  unit: '单位',
  department: '部门',
  division: '地区',
};
