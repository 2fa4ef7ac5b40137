import type { Measure } from './report-input';

/** What the figures are. The current budget goes without saying, as in the published tables. */
export function measureName(measure: Measure): string {
  switch (measure) {
    case 'current':
      return '';
    case 'original':
      return '（年初批复数）';
  }
}
