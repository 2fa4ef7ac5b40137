import type { z } from 'zod';

import { stoodExample } from '../http/standing-example';
import type { transit, transitsAnswer } from './transits-answer';

const transitExample: z.output<typeof transit> = {
  transitId: '361100/126@7',
  direction: 'out',
  fromStream: '361100/126',
  toStream: '361100/127',
  fiscalYear: 2024,
  status: 'settled',
  amountYuan: '2000.00',
  events: { received: '361100/127@2', sent: '361100/126@7', settled: '361100/126@8' },
};

export const transitsExample: z.output<typeof transitsAnswer> = {
  stream: '361100/126',
  transits: [transitExample],
  ...stoodExample,
  position: '3:1,4:7',
};
