import { MEASURE_NAMES } from '#domain';

import type { Measure } from './report-input';

/** What a report can be of. */
export const REPORT_MEASURE_NAMES: Readonly<Record<Measure, string>> = {
  current: MEASURE_NAMES.current,
  original: MEASURE_NAMES.original,
};

/** What the figures are. The current budget goes without saying, as in the published tables. */
export function measureName(measure: Measure): string {
  switch (measure) {
    case 'current':
      return '';
    case 'original':
      return `（${MEASURE_NAMES.original}）`;
  }
}
