import { type Line, yuanOf } from '#domain';
import type { RowOf } from '#postgres';

import type { UNIT_YEAR } from './tables';
import { addLine, noTotals, spelled, type Totals } from './totals';
import type { TouchedYear } from './unit-year-rows';

export type UnitYearRow = RowOf<typeof UNIT_YEAR>;

/** What lines come to, by unit and year. */
export class YearSums {
  private readonly byYear = new Map<string, Totals>();

  /** Adds a line, or takes it away with the sign of minus one. */
  add(division: string, line: Line, sign = 1n): void {
    const key = `${division}/${line.unit}/${line.fiscalYear}`;
    const sums = this.byYear.get(key) ?? noTotals();
    this.byYear.set(key, sums);
    addLine(sums, line, sign);
  }

  /** A touched year with its sums; without any line they are zero. */
  of(year: TouchedYear): UnitYearRow {
    const { division, unit, fiscal_year: fiscalYear } = year;
    const sums = this.byYear.get(`${String(division)}/${String(unit)}/${String(fiscalYear)}`) ?? noTotals();
    return { ...year, ...spelled(sums, yuanOf) };
  }
}
