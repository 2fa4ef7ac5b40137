import type { Chart } from '#domain';
import type { KnownUnit, UnitYearsReading } from '#read-model';
import type { Measure, ReportUnit, UnitYearInput } from '#report';

/** What a report is made from. Nothing where the unit has no posting of that year: its amounts are unknown, which is not zero. */
export function priorInputOf(
  reading: UnitYearsReading,
  fiscalYear: number,
  chart: Chart,
  measure: Measure,
): UnitYearInput | undefined {
  const lines = reading.years.get(fiscalYear)?.lines;
  return lines === undefined || lines.size === 0 ? undefined : inputOf(reading, fiscalYear, chart, measure);
}

export function inputOf(reading: UnitYearsReading, fiscalYear: number, chart: Chart, measure: Measure): UnitYearInput {
  const year = reading.years.get(fiscalYear);
  return {
    unit: reportUnitOf(reading.unit),
    fiscalYear,
    lines: [...(year?.lines.values() ?? [])],
    targets: year?.targets ?? new Map(),
    chart,
    measure,
  };
}

function reportUnitOf({ division, department, departmentName, unit, name, staffing }: KnownUnit): ReportUnit {
  return { division, department, departmentName, code: unit, name, ...(staffing === undefined ? {} : { staffing }) };
}
