import { LINE_DIMENSIONS } from '#domain';
import type { HeldLine } from '#read-model';
import type { CsvTable } from '#report';

import { dimensionCells } from '../lines/dimension-cells';

export function freezesAsCsv(held: readonly HeldLine[]): CsvTable {
  const rows = held.map(({ freezeRevision, fiscalYear, line, heldYuan }) => [
    freezeRevision,
    fiscalYear,
    ...dimensionCells(line),
    heldYuan,
  ]);
  return { columns: ['freezeRevision', 'fiscalYear', ...LINE_DIMENSIONS, 'heldYuan'], rows };
}
