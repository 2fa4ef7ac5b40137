import type { z } from 'zod';

import { stoodExample } from '../http/standing-example';
import type { departmentYearAnswer } from './department-year-answer';

/** Of the department's pool, not handed down yet. */
export const poolDimensionsExample = {
  unit: '126',
  source: 'general-public-budget',
  function: '2012901',
  economic: '30101',
  category: 'personnel',
} as const;

export const departmentYearExample: z.output<typeof departmentYearAnswer> = {
  stream: '361100/126',
  year: 2024,
  closed: false,
  totals: {
    originalYuan: '1134200.00',
    carriedOverYuan: '0.00',
    supplementedYuan: '50000.00',
    cutYuan: '0.00',
    transferredYuan: '-2000.00',
    frozenYuan: '8000.00',
    paidYuan: '0.00',
    refundedYuan: '0.00',
    carriedOutYuan: '0.00',
    reclaimedYuan: '0.00',
    currentYuan: '1182200.00',
    availableYuan: '1174200.00',
  },
  pool: [
    {
      ...poolDimensionsExample,
      originalYuan: '300000.00',
      carriedOverYuan: '0.00',
      supplementedYuan: '0.00',
      cutYuan: '0.00',
      transferredYuan: '0.00',
      frozenYuan: '0.00',
      paidYuan: '0.00',
      refundedYuan: '0.00',
      carriedOutYuan: '0.00',
      reclaimedYuan: '0.00',
      currentYuan: '300000.00',
      availableYuan: '300000.00',
    },
  ],
  ceilings: [
    {
      scope: { kind: 'three-public', unit: '126001' },
      limitYuan: '30000.00',
      currentYuan: '0.00',
      roomYuan: '30000.00',
    },
  ],
  inTransit: [],
  ...stoodExample,
  position: '3:1,4:7',
};
