import type { Transit } from '#read-model';
import type { CsvTable } from '#report';

const BEFORE = ['transitId', 'direction', 'fromStream', 'toStream', 'fiscalYear', 'status', 'amountYuan'] as const;

export function transitsAsCsv(transits: readonly Transit[]): CsvTable {
  const rows = transits.map((transit) => [
    ...BEFORE.map((column) => transit[column]),
    transit.refusalCode,
    Object.values(transit.events).join(' '),
  ]);
  return { columns: [...BEFORE, 'refusalCode', 'events'], rows };
}
