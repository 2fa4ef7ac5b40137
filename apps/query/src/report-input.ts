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
  made: MadeWith,
): ReportYears {
  const current = reportInputOf(place, reading, fiscalYear, made);
  const prior = postedInputOf(place, reading, fiscalYear - 1, made);
  // The place is called what it is called in the year that the report is about.
  return { current, prior: prior === undefined ? undefined : { ...prior, subject: current.subject } };
}

export interface MadeWith {
  chart: Chart;
  measure: Measure;
}

export function reportInputOf(
  place: BudgetPlace,
  reading: BudgetReading,
  fiscalYear: number,
  { chart, measure }: MadeWith,
): ReportInput {
  const subject = subjectOf(place, reading, fiscalYear);
  return { subject, fiscalYear, units: unitBudgetsOf(reading, fiscalYear), chart, measure };
}

/**
 * The same where anything was posted. Of a unit without a posting the amounts of a year are unknown, whatever was said of it in targets
 * or texts.
 */
export function postedInputOf(
  place: BudgetPlace,
  reading: BudgetReading,
  fiscalYear: number,
  made: MadeWith,
): ReportInput | undefined {
  const input = reportInputOf(place, reading, fiscalYear, made);
  const units = input.units.filter(({ lines }) => lines.length > 0);
  return units.length === 0 ? undefined : { ...input, units };
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
