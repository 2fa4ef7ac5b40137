import { amountsInYuan, emptyLine } from '#domain';
import { Problem } from '#platform';
import type { SUBSCRIPTION_MESSAGES } from '#wire';
import type { z } from 'zod';

import { dimensionsExample, lineExample } from '../lines/lines-example';
import { streamExample } from '../streams/stream-example';
import { unitExample } from '../units/unit-example';

const { stream, revision, hash } = streamExample;
const { division, department, departmentName, unit, name: unitName } = unitExample;
const year = 2024;
const before = amountsInYuan(emptyLine(dimensionsExample, year));
const words = { zh: '服务暂不可用，请稍后重试', en: 'The service is not available; try again later' };

/** One message of each kind. */
export const MESSAGE_EXAMPLES: {
  [Name in keyof typeof SUBSCRIPTION_MESSAGES]: z.output<(typeof SUBSCRIPTION_MESSAGES)[Name]>;
} = {
  state: { division, department, departmentName, unit, unitName, year, revision, hash, lines: [lineExample] },
  ready: { position: '3:1,4:7' },
  change: {
    stream,
    division,
    department,
    revision: 5,
    position: '4:4',
    eventId: '361100/126@5',
    type: 'budget.adjusted.v1',
    hash: '964bd243fc9323979930897d81e9ad99d8029bc26a5b62ea88a395a1f823ad10',
    recordedAt: '2024-03-01T02:30:00.000Z',
    actor: '上饶市财政局',
    commandId: 'example-supplement',
    correlationId: 'fedc1d52-04f4-4d82-b090-0e7cf9a7bf6c',
    documentNumber: '饶财预〔2024〕6号',
    effectiveDate: '2024-03-01',
    besides: [],
    tables: [1, 2, 3],
    lines: [
      {
        ...dimensionsExample,
        year,
        before,
        after: { ...before, supplementedYuan: '50000.00', currentYuan: '50000.00', availableYuan: '50000.00' },
      },
    ],
  },
  stopped: { stream, revision, position: '4:8', reason: 'it is of a newer program' },
  'come-again': { reason: 'unavailable', ...words, retryMs: 2_414, problem: new Problem('unavailable').details },
};
