import type { Staffing } from './commands';
import { effectsOf, type LineEffect } from './effects';
import type { LedgerEvent, PerformanceTargets, PerformanceTargetsSet } from './events';
import { emptyLine, type Line, lineKeyOf } from './line';

export interface Unit {
  unit: string;
  name: string;
  departmentName: string;
  staffing?: Staffing;
}

/** One unit's budget of one fiscal year. Targets are keyed by project; the unit's own (table 10) stand under ''. */
export interface UnitYear {
  readonly lines: ReadonlyMap<string, Line>;
  readonly targets: ReadonlyMap<string, PerformanceTargets>;
}

/**
 * The state of one stream: one department over all years. Values are never changed in place; an event copies the path to what it
 * touches (year, unit, line), so earlier states stay valid and a speculative state costs no more than what it changes.
 */
export interface State {
  readonly units: ReadonlyMap<string, Unit>;
  readonly years: ReadonlyMap<number, ReadonlyMap<string, UnitYear>>;
}

export const emptyState: State = { units: new Map(), years: new Map() };
const emptyUnitYear: UnitYear = { lines: new Map(), targets: new Map() };

/** Folds one event. A missing case does not compile. */
export function evolve(state: State, event: LedgerEvent): State {
  switch (event.type) {
    case 'unit.registered.v1': {
      const { unit, name, departmentName, staffing } = event.data;
      const registered: Unit = { unit, name, departmentName, ...(staffing === undefined ? {} : { staffing }) };
      return { ...state, units: new Map(state.units).set(unit, registered) };
    }
    case 'budget.allocated.v1':
    case 'balance.carried-over.v1':
    case 'budget.adjusted.v1':
      return applyEffects(state, effectsOf(event));
    case 'performance-targets.set.v1':
      return setTargets(state, event.data);
    case 'command.refused.v1':
      return state;
  }
}

export function unitYearOf(state: State, fiscalYear: number, unit: string): UnitYear {
  return state.years.get(fiscalYear)?.get(unit) ?? emptyUnitYear;
}

/** Adds one posting to its line; a line that does not exist yet starts at zero. */
export function applyEffect(line: Line | undefined, effect: LineEffect): Line {
  const before = line ?? emptyLine(effect.line, effect.fiscalYear);
  return { ...before, [effect.column]: before[effect.column] + effect.deltaFen };
}

function applyEffects(state: State, effects: readonly LineEffect[]): State {
  const years = new Map(state.years);
  const copied = new Map<string, Map<string, Line>>();
  for (const effect of effects) {
    const lines = writableLines(years, copied, effect);
    const key = lineKeyOf(effect.line);
    lines.set(key, applyEffect(lines.get(key), effect));
  }
  return { ...state, years };
}

/** Copies the path to a unit's lines once for each event, however many of its lines the event touches. */
function writableLines(
  years: Map<number, ReadonlyMap<string, UnitYear>>,
  copied: Map<string, Map<string, Line>>,
  { fiscalYear, line: { unit } }: LineEffect,
): Map<string, Line> {
  const path = `${fiscalYear}/${unit}`;
  const known = copied.get(path);
  if (known !== undefined) return known;
  const units = new Map(years.get(fiscalYear));
  const before = units.get(unit) ?? emptyUnitYear;
  const lines = new Map(before.lines);
  units.set(unit, { ...before, lines });
  years.set(fiscalYear, units);
  copied.set(path, lines);
  return lines;
}

function setTargets(state: State, data: PerformanceTargetsSet['data']): State {
  const { fiscalYear, unit, project = '', declaredFunds, tasks, goals, indicators } = data;
  const years = new Map(state.years);
  const units = new Map(years.get(fiscalYear));
  const before = units.get(unit) ?? emptyUnitYear;
  const targets = new Map(before.targets).set(project, { declaredFunds, tasks, goals, indicators });
  units.set(unit, { ...before, targets });
  return { ...state, years: years.set(fiscalYear, units) };
}
