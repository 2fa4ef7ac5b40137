import type { z } from 'zod';

import type { eventName } from './event-name-answer';

/** The supplement that the examples of figures lead to. */
export const eventNameExample: z.output<typeof eventName> = {
  eventId: '361100/126@5',
  type: 'budget.adjusted.v1',
  actor: '上饶市财政局',
  documentNumber: '饶财预〔2024〕6号',
  effectiveDate: '2024-03-01',
  recordedAt: '2024-03-01T02:30:00.000Z',
  revision: 5,
  hash: '964bd243fc9323979930897d81e9ad99d8029bc26a5b62ea88a395a1f823ad10',
  partition: 4,
  offset: 4,
};
