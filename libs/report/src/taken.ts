import { type Fen, type Line, type Measure, measureOf, sumFen } from '#domain';

import type { LineFilter } from './line-filter';

/** What the lines come to that a cell, a row or a measure takes. */
export function takenBy(takes: LineFilter, lines: readonly Line[], measure: Measure): Fen {
  return sumFen(lines.filter(takes).map((line) => measureOf(line, measure)));
}
