import type { LineDimensions } from './line';

/** What lines can be grouped by: 资金来源, 支出功能分类 by 类, 款 and 项, 经济分类 by 类 and 款, 支出类别, 项目, 单位. */
export const GROUPINGS = [
  'source',
  'function-class',
  'function-group',
  'function',
  'economic-class',
  'economic',
  'category',
  'project',
  'unit',
] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** What people call them. */
export const GROUPING_NAMES: Readonly<Record<Grouping, string>> = {
  source: '资金来源',
  'function-class': '支出功能分类（类）',
  'function-group': '支出功能分类（款）',
  function: '支出功能分类（项）',
  'economic-class': '部门预算支出经济分类（类）',
  economic: '部门预算支出经济分类（款）',
  category: '支出类别',
  project: '项目',
  unit: '单位',
};

/** The lines that count under one key of a grouping, such as economic class 302. */
export interface LineClass {
  by: Grouping;
  key: string;
}

export function isOfClass({ by, key }: LineClass, line: LineDimensions): boolean {
  return groupKeyOf(by, line) === key;
}

/** What a line counts under. The empty key stands for lines without a project. */
export function groupKeyOf(grouping: Grouping, line: LineDimensions): string {
  switch (grouping) {
    case 'source':
    case 'function':
    case 'economic':
    case 'category':
    case 'unit':
      return line[grouping];
    case 'function-class':
      return line.function.slice(0, 3);
    case 'function-group':
      return line.function.slice(0, 5);
    case 'economic-class':
      return line.economic.slice(0, 3);
    case 'project':
      return line.project ?? '';
  }
}
