import type { z } from 'zod';

import { totalsExample } from '../parts/parts-example';
import type { divisionsAnswer } from './divisions-answer';

export const divisionsExample: z.output<typeof divisionsAnswer> = {
  divisions: [
    {
      division: '361100',
      name: '江西省上饶市',
      years: [2023, 2024],
      departments: 1,
      units: 1,
      newest: { year: 2024, ...totalsExample },
    },
  ],
  position: '0:-1,1:-1,2:-1,3:41',
};
