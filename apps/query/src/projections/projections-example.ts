import type { z } from 'zod';

import type { projectionsAnswer } from './projections-answer';

export const projectionsExample: z.output<typeof projectionsAnswer> = {
  serving: '74a53fb9877e',
  versions: [
    {
      version: '74a53fb9877e',
      form: 4,
      state: 'serving',
      records: 1_204_311,
      projectors: 1,
      registeredAt: '2026-01-05T08:00:00.000Z',
      builtAt: '2026-01-05T08:01:12.000Z',
      servedAt: '2026-01-05T08:01:13.000Z',
      historyFromYear: null,
      failure: null,
    },
    {
      version: 'c01d7be2a904_h2022',
      form: 4,
      state: 'filling',
      records: 517_853,
      projectors: 0,
      registeredAt: '2026-06-30T20:00:00.000Z',
      builtAt: null,
      servedAt: null,
      historyFromYear: 2_022,
      leftOut: { openYears: 0, recalledStreams: 0, recalledBytes: 0 },
      progress: {
        phase: 'filling',
        records: 517_853,
        recordsTotal: 1_204_311,
        share: 0.43,
        recordsPerSecond: 24_600,
        secondsLeft: 28,
        toldAt: '2026-06-30T20:00:21.000Z',
      },
      failure: null,
    },
  ],
};
