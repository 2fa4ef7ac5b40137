import type { z } from 'zod';

import { eventNameExample } from '../reading/event-name-example';
import { madeExample } from '../http/standing-example';
import { dimensionsExample } from '../lines/lines-example';
import type { cellAnswer } from './cell-answer';

/** The second of its events; a page of one event was asked for. */
export const cellExample: z.output<typeof cellAnswer> = {
  division: '361100',
  unit: '126001',
  year: 2024,
  table: '3',
  row: { key: 'total', name: '合计' },
  column: { key: 'total', name: '合计' },
  measure: 'current',
  printed: '88.22',
  currencyUnit: '万元',
  amountYuan: '882200.00',
  eventsYuan: '882200.00',
  eventCount: 3,
  events: [
    {
      ...eventNameExample,
      amountYuan: '50000.00',
      postings: [
        {
          line: dimensionsExample,
          fiscalYear: 2024,
          column: 'supplemented',
          effectiveDate: '2024-03-01',
          amountYuan: '50000.00',
        },
      ],
    },
  ],
  next: 'WyI0OjciLDVd',
  ...madeExample,
};
