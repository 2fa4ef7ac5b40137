import {
  approvedOf,
  type Chart,
  currentOf,
  isPool,
  lastDayOf,
  type Line,
  type PerformanceTargets,
  poolName,
  type PublicationTexts,
} from '#domain';

import { divisionName } from './code-name';
import type { Profile } from './profile';
import type { ReportInput, ReportSubject, ReportUnit, UnitBudget } from './report-input';
import type { Measure } from './report-measure';

/** A unit, a department or a division. A unit's department is part of its place. */
export interface ReportPlace {
  division: string;
  department?: string;
  unit?: string;
}

/** What is known of one unit's year, or of a pool's. */
interface KnownUnitYear {
  lines: ReadonlyMap<string, Line>;
  /** Keyed by project; the unit's own (table 10) stand under ''. */
  targets: ReadonlyMap<string, PerformanceTargets>;
  texts: PublicationTexts;
}

/**
 * What is known of a place, whoever read it: the service from its tables, a replay from the log, the publisher of one unit's tables
 * from the newest state. `reportInputOf` is the one road from here to a report.
 */
export interface KnownBudget {
  place: ReportPlace;
  /** The units of the place that were registered, by code. */
  registered: readonly ReportUnit[];
  /** For a unit's place: the units of its department that were registered, itself among them, where it may be all of the department. */
  siblings: readonly ReportUnit[];
  /** By fiscal year and unit or pool. A unit of which nothing is known of a year is missing: unknown is not zero. */
  years: ReadonlyMap<number, ReadonlyMap<string, KnownUnitYear>>;
  /** For a unit's place: by year, who in its department has anything of it on any day, itself and the pool among them. */
  departmentYears: ReadonlyMap<number, readonly string[]>;
}

/** The code lists that name what is reported, what each line counts for, and how the place publishes. */
export interface MadeWith {
  chart: Chart;
  measure: Measure;
  profile: Profile;
}

/** A year's report and the year before it, of which nothing may be known: that is not zero. */
export interface ReportYears {
  current: ReportInput;
  prior: ReportInput | undefined;
}

export function reportYearsOf(known: KnownBudget, fiscalYear: number, made: MadeWith): ReportYears {
  const current = reportInputOf(known, fiscalYear, made);
  const prior = postedInputOf(known, fiscalYear - 1, made);
  // The place is called what it is called in the year that the report is about.
  return { current, prior: prior === undefined ? undefined : { ...prior, subject: current.subject } };
}

export function reportInputOf(
  known: KnownBudget,
  fiscalYear: number,
  { chart, measure, profile }: MadeWith,
): ReportInput {
  const subject = subjectOf(known, fiscalYear, chart);
  const units = unitBudgetsOf(known, fiscalYear);
  return {
    subject,
    fiscalYear,
    units,
    organization: organizationOf(known, subject, units, fiscalYear),
    chart,
    measure,
    profile,
  };
}

/**
 * The same where anything was posted. Of a unit without a posting the amounts of a year are unknown, whatever was said of it in targets
 * or texts.
 */
export function postedInputOf(known: KnownBudget, fiscalYear: number, made: MadeWith): ReportInput | undefined {
  const input = reportInputOf(known, fiscalYear, made);
  const units = input.units.filter(({ lines }) => lines.length > 0);
  return units.length === 0 ? undefined : { ...input, units };
}

/** A unit that is all of its department in the year publishes as the department, under its own code and name. */
function subjectOf({ place, registered, departmentYears }: KnownBudget, year: number, chart: Chart): ReportSubject {
  const { division, department, unit } = place;
  const [first] = registered;
  if (unit !== undefined) {
    const alone = isAllOfDepartment(unit, departmentYears.get(year) ?? []);
    return { level: alone ? 'department' : 'unit', code: unit, name: first?.name ?? unit };
  }
  if (department !== undefined) {
    return { level: 'department', code: department, name: first?.departmentName ?? department };
  }
  return { level: 'division', code: division, name: divisionName(chart, year, division) };
}

/** Whoever was registered by the end of the year, or has anything of it. A unit that publishes as its department names all of that. */
function organizationOf(
  { registered, siblings, place }: KnownBudget,
  { level }: ReportSubject,
  units: readonly UnitBudget[],
  year: number,
): ReportUnit[] {
  const withAnything = new Set(units.map(({ unit }) => unit.code));
  const all = place.unit !== undefined && level === 'department' && siblings.length > 0 ? siblings : registered;
  return all.filter(({ code, registeredOn }) => withAnything.has(code) || (registeredOn ?? '') <= lastDayOf(year));
}

/** The pool is no unit, so it leaves a unit alone. */
function isAllOfDepartment(unit: string, withAnything: readonly string[]): boolean {
  const units = withAnything.filter((code) => !isPool(code));
  return units.length > 0 && units.every((code) => code === unit);
}

function unitBudgetsOf({ registered, years }: KnownBudget, year: number): UnitBudget[] {
  const ofYear = years.get(year);
  const budgets = registered.flatMap((unit): UnitBudget[] => {
    const known = ofYear?.get(unit.code);
    return known === undefined ? [] : [budgetOf(unit, known)];
  });
  // 待下达: money that a department has not handed down yet is part of its budget, and of no unit's.
  const pools = [...(ofYear ?? [])]
    .filter(([code]) => isPool(code))
    .map(([code, known]) => budgetOf(poolOf(code, registered), known));
  return [...pools.filter(({ lines }) => lines.some(hasMoney)), ...budgets].sort(byCode);
}

function budgetOf(unit: ReportUnit, { lines, targets, texts }: KnownUnitYear): UnitBudget {
  return { unit, lines: [...lines.values()], targets, texts };
}

/** The pool is called after its department, as the department's first unit names it. */
function poolOf(code: string, registered: readonly ReportUnit[]): ReportUnit {
  const sibling = registered.find(({ department }) => department === code);
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
