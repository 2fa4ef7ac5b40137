import { type Fen, type Line, type Measure, measureOf } from '#domain';

import type { LineFilter } from './line-filter';

/** What the lines come to that a cell, a row or a measure takes. */
export function takenBy(takes: LineFilter, lines: readonly Line[], measure: Measure): Fen {
  let sum = 0n;
  for (const line of lines) if (takes(line)) sum += measureOf(line, measure);
  return sum;
}
