import type { dimensionsOf } from '#domain';
import type { CsvCell } from '#report';

/** The columns that name a line in a CSV file. */
export const DIMENSIONS = [
  'unit',
  'source',
  'function',
  'economic',
  'category',
  'project',
  'originYear',
  'procurement',
] as const;

/** In the order of DIMENSIONS. */
export function dimensionCells(line: Parameters<typeof dimensionsOf>[0]): CsvCell[] {
  return DIMENSIONS.map((dimension) => line[dimension]);
}
