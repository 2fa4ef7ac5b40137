import { type Category, fenOf, type Line, type Procurement, type Source } from '#domain';

/** A budget line as the database gives it: amounts are text and never become a JS number. */
export interface LineRow {
  unit: string;
  fiscal_year: number;
  line_key: string;
  source: string;
  function: string;
  economic: string;
  category: string;
  project: string | null;
  origin_year: number | null;
  procurement: string | null;
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
export const LINE_ROW_COLUMNS = `unit, fiscal_year, line_key, source, function, economic, category, project, origin_year,
  procurement, original, carried_over, supplemented, cut, transferred, frozen, paid, refunded, carried_out, reclaimed, late_carried_over`;

/** Only the projection writes these rows, from events that were checked, so the codes are what their types say. */
export function lineOf(row: LineRow): Line {
  return {
    unit: row.unit,
    source: row.source as Source,
    function: row.function,
    economic: row.economic,
    category: row.category as Category,
    ...(row.project === null ? {} : { project: row.project }),
    ...(row.origin_year === null ? {} : { originYear: row.origin_year }),
    ...(row.procurement === null ? {} : { procurement: row.procurement as Procurement }),
    fiscalYear: row.fiscal_year,
    original: fenOf(row.original),
    carriedOver: fenOf(row.carried_over),
    supplemented: fenOf(row.supplemented),
    cut: fenOf(row.cut),
    transferred: fenOf(row.transferred),
    frozen: fenOf(row.frozen),
    paid: fenOf(row.paid),
    refunded: fenOf(row.refunded),
    carriedOut: fenOf(row.carried_out),
    reclaimed: fenOf(row.reclaimed),
    lateCarriedOver: fenOf(row.late_carried_over),
  };
}
