import type { z } from 'zod';

import { madeExample } from '../http/standing-example';
import { tablePartsExample } from '../tables/table-example';
import { explanationPartsExample } from './explanation-example';
import type { publicationAnswer } from './publication-answer';

/** A piece of each of its parts. */
export const publicationExample: z.output<typeof publicationAnswer> = {
  title: '上饶市妇女联合会 2024 年部门预算',
  level: 'department',
  unit: { code: '126001', name: '上饶市妇女联合会' },
  year: 2024,
  measure: 'current',
  overview: {
    title: '上饶市妇女联合会概况',
    sections: [
      {
        heading: '二、机构设置及人员情况',
        depth: 1,
        paragraphs: [
          [{ text: '2024 年上饶市妇女联合会共有预算单位 1 个，包括：上饶市妇女联合会本级。', measure: null }],
        ],
      },
    ],
  },
  tables: { title: '上饶市妇女联合会 2024 年部门预算表', tables: [tablePartsExample] },
  explanation: explanationPartsExample,
  glossary: { title: '名词解释', sections: [] },
  ...madeExample,
};
