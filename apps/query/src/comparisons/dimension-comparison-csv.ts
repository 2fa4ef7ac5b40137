import type { ComparedMeasure, CsvTable, DimensionComparison } from '#report';

const COMPARED = ['currentYuan', 'priorYuan', 'changeYuan', 'ratio', 'share', 'priorShare'] as const;

/**
 * One row for each measure of each row; behind the last of them the comparable and the whole total, so that pages put together are the
 * whole. What is unknown is left empty.
 */
export function dimensionComparisonAsCsv(
  { rows, comparable, total, measuresOf }: DimensionComparison,
  isLastPage = true,
): CsvTable {
  const totals = [
    { of: 'both', key: 'comparable', name: '同口径合计', sides: comparable },
    { of: 'all', key: 'total', name: '合计', sides: total },
  ];
  const all = [...rows, ...(isLastPage ? totals : [])];
  const cells = all.flatMap(({ of, key, name, sides }) =>
    Object.entries(measuresOf(sides)).map(([measure, compared]: [string, ComparedMeasure]) => [
      key,
      name,
      of,
      measure,
      ...COMPARED.map((column) => compared[column] ?? undefined),
    ]),
  );
  return { columns: ['key', 'name', 'of', 'measure', ...COMPARED], rows: cells };
}
