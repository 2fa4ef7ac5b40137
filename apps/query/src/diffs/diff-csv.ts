import { eventIdOf, yuanOf } from '#domain';
import type { CellChange, CsvTable } from '#report';

import type { Explained } from './explained-changes';

/** One row a change, in the order of the table. */
export function diffAsCsv(changes: readonly CellChange[], explained: readonly Explained[]): CsvTable {
  const rows = changes.map(({ row, column, fromFen, toFen }, index) => [
    row.key,
    row.name,
    column.key,
    column.name,
    yuanOf(fromFen),
    yuanOf(toFen),
    yuanOf(toFen - fromFen),
    explained[index]?.events.map(({ stream, revision }) => eventIdOf({ stream, revision })).join(' '),
  ]);
  return { columns: ['row', 'rowName', 'column', 'columnName', 'fromYuan', 'toYuan', 'changeYuan', 'events'], rows };
}
