import type { z } from 'zod';

import { stoodExample } from '../http/standing-example';
import type { yearsAnswer } from './years-answer';

export const yearsExample: z.output<typeof yearsAnswer> = {
  division: '361100',
  unit: '126001',
  years: [
    {
      year: 2023,
      originalYuan: '6493600.00',
      currentYuan: '6493600.00',
      paidYuan: '6493600.00',
      availableYuan: '0.00',
    },
    {
      year: 2024,
      originalYuan: '6834200.00',
      currentYuan: '6912900.00',
      paidYuan: '1000000.00',
      availableYuan: '5904900.00',
    },
  ],
  ...stoodExample,
};
