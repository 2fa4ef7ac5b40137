import { MEASURE_NAMES, type Measure as LineMeasure } from '#domain';

/** What a report can be of: `current` is 变动后预算数, `original` the budget as it was approved (年初批复). */
export type Measure = Extract<LineMeasure, 'current' | 'original'>;

export const REPORT_MEASURE_NAMES: Readonly<Record<Measure, string>> = {
  current: MEASURE_NAMES.current,
  original: MEASURE_NAMES.original,
};
export const REPORT_MEASURES = Object.keys(REPORT_MEASURE_NAMES) as readonly Measure[];

/** What the figures are. The current budget goes without saying, as in the published tables. */
export function measureName(measure: Measure): string {
  switch (measure) {
    case 'current':
      return '';
    case 'original':
      return `（${MEASURE_NAMES.original}）`;
  }
}
