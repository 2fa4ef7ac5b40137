import {
  type AmountColumn,
  approvedOf,
  availableDelta,
  availableOf,
  currentDelta,
  currentOf,
  emptyLine,
  type Line,
  type LineDimensions,
} from './line';
import type { Fen } from './money';

/**
 * What a line can count for: 年初批复数 with 上年结转 (as the approved document has it), 变动后预算数, 支出数 (paid less refunded), 可用余额.
 */
export const MEASURES = ['original', 'current', 'paid', 'available'] as const;
export type Measure = (typeof MEASURES)[number];

/** What people call the measures. */
export const MEASURE_NAMES: Readonly<Record<Measure, string>> = {
  original: '年初批复数',
  current: '变动后预算数',
  paid: '支出数',
  available: '可用余额',
};

/**
 * What a posting to a column changes a measure by: it adds (1), takes (-1) or leaves it (0). A late posting to `carriedOver` leaves
 * `original` as it is: see `approvedOf`.
 */
export function measureSign(measure: Measure, column: AmountColumn): bigint {
  switch (measure) {
    case 'original':
      return column === 'original' || column === 'carriedOver' ? 1n : 0n;
    case 'current':
      return currentDelta(column, 1n);
    case 'paid':
      return column === 'paid' ? 1n : column === 'refunded' ? -1n : 0n;
    case 'available':
      return availableDelta(column, 1n);
  }
}

/** What a line counts for. The approved document includes 上年结转 as it stood on the first day, so `original` does as well. */
export function measureOf(line: Line, measure: Measure): Fen {
  switch (measure) {
    case 'original':
      return approvedOf(line);
    case 'current':
      return currentOf(line);
    case 'paid':
      return line.paid - line.refunded;
    case 'available':
      return availableOf(line);
  }
}

/** A line that counts for so much under each measure. Which columns that comes from is not known of it: reports ask for no more. */
export function lineOfMeasures(
  dimensions: LineDimensions,
  fiscalYear: number,
  { original, current, paid, available }: Readonly<Record<Measure, Fen>>,
): Line {
  const line = emptyLine(dimensions, fiscalYear);
  line.original = original;
  line.supplemented = current - original;
  line.paid = paid;
  line.frozen = current - paid - available;
  return line;
}
