import {
  applyEffect,
  effectsOf,
  type LedgerEvent,
  type Line,
  type LineEffect,
  lineKeyOf,
  partsOf,
  type PerformanceTargets,
  type PublicationTexts,
  withSections,
} from '#domain';
import type { KnownBudget, RegisteredUnit, ReportPlace } from '#report';

/** A place of one department, which a single stream tells all about. */
export type FoldedPlace = ReportPlace & { department: string };

interface FoldedUnitYear {
  lines: Map<string, Line>;
  targets: Map<string, PerformanceTargets>;
  texts: PublicationTexts;
}

/**
 * Folds a department's events into what is known of it, as the service's tables have it: what is posted and said counts from its
 * effective date on, and a unit is called what its newest record calls it.
 */
export function foldedBudget(
  place: FoldedPlace,
  events: readonly LedgerEvent[],
  effectiveOn: string | undefined,
): KnownBudget {
  const fold = new Fold(place, effectiveOn);
  for (const event of events) fold.take(event);
  return fold.known();
}

class Fold {
  private readonly units = new Map<string, RegisteredUnit>();
  private readonly years = new Map<number, Map<string, FoldedUnitYear>>();
  private readonly departmentYears = new Map<number, Set<string>>();

  constructor(
    private readonly place: FoldedPlace,
    private readonly effectiveOn: string | undefined,
  ) {}

  take(event: LedgerEvent): void {
    for (const effect of effectsOf(event)) this.post(effect);
    for (const part of partsOf(event)) this.hear(part);
  }

  known(): KnownBudget {
    const { place, years, departmentYears } = this;
    const siblings = [...this.units.values()].sort((a, b) => (a.unit < b.unit ? -1 : 1));
    return {
      place,
      units: siblings.filter(({ unit }) => place.unit === undefined || unit === place.unit),
      siblings,
      years: new Map([...years].map(([year, units]) => [year, new Map([...units].map(inOrderOfKeys))])),
      departmentYears: new Map([...departmentYears].map(([year, codes]) => [year, [...codes]])),
    };
  }

  private post(effect: LineEffect): void {
    const { line, fiscalYear, effectiveDate } = effect;
    const unitYear = this.unitYear(fiscalYear, line.unit, effectiveDate);
    if (unitYear === undefined) return;
    const key = lineKeyOf(line);
    unitYear.lines.set(key, applyEffect(unitYear.lines.get(key), effect));
  }

  private hear(event: LedgerEvent): void {
    if (event.type === 'unit.registered.v1') {
      const { unit, name, departmentName, staffing } = event.data;
      const { division, department } = this.place;
      const staffed = staffing === undefined ? {} : { staffing };
      const registeredOn = this.units.get(unit)?.registeredOn ?? event.data.effectiveDate;
      this.units.set(unit, { division, department, departmentName, unit, name, registeredOn, ...staffed });
    } else if (event.type === 'performance-targets.set.v1') {
      const { fiscalYear, unit, project = '', effectiveDate, declaredFunds, tasks, goals, indicators } = event.data;
      const unitYear = this.unitYear(fiscalYear, unit, effectiveDate);
      unitYear?.targets.set(project, { declaredFunds, tasks, goals, indicators });
    } else if (event.type === 'publication-text.set.v1') {
      const { fiscalYear, unit, sections, effectiveDate } = event.data;
      const unitYear = this.unitYear(fiscalYear, unit, effectiveDate);
      if (unitYear !== undefined) unitYear.texts = withSections(unitYear.texts, sections);
    }
  }

  /** What a unit's year holds; nothing where what happens to it is not in effect yet, or is no concern of the place. */
  private unitYear(fiscalYear: number, unit: string, effectiveDate: string): FoldedUnitYear | undefined {
    const withAnything = this.departmentYears.get(fiscalYear) ?? new Set();
    this.departmentYears.set(fiscalYear, withAnything.add(unit));
    if (this.effectiveOn !== undefined && effectiveDate > this.effectiveOn) return undefined;
    if (this.place.unit !== undefined && unit !== this.place.unit) return undefined;
    const units = this.years.get(fiscalYear) ?? new Map<string, FoldedUnitYear>();
    this.years.set(fiscalYear, units);
    const known = units.get(unit) ?? { lines: new Map(), targets: new Map(), texts: new Map() };
    units.set(unit, known);
    return known;
  }
}

/** Lines stand in the order of their keys, as the service's tables have them. */
function inOrderOfKeys([unit, unitYear]: [string, FoldedUnitYear]): [string, FoldedUnitYear] {
  return [unit, { ...unitYear, lines: new Map([...unitYear.lines].sort(([a], [b]) => (a < b ? -1 : 1))) }];
}
