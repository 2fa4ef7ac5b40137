import type { BudgetPlace, BudgetReading, KnownUnit } from '#read-model';
import type { KnownBudget, ReportUnit } from '#report';

/** What was read from the tables, as reports take it. */
export function knownBudgetOf(place: BudgetPlace, reading: BudgetReading): KnownBudget {
  const { units, siblings, years, departmentYears } = reading;
  return {
    place,
    registered: units.map(reportUnitOf),
    siblings: siblings.map(reportUnitOf),
    years,
    departmentYears,
  };
}

function reportUnitOf({ unit: code, staffing, years: _years, ...unit }: KnownUnit): ReportUnit {
  return { ...unit, code, ...(staffing === undefined ? {} : { staffing }) };
}
