import type { z } from 'zod';

import type { searchAnswer } from './search-answer';

const at = { division: '361100', divisionName: '江西省上饶市', department: '126', year: 2024 };

export const searchExample: z.output<typeof searchAnswer> = {
  q: 'srsfnlhh',
  hits: [
    { kind: 'department', match: 'pinyin', name: '上饶市妇女联合会', code: '126', ...at },
    {
      kind: 'unit',
      match: 'pinyin',
      name: '上饶市妇女联合会',
      code: '126001',
      ...at,
      unit: '126001',
      of: '上饶市妇女联合会',
    },
  ],
  position: '0:-1,1:-1,2:-1,3:41',
};
