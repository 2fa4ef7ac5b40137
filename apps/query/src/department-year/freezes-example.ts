import type { z } from 'zod';

import { stoodExample } from '../http/standing-example';
import { dimensionsExample } from '../lines/lines-example';
import type { freezesAnswer } from './freezes-answer';

export const freezesExample: z.output<typeof freezesAnswer> = {
  stream: '361100/126',
  held: [
    {
      freezeRevision: 6,
      fiscalYear: 2024,
      line: dimensionsExample,
      heldYuan: '8000.00',
      freezeEventId: '361100/126@6',
    },
  ],
  ...stoodExample,
};
