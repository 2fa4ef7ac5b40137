import type { z } from 'zod';

import { madeExample } from '../http/standing-example';
import type { explanationAnswer, explanationParts } from './explanation-answer';

/** One section of its eleven. */
export const explanationPartsExample: z.output<typeof explanationParts> = {
  title: '上饶市妇女联合会 2024 年部门预算情况说明',
  level: 'department',
  unit: { code: '126001', name: '上饶市妇女联合会' },
  year: 2024,
  priorYear: 2023,
  measure: 'current',
  sections: [
    {
      heading: '（一）收入预算情况',
      depth: 2,
      paragraphs: [
        [
          {
            text: '2024 年上饶市妇女联合会收入预算总额为 88.22 万元，较上年预算安排增加 8.22 万元，',
            measure: '收入预算总额',
          },
          { text: '财政拨款收入 88.22 万元，较上年预算安排增加 8.22 万元；', measure: '财政拨款收入' },
          { text: '上年结转（结余）0 万元，与上年安排保持一致。', measure: '上年结转（结余）' },
        ],
      ],
    },
  ],
  unplacedReasons: [],
};

export const explanationExample: z.output<typeof explanationAnswer> = { ...explanationPartsExample, ...madeExample };
