import type { z } from 'zod';

import { eventNameExample } from '../reading/event-name-example';
import { madeExample, stoodExample } from '../http/standing-example';
import type { diffAnswer } from './diff-answer';

export const diffExample: z.output<typeof diffAnswer> = {
  division: '361100',
  unit: '126001',
  year: 2024,
  table: '3',
  measure: 'current',
  currencyUnit: '万元',
  from: {
    effectiveOn: '2024-01-31',
    table: {
      title: '部门支出总表',
      unit: { code: '126001', name: '上饶市妇女联合会' },
      columns: ['科目编码', '科目名称', '合计', '基本支出', '项目支出'],
      rows: [['', '合计', '83.42', '83.42', '']],
      addresses: [['', '', 'total/total', 'total/basic', 'total/project']],
    },
    ...stoodExample,
  },
  to: {
    table: {
      title: '部门支出总表',
      unit: { code: '126001', name: '上饶市妇女联合会' },
      columns: ['科目编码', '科目名称', '合计', '基本支出', '项目支出'],
      rows: [['', '合计', '88.22', '88.22', '']],
      addresses: [['', '', 'total/total', 'total/basic', 'total/project']],
    },
    ...stoodExample,
  },
  changes: [
    {
      row: { key: 'total', name: '合计' },
      column: { key: 'total', name: '合计' },
      from: '83.42',
      to: '88.22',
      change: '4.80',
      fromYuan: '834200.00',
      toYuan: '882200.00',
      changeYuan: '48000.00',
      events: [{ ...eventNameExample, amountYuan: '50000.00' }],
      otherEvents: { count: 1, amountYuan: '-2000.00' },
    },
  ],
  ...madeExample,
};
