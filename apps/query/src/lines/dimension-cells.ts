import { type dimensionsOf, LINE_DIMENSIONS } from '#domain';
import type { CsvCell } from '#report';

/** The cells that name a line in a CSV file, in the order of LINE_DIMENSIONS. */
export function dimensionCells(line: Parameters<typeof dimensionsOf>[0]): CsvCell[] {
  return LINE_DIMENSIONS.map((dimension) => line[dimension]);
}
