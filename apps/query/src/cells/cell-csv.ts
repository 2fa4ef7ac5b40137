import { LINE_DIMENSIONS } from '#domain';
import type { CsvTable } from '#report';

import { dimensionCells } from '../lines/dimension-cells';
import type { Source } from './source';

const EVENT = ['eventId', 'type', 'recordedAt', 'documentNumber', 'actor', 'hash'];

/** One row a posting, with its event's columns repeated. */
export function cellAsCsv(events: readonly Source[]): CsvTable {
  const rows = events.flatMap(({ eventId, type, recordedAt, documentNumber, actor, hash, postings }) =>
    postings.map(({ line, fiscalYear, column, effectiveDate, amountYuan }) => [
      eventId,
      type,
      recordedAt,
      documentNumber,
      actor,
      hash,
      fiscalYear,
      ...dimensionCells(line),
      column,
      effectiveDate,
      amountYuan,
    ]),
  );
  return { columns: [...EVENT, 'fiscalYear', ...LINE_DIMENSIONS, 'column', 'effectiveDate', 'amountYuan'], rows };
}
