import type { z } from 'zod';

import type { operationsAnswer } from './operations-answer';

export const operationsExample: z.output<typeof operationsAnswer> = {
  at: '2026-01-05T08:00:00.000Z',
  lag: { partitions: [{ partition: 3, next: 1_204, end: 1_206, records: 2, seconds: 1 }] },
  stopped: [
    {
      stream: '361100/126',
      revision: 17,
      position: '3:41',
      reason: 'revision 18 (partition 3 offset 41): the type budget.unknown.v9 is not known',
    },
  ],
  connected: {
    connections: 2,
    followers: [
      {
        actor: '张三',
        by: 'oidc',
        connections: 2,
        since: '2026-01-05T07:31:00.000Z',
        division: '361100',
        department: '126',
        year: 2026,
      },
    ],
  },
};
