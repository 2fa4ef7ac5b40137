import { type Chart, currentOf, isPool, type Line, poolName } from '#domain';
import type { BudgetPlace, BudgetReading, KnownUnit } from '#read-model';
import {
  divisionName,
  type Measure,
  type ReportInput,
  type ReportSubject,
  type ReportUnit,
  type UnitBudget,
} from '#report';

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
  const subject = subjectOf(place, reading, fiscalYear, chart);
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
function subjectOf(
  { division, department, unit }: BudgetPlace,
  reading: BudgetReading,
  year: number,
  chart: Chart,
): ReportSubject {
  const [first] = reading.units;
  if (unit !== undefined) {
    return { level: reading.aloneIn.has(year) ? 'department' : 'unit', code: unit, name: first?.name ?? unit };
  }
  if (department !== undefined) {
    return { level: 'department', code: department, name: first?.departmentName ?? department };
  }
  return { level: 'division', code: division, name: divisionName(chart, year, division) };
}

function unitBudgetsOf({ units, years }: BudgetReading, year: number): UnitBudget[] {
  const ofYear = years.get(year);
  const budgets = units.flatMap((unit): UnitBudget[] => {
    const budget = ofYear?.get(unit.unit);
    return budget === undefined ? [] : [{ unit: reportUnitOf(unit), ...rowsOf(budget) }];
  });
  // 待下达: money that a department has not handed down yet is part of its budget, and of no unit's.
  const pools = [...(ofYear ?? [])].filter(([code]) => isPool(code)).map(([code, pool]) => poolOf(code, units, pool));
  return [...pools.filter(({ lines }) => lines.some(hasMoney)), ...budgets].sort(byCode);
}

type Rows = NonNullable<ReturnType<NonNullable<ReturnType<BudgetReading['years']['get']>>['get']>>;

function rowsOf({ lines, targets, texts }: Rows): Omit<UnitBudget, 'unit'> {
  return { lines: [...lines.values()], targets, texts };
}

function poolOf(code: string, units: readonly KnownUnit[], pool: Rows): UnitBudget {
  const sibling = units.find(({ department }) => department === code);
  const departmentName = sibling?.departmentName ?? code;
  const unit = { division: sibling?.division ?? '', department: code, departmentName, code };
  return { unit: { ...unit, name: poolName(departmentName) }, ...rowsOf(pool) };
}

/** What was handed down left its lines in the pool, with nothing on them. */
function hasMoney(line: Line): boolean {
  return currentOf(line) !== 0n || line.original + line.carriedOver !== 0n;
}

function byCode(one: UnitBudget, other: UnitBudget): number {
  return one.unit.code < other.unit.code ? -1 : 1;
}

function reportUnitOf({ division, department, departmentName, unit, name, staffing }: KnownUnit): ReportUnit {
  return { division, department, departmentName, code: unit, name, ...(staffing === undefined ? {} : { staffing }) };
}
