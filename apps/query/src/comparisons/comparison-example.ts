import type { z } from 'zod';

import { madeExample } from '../http/standing-example';
import type { comparisonAnswer } from './comparison-answer';

export const comparisonExample: z.output<typeof comparisonAnswer> = {
  level: 'department',
  unit: { code: '126001', name: '上饶市妇女联合会' },
  year: 2024,
  priorYear: 2023,
  unitsWithoutPrior: [],
  unitsWithoutCurrent: [],
  currencyUnit: '万元',
  measures: [
    {
      measure: '收入预算总额',
      name: '收入预算总额',
      current: '88.22',
      prior: '80.00',
      comparableCurrent: '88.22',
      comparablePrior: '80.00',
      change: '8.22',
      ratio: '10.28%',
      words: '较上年预算安排增加 8.22 万元',
    },
  ],
  ...madeExample,
};
