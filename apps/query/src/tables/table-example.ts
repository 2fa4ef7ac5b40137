import type { z } from 'zod';

import { madeExample } from '../http/standing-example';
import type { tableAnswer, tableParts } from './table-answer';

/** The first row of a table and its last; those between them are left out. */
export const tablePartsExample: z.output<typeof tableParts> = {
  table: '3',
  title: '部门支出总表',
  level: 'department',
  unit: { code: '126001', name: '上饶市妇女联合会' },
  year: 2024,
  measure: 'current',
  currencyUnit: '万元',
  columns: ['科目编码', '科目名称', '合计', '基本支出', '项目支出'],
  rows: [
    ['', '合计', '88.22', '88.22', ''],
    ['2012901', '行政运行', '88.22', '88.22', ''],
  ],
  addresses: [
    ['', '', 'total/total', 'total/basic', 'total/project'],
    ['', '', '2012901/total', '2012901/basic', '2012901/project'],
  ],
  notes: [],
  alignments: ['left', 'left', 'right', 'right', 'right'],
  landscape: false,
};

export const tableExample: z.output<typeof tableAnswer> = { ...tablePartsExample, ...madeExample };
