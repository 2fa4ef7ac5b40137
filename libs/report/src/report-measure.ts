import { MEASURE_NAMES, type Measure as LineMeasure } from '#domain';

/** What a table can be of: whatever a line can count for. */
export type Measure = LineMeasure;

/** What a published report can be of: `current` is 变动后预算数, `original` the budget as it was approved (年初批复). */
export type PublishedMeasure = Extract<Measure, 'current' | 'original'>;

export const REPORT_MEASURE_NAMES: Readonly<Record<PublishedMeasure, string>> = {
  current: MEASURE_NAMES.current,
  original: MEASURE_NAMES.original,
};
export const REPORT_MEASURES = Object.keys(REPORT_MEASURE_NAMES) as readonly PublishedMeasure[];

/** What the figures are. The current budget goes without saying, as in the published tables. */
export function measureName(measure: Measure): string {
  return measure === 'current' ? '' : `（${MEASURE_NAMES[measure]}）`;
}
