import type { Line, PerformanceTargets, PublicationTexts, Staffing } from '#domain';

/** A unit, a department or a division. A unit's department is part of its place. */
export interface ReportPlace {
  division: string;
  department?: string;
  unit?: string;
}

/** A unit as its newest record calls it. */
export interface RegisteredUnit {
  /** 行政区划, six digits. */
  division: string;
  /** 部门, three digits. */
  department: string;
  departmentName: string;
  /** Its code. */
  unit: string;
  name: string;
  /** From which day on it was registered, where that is asked for. */
  registeredOn?: string;
  staffing?: Staffing;
}

/** What is known of one unit's year, or of a pool's. */
export interface KnownUnitYear {
  /** By their keys or as a list. */
  lines: { values(): Iterable<Line> };
  /** Where one class of lines is asked for: some of the others, if there are any. */
  others?: readonly Line[];
  /** Keyed by project; the unit's own (table 10) stand under ''. */
  targets: ReadonlyMap<string, PerformanceTargets>;
  texts: PublicationTexts;
}

/**
 * What is known of a place, whoever read it: the service from its tables, a replay from the log, the publisher of one unit's tables
 * from the newest state. `reportOf` is the one road from here to a report.
 */
export interface KnownBudget {
  place: ReportPlace;
  /** The units of the place that were registered, by code. */
  units: readonly RegisteredUnit[];
  /** For a unit's place: the units of its department that were registered, itself among them, where it may be all of the department. */
  siblings: readonly RegisteredUnit[];
  /** By fiscal year and unit or pool. A unit of which nothing is known of a year is missing: unknown is not zero. */
  years: ReadonlyMap<number, ReadonlyMap<string, KnownUnitYear>>;
  /** For a unit's place: by year, who in its department has anything of it on any day, itself and the pool among them. */
  departmentYears: ReadonlyMap<number, readonly string[]>;
}
