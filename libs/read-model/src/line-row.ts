import { dimensionsOfKey, emptyLine, fenOf, type Line, lineKeyOf, yuanOf } from '#domain';
import type { RowOf } from '#postgres';

import type { BUDGET_LINE } from './tables';

/** A budget line as the database gives it: amounts are text and never become a JS number. */
export interface LineRow {
  unit: string;
  fiscal_year: number;
  line_key: string;
  original: string;
  carried_over: string;
  supplemented: string;
  cut: string;
  transferred: string;
  frozen: string;
  paid: string;
  refunded: string;
  carried_out: string;
  reclaimed: string;
  late_carried_over: string;
}

/** The columns of a LineRow, for a select. */
export const LINE_ROW_COLUMNS = `unit, fiscal_year, line_key, original, carried_over, supplemented, cut, transferred,
  frozen, paid, refunded, carried_out, reclaimed, late_carried_over`;

/** Only the projection writes these rows, from events that were checked, so the codes in the key are what their types say. */
export function lineOf(row: LineRow): Line {
  const line = emptyLine(dimensionsOfKey(row.line_key), row.fiscal_year);
  // One by one: thousands are read at once, and an object that is put together from parts takes ten times as long.
  line.original = fenOf(row.original);
  line.carriedOver = fenOf(row.carried_over);
  line.supplemented = fenOf(row.supplemented);
  line.cut = fenOf(row.cut);
  line.transferred = fenOf(row.transferred);
  line.frozen = fenOf(row.frozen);
  line.paid = fenOf(row.paid);
  line.refunded = fenOf(row.refunded);
  line.carriedOut = fenOf(row.carried_out);
  line.reclaimed = fenOf(row.reclaimed);
  line.lateCarriedOver = fenOf(row.late_carried_over);
  return line;
}

/** The same way back. */
export function lineRowOf(
  { division, department }: { division: string; department: string },
  line: Line,
): RowOf<typeof BUDGET_LINE> {
  return {
    division,
    department,
    unit: line.unit,
    fiscal_year: line.fiscalYear,
    line_key: lineKeyOf(line),
    original: yuanOf(line.original),
    carried_over: yuanOf(line.carriedOver),
    supplemented: yuanOf(line.supplemented),
    cut: yuanOf(line.cut),
    transferred: yuanOf(line.transferred),
    frozen: yuanOf(line.frozen),
    paid: yuanOf(line.paid),
    refunded: yuanOf(line.refunded),
    carried_out: yuanOf(line.carriedOut),
    reclaimed: yuanOf(line.reclaimed),
    late_carried_over: yuanOf(line.lateCarriedOver),
  };
}
