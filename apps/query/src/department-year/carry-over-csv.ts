import { LINE_DIMENSIONS } from '#domain';
import type { CsvTable } from '#report';
import type { z } from 'zod';

import { dimensionCells } from '../lines/dimension-cells';
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
  return { columns: ['fiscalYear', ...LINE_DIMENSIONS, 'leftYuan', 'frozenYuan', 'kind', 'intoOriginYear'], rows };
}
