import type { z } from 'zod';

import { stoodExample } from '../http/standing-example';
import type { lineAnswer, linesAnswer } from './lines-answer';

export const dimensionsExample = {
  unit: '126001',
  source: 'general-public-budget' as const,
  function: '2012901',
  economic: '30201',
  category: 'operating' as const,
};

/** 5 万元 came by a supplement; 2,000 yuan of it went to another department, and 8,000 are frozen. */
export const lineExample: z.output<typeof lineAnswer> = {
  ...dimensionsExample,
  originalYuan: '0.00',
  carriedOverYuan: '0.00',
  supplementedYuan: '50000.00',
  cutYuan: '0.00',
  transferredYuan: '-2000.00',
  frozenYuan: '8000.00',
  paidYuan: '0.00',
  refundedYuan: '0.00',
  carriedOutYuan: '0.00',
  reclaimedYuan: '0.00',
  currentYuan: '48000.00',
  availableYuan: '40000.00',
};

export const linesExample: z.output<typeof linesAnswer> = {
  division: '361100',
  unit: '126001',
  year: 2024,
  lines: [{ ...lineExample, events: ['361100/126@5', '361100/126@6', '361100/126@7'] }],
  ...stoodExample,
};
