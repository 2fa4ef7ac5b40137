import { approvedOf, type Chart, currentOf, isPool, lastDayOf, type Line, poolName } from '#domain';

import { divisionName } from './code-name';
import type { KnownBudget, KnownUnitYear, RegisteredUnit } from './known-budget';
import type { Profile } from './profile';
import { isPosted, type ReportInput, type ReportSubject, type ReportUnit, type UnitBudget } from './report-input';
import type { Measure } from './report-measure';

/** The code lists that name what is reported, what each line counts for, and how the place publishes. */
export interface MadeWith {
  chart: Chart;
  measure: Measure;
  profile: Profile;
}

/** A year of what is known of a place. */
export interface KnownYear {
  reading: KnownBudget;
  fiscalYear: number;
}

/** A year, and the one that it stands beside: another year of the same reading, or another state of any year. */
export interface Report {
  current: ReportInput;
  /** Nothing where nothing was posted by then: of a unit without a posting the amounts are unknown, which is not zero. */
  prior: ReportInput | undefined;
}

/**
 * Puts together what every table, cell, comparison and sentence is made from. It is the one road to a report: the service, the
 * publisher of `budget.tables` and an offline replay bring what they know, and do nothing of this by themselves.
 */
export function reportOf(year: KnownYear, made: MadeWith, prior?: KnownYear): Report {
  return { current: inputOf(year, made), prior: prior === undefined ? undefined : postedInputOf(prior, made) };
}

function inputOf({ reading, fiscalYear }: KnownYear, made: MadeWith): ReportInput {
  const subject = subjectOf(reading, fiscalYear, made.chart);
  const units = unitBudgetsOf(reading, fiscalYear);
  return { subject, fiscalYear, units, organization: organizationOf(reading, subject, units, fiscalYear), ...made };
}

/** The units alone that anything was posted to, whatever was said of the others in targets or texts. */
function postedInputOf(year: KnownYear, made: MadeWith): ReportInput | undefined {
  const input = inputOf(year, made);
  const units = input.units.filter(isPosted);
  return units.length === 0 ? undefined : { ...input, units };
}

/** A unit that is all of its department in the year publishes as the department, under its own code and name. */
function subjectOf({ place, units, departmentYears }: KnownBudget, year: number, chart: Chart): ReportSubject {
  const { division, department, unit } = place;
  const [first] = units;
  if (unit !== undefined) {
    const alone = isAllOfDepartment(unit, departmentYears.get(year) ?? []);
    return { level: alone ? 'department' : 'unit', code: unit, name: first?.name ?? unit };
  }
  if (department !== undefined) {
    return { level: 'department', code: department, name: first?.departmentName ?? department };
  }
  return { level: 'division', code: division, name: divisionName(chart, year, division) };
}

/** The pool is no unit, so it leaves a unit alone. */
function isAllOfDepartment(unit: string, withAnything: readonly string[]): boolean {
  const units = withAnything.filter((code) => !isPool(code));
  return units.length > 0 && units.every((code) => code === unit);
}

/** Whoever was registered by the end of the year, or has anything of it. A unit that publishes as its department names all of that. */
function organizationOf(
  { units, siblings, place }: KnownBudget,
  { level }: ReportSubject,
  budgets: readonly UnitBudget[],
  year: number,
): ReportUnit[] {
  const withAnything = new Set(budgets.map(({ unit }) => unit.code));
  const all = place.unit !== undefined && level === 'department' && siblings.length > 0 ? siblings : units;
  return all
    .filter(({ unit, registeredOn }) => withAnything.has(unit) || (registeredOn ?? '') <= lastDayOf(year))
    .map(reportUnitOf);
}

function unitBudgetsOf({ units, years }: KnownBudget, year: number): UnitBudget[] {
  const ofYear = years.get(year);
  const budgets = units.flatMap((unit): UnitBudget[] => {
    const known = ofYear?.get(unit.unit);
    return known === undefined ? [] : [budgetOf(reportUnitOf(unit), known)];
  });
  // 待下达: money that a department has not handed down yet is part of its budget, and of no unit's.
  const pools = [...(ofYear ?? [])]
    .filter(([code]) => isPool(code))
    .map(([code, known]) => budgetOf(poolOf(code, units), known));
  const isPoolKept = ({ lines, others = [] }: UnitBudget): boolean => lines.some(hasMoney) || others.some(hasMoney);
  return [...pools.filter(isPoolKept), ...budgets].sort(byCode);
}

function budgetOf(unit: ReportUnit, { lines, others, targets, texts }: KnownUnitYear): UnitBudget {
  return { unit, lines: [...lines.values()], ...(others === undefined ? {} : { others }), targets, texts };
}

function reportUnitOf({
  unit: code,
  division,
  department,
  departmentName,
  name,
  staffing,
}: RegisteredUnit): ReportUnit {
  return { division, department, departmentName, code, name, ...(staffing === undefined ? {} : { staffing }) };
}

/** The pool is called after its department, as the department's first unit names it. */
function poolOf(code: string, units: readonly RegisteredUnit[]): ReportUnit {
  const sibling = units.find(({ department }) => department === code);
  const departmentName = sibling?.departmentName ?? code;
  return {
    division: sibling?.division ?? '',
    department: code,
    departmentName,
    code,
    name: poolName(departmentName),
  };
}

/** What was handed down left its lines in the pool, with nothing on them. */
function hasMoney(line: Line): boolean {
  return currentOf(line) !== 0n || approvedOf(line) !== 0n;
}

function byCode(one: UnitBudget, other: UnitBudget): number {
  return one.unit.code < other.unit.code ? -1 : 1;
}
