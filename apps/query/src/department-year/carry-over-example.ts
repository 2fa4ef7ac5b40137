import type { z } from 'zod';

import { stoodExample } from '../http/standing-example';
import type { carryOverAnswer } from './carry-over-answer';
import { poolDimensionsExample } from './department-year-example';

/** A page of one line; the totals are of all lines. */
export const carryOverExample: z.output<typeof carryOverAnswer> = {
  stream: '361100/126',
  year: 2024,
  intoYear: 2025,
  closed: false,
  lines: [
    {
      ...poolDimensionsExample,
      leftYuan: '300000.00',
      frozenYuan: '0.00',
      kind: 'carry-forward',
      into: {
        ...poolDimensionsExample,
        originYear: 2024,
      },
      posting: {
        ...poolDimensionsExample,
        amountYuan: '300000.00',
      },
    },
  ],
  totals: { carryForwardYuan: '1174200.00', surplusYuan: '0.00', frozenYuan: '8000.00' },
  next: 'WyIzOjEsNDo3IiwiMTI2fGdlbmVyYWwtcHVibGljLWJ1ZGdldHwyMDEyOTAxfDMwMTAxfHBlcnNvbm5lbHx8fCJd',
  ...stoodExample,
  position: '3:1,4:7',
};
