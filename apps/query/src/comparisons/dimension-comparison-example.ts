import type { z } from 'zod';

import { eventNameExample } from '../reading/event-name-example';
import { madeExample, stoodExample } from '../http/standing-example';
import type { dimensionComparisonAnswer } from './dimension-comparison-answer';

const measures = {
  original: {
    currentYuan: '834200.00',
    priorYuan: '800000.00',
    changeYuan: '34200.00',
    ratio: '4.28%',
    share: '100.00%',
    priorShare: '100.00%',
  },
  current: {
    currentYuan: '882200.00',
    priorYuan: '800000.00',
    changeYuan: '82200.00',
    ratio: '10.28%',
    share: '100.00%',
    priorShare: '100.00%',
  },
  paid: { currentYuan: '0.00', priorYuan: '0.00', changeYuan: '0.00', ratio: null, share: null, priorShare: null },
  available: {
    currentYuan: '874200.00',
    priorYuan: '800000.00',
    changeYuan: '74200.00',
    ratio: '9.28%',
    share: '100.00%',
    priorShare: '100.00%',
  },
};

/** One row of its two; the other is of salaries. */
export const dimensionComparisonExample: z.output<typeof dimensionComparisonAnswer> = {
  division: '361100',
  unit: '126001',
  by: 'economic',
  year: 2024,
  measure: 'current',
  prior: { year: 2023, isKnown: true, unitsWithoutPrior: [], unitsWithoutCurrent: [], ...stoodExample },
  currencyUnit: '元',
  rows: [
    {
      of: 'both',
      key: '30201',
      name: '办公费',
      measures: {
        original: {
          currentYuan: '0.00',
          priorYuan: '0.00',
          changeYuan: '0.00',
          ratio: null,
          share: '0.00%',
          priorShare: '0.00%',
        },
        current: {
          currentYuan: '48000.00',
          priorYuan: '0.00',
          changeYuan: '48000.00',
          ratio: null,
          share: '5.44%',
          priorShare: '0.00%',
        },
        paid: {
          currentYuan: '0.00',
          priorYuan: '0.00',
          changeYuan: '0.00',
          ratio: null,
          share: null,
          priorShare: null,
        },
        available: {
          currentYuan: '40000.00',
          priorYuan: '0.00',
          changeYuan: '40000.00',
          ratio: null,
          share: '4.58%',
          priorShare: '0.00%',
        },
      },
      drivers: [{ ...eventNameExample, amountYuan: '50000.00' }],
      otherDriversYuan: '-2000.00',
    },
  ],
  comparable: { measures: measures },
  total: {
    measures: measures,
    drivers: [{ ...eventNameExample, amountYuan: '50000.00' }],
    otherDriversYuan: '32200.00',
  },
  ...madeExample,
};
