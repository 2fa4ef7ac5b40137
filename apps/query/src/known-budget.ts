import type { BudgetPlace, BudgetReading } from '#read-model';
import type { KnownBudget } from '#report';

/** What was read from the tables, as reports take it. */
export function knownBudgetOf(place: BudgetPlace, { units, years, departmentYears }: BudgetReading): KnownBudget {
  const registered = units.map(({ division, department, departmentName, unit: code, name, staffing }) => {
    return { division, department, departmentName, code, name, ...(staffing === undefined ? {} : { staffing }) };
  });
  return { place, registered, years, departmentYears };
}
