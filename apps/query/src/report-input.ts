import type { Chart } from '#domain';
import type { BudgetPlace, BudgetReading, KnownUnit } from '#read-model';
import type { Measure, ReportInput, ReportSubject, ReportUnit, UnitBudget } from '#report';

/** A year's report and the year before it, of which nothing may be known: that is not zero. */
export interface ReportYears {
  current: ReportInput;
  prior: ReportInput | undefined;
}

/** The one place where what was read becomes what reports are made from. */
export function reportYearsOf(
  place: BudgetPlace,
  reading: BudgetReading,
  fiscalYear: number,
  { chart, measure }: { chart: Chart; measure: Measure },
): ReportYears {
  const subject = subjectOf(place, reading, fiscalYear);
  const current = { subject, fiscalYear, units: unitBudgetsOf(reading, fiscalYear), chart, measure };
  // Of a unit without a posting the amounts of a year are unknown, whatever was said of it in targets or texts.
  const units = unitBudgetsOf(reading, fiscalYear - 1).filter(({ lines }) => lines.length > 0);
  const prior = units.length === 0 ? undefined : { ...current, fiscalYear: fiscalYear - 1, units };
  return { current, prior };
}

/** A unit that is all of its department in the year publishes as the department, under its own code and name. */
function subjectOf({ division, department, unit }: BudgetPlace, reading: BudgetReading, year: number): ReportSubject {
  const [first] = reading.units;
  if (unit !== undefined) {
    return { level: reading.aloneIn.has(year) ? 'department' : 'unit', code: unit, name: first?.name ?? unit };
  }
  if (department !== undefined) {
    return { level: 'department', code: department, name: first?.departmentName ?? department };
  }
  return { level: 'division', code: division, name: `行政区划${division}` };
}

function unitBudgetsOf({ units, years }: BudgetReading, year: number): UnitBudget[] {
  const ofYear = years.get(year);
  return units.flatMap((unit) => {
    const budget = ofYear?.get(unit.unit);
    if (budget === undefined) return [];
    const { lines, targets, texts } = budget;
    return [{ unit: reportUnitOf(unit), lines: [...lines.values()], targets, texts }];
  });
}

function reportUnitOf({ division, department, departmentName, unit, name, staffing }: KnownUnit): ReportUnit {
  return { division, department, departmentName, code: unit, name, ...(staffing === undefined ? {} : { staffing }) };
}
