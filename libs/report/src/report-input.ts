import type { Chart, Line, PerformanceTargets, PublicationTexts, Staffing } from '#domain';

import type { Profile } from './profile';
import type { LevelWords } from './profile-words';
import type { ReportLevel } from './report-level';
import type { Measure } from './report-measure';

/** 填报单位. A unit that is all of its department publishes as the department, under its own code. */
export interface ReportSubject {
  level: ReportLevel;
  code: string;
  name: string;
}

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

/** What one unit brings to a report. */
export interface UnitBudget {
  unit: ReportUnit;
  lines: readonly Line[];
  /** Lines that were not asked for, which tell that something was posted all the same. */
  others?: readonly Line[];
  /** Keyed by project; the unit's own (table 10) stand under ''. */
  targets: ReadonlyMap<string, PerformanceTargets>;
  texts: PublicationTexts;
}

/** Everything that the tables and sentences of one year are made from. */
export interface ReportInput {
  subject: ReportSubject;
  fiscalYear: number;
  /** By code. Of a unit that is not here nothing is known of the year. */
  units: readonly UnitBudget[];
  /** 机构设置: who the budget's owner consists of in the year, with or without anything in it; of a pool there is no question. */
  organization: readonly ReportUnit[];
  chart: Chart;
  measure: Measure;
  /** How the place publishes. */
  profile: Profile;
}

/** Of a unit without a posting the amounts are unknown, whatever was said of it in targets or texts. */
export function isPosted({ lines, others = [] }: UnitBudget): boolean {
  return lines.length + others.length > 0;
}

const linesByUnits = new WeakMap<ReportInput['units'], readonly Line[]>();

/** Of a division these are thousands, and many tables are made of them: they are put together once. */
export function linesOf({ units }: ReportInput): readonly Line[] {
  if (units.length === 1 && units[0] !== undefined) return units[0].lines;
  const known = linesByUnits.get(units);
  if (known !== undefined) return known;
  const lines = units.flatMap((unit) => unit.lines);
  linesByUnits.set(units, lines);
  return lines;
}

/** How the budget's owner is called. */
export function wordsOf({ profile, subject }: ReportInput): LevelWords {
  return profile.words.levels[subject.level];
}

/** A line of another unit or year would silently falsify every sum, so it is the caller's error and not left out. */
export function assertOwnLines({ units, fiscalYear }: ReportInput): void {
  for (const { unit, lines } of units) {
    const foreign = lines.find((line) => line.unit !== unit.code || line.fiscalYear !== fiscalYear);
    if (foreign === undefined) continue;
    throw new RangeError(
      `a line of ${foreign.unit} in ${foreign.fiscalYear} does not belong to ${unit.code} in ${fiscalYear}`,
    );
  }
}
