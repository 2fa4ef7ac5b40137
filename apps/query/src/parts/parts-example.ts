import type { z } from 'zod';

import { stoodExample } from '../http/standing-example';
import type { departmentsAnswer, yearUnitsAnswer } from './parts-answer';

export const totalsExample = {
  originalYuan: '6834200.00',
  currentYuan: '6912900.00',
  availableYuan: '5904900.00',
  paidYuan: '1000000.00',
  refundedYuan: '0.00',
  frozenYuan: '8000.00',
};

const { revision: _, ...ofDivision } = { ...stoodExample };

export const departmentsExample: z.output<typeof departmentsAnswer> = {
  division: '361100',
  year: 2024,
  departments: [{ code: '126', name: '上饶市妇女联合会', units: 1, totals: totalsExample }],
  ...ofDivision,
};

export const yearUnitsExample: z.output<typeof yearUnitsAnswer> = {
  division: '361100',
  department: '126',
  year: 2024,
  units: [{ code: '126001', name: '上饶市妇女联合会', totals: totalsExample }],
  ...stoodExample,
};
