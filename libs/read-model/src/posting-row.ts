import { type Line, type LineEffect, yuanOf } from '#domain';
import type { RowOf } from '#postgres';

import { amountsJson } from './amounts-after';
import type { POSTING } from './tables';
import type { Understood } from './understand';

/** One posting of an event, with the key of its line, and the line as this posting leaves it. */
export function postingRow(
  { record }: Understood,
  place: number,
  { line, fiscalYear, column, deltaFen, effectiveDate, freezeRevision, late }: LineEffect,
  key: string,
  after: Line,
): RowOf<typeof POSTING> {
  const ownFreeze = column === 'frozen' ? record.envelope.revision : null;
  return {
    stream: record.stream,
    revision: record.envelope.revision,
    place,
    unit: line.unit,
    fiscal_year: fiscalYear,
    line_key: key,
    amount_column: column,
    delta: yuanOf(deltaFen),
    amounts_after: amountsJson(after),
    effective_date: effectiveDate,
    freeze_revision: freezeRevision ?? ownFreeze,
    late: late === true,
  };
}
