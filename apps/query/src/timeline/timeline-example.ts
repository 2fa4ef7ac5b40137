import type { z } from 'zod';

import { stoodExample } from '../http/standing-example';
import type { timelineAnswer } from './timeline-answer';

export const timelineExample: z.output<typeof timelineAnswer> = {
  stream: '361100/126',
  partition: 3,
  types: ['unit.registered.v1', 'budget.allocated.v1', 'payment.recorded.v1'],
  events: {
    revision: [1, 2, 4],
    type: [0, 1, 2],
    effectiveOn: ['2023-01-01', '2024-01-01', '2024-04-10'],
    recordedAt: [1704067200000, 1704067200000, 1712716200000],
    offset: [0, 1, 5],
  },
  ...stoodExample,
};
