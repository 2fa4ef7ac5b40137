import type { z } from 'zod';

import { stoodExample } from '../http/standing-example';
import { dimensionsExample } from '../lines/lines-example';
import type { divisionEventsAnswer, eventsAnswer } from './audit-trail-answer';

export const auditTrailExample: z.output<typeof eventsAnswer> = {
  stream: '361100/126',
  events: [
    {
      eventId: '361100/126@6',
      type: 'funds.frozen.v1',
      actor: '上饶市财政局',
      documentNumber: '饶财预〔2024〕7号',
      effectiveDate: '2024-04-10',
      recordedAt: '2024-04-10T02:30:00.000Z',
      revision: 6,
      hash: '03f8984de3b53da2c428c2bf9a485efde36b604faa7ef78eb00a28027e903141',
      partition: 4,
      offset: 5,
      refused: false,
      commandId: 'example-freeze',
      correlationId: 'fedc1d52-04f4-4d82-b090-0e7cf9a7bf6c',
      prevhash: '964bd243fc9323979930897d81e9ad99d8029bc26a5b62ea88a395a1f823ad10',
      postings: [
        {
          line: dimensionsExample,
          fiscalYear: 2024,
          column: 'frozen',
          deltaYuan: '8000.00',
          currentBeforeYuan: '50000.00',
          currentAfterYuan: '50000.00',
          availableBeforeYuan: '50000.00',
          availableAfterYuan: '42000.00',
          effectiveDate: '2024-04-10',
          freezeRevision: 6,
        },
      ],
      data: {
        documentNumber: '饶财预〔2024〕7号',
        effectiveDate: '2024-04-10',
        fiscalYear: 2024,
        chartHash: '63ba17e5bc1caecfdca6893eab31c7dbaa59f1ed636509a5dca43388d3d1c4d3',
        lines: [
          {
            unit: '126001',
            source: 'general-public-budget',
            function: '2012901',
            economic: '30201',
            category: 'operating',
            amountYuan: '8000.00',
          },
        ],
      },
    },
  ],
  next: 6,
  ...stoodExample,
};

const { stream: _stream, next: _next, revision: _revision, ...ofDivision } = auditTrailExample;

export const divisionTrailExample: z.output<typeof divisionEventsAnswer> = { division: '361100', ...ofDivision };
