import type { CsvTable } from '#report';
import type { z } from 'zod';

import { DIMENSIONS, dimensionCells } from '../lines/dimension-cells';
import type { carryOverAnswer } from './carry-over-answer';

export function carryOverAsCsv(year: number, lines: z.infer<typeof carryOverAnswer>['lines']): CsvTable {
  const rows = lines.map((line) => [
    year,
    ...dimensionCells(line),
    line.leftYuan,
    line.frozenYuan,
    line.kind,
    line.into.originYear,
  ]);
  return { columns: ['fiscalYear', ...DIMENSIONS, 'leftYuan', 'frozenYuan', 'kind', 'intoOriginYear'], rows };
}
