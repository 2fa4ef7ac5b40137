import { type Chart, currentOf, type Fen, type Line, type PerformanceTargets, type Staffing } from '#domain';

export interface ReportUnit {
  /** 行政区划, six digits. */
  division: string;
  /** 部门, three digits. */
  department: string;
  departmentName: string;
  code: string;
  name: string;
  staffing?: Staffing;
}

/** `current` is 变动后预算数, `original` the budget as it was approved (年初批复). */
export type Measure = 'current' | 'original';

/** Everything that a unit's tables of one year are made from. */
export interface UnitYearInput {
  unit: ReportUnit;
  fiscalYear: number;
  lines: readonly Line[];
  /** Keyed by project; the unit's own (table 10) stand under ''. */
  targets: ReadonlyMap<string, PerformanceTargets>;
  chart: Chart;
  measure: Measure;
}

/** What a line counts for. The approved document includes 上年结转, so `original` does as well. */
export function valueOf(line: Line, measure: Measure): Fen {
  switch (measure) {
    case 'current':
      return currentOf(line);
    case 'original':
      return line.original + line.carriedOver;
  }
}

/** A line of another unit or year would silently falsify every sum, so it is the caller's error and not left out. */
export function assertOwnLines({ unit, fiscalYear, lines }: UnitYearInput): void {
  const foreign = lines.find((line) => line.unit !== unit.code || line.fiscalYear !== fiscalYear);
  if (foreign === undefined) return;
  throw new RangeError(
    `a line of ${foreign.unit} in ${foreign.fiscalYear} does not belong to ${unit.code} in ${fiscalYear}`,
  );
}
