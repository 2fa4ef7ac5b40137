import type { Scope } from '#access';
import type { KnownUnit } from '#read-model';

/** A unit with those of its years that its reader may see anything of. */
export function withSeenYears<Unit extends KnownUnit>(unit: Unit, scope: Scope): Unit {
  const { division, department, unit: code, years } = unit;
  return { ...unit, years: years.filter((year) => scope.covers({ division, department, unit: code, year })) };
}
