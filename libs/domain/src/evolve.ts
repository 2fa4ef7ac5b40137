import { effectsOf, type LineEffect } from './effects';
import type { EventType, LedgerEvent, PerformanceTargetsSet, PublicationTextSet } from './events';
import { fenOf } from './money';
import { type PublicationSection, withSections } from './publication-text';
import type { NameKind } from './spellings';
import { pastText } from './past-event';
import { post } from './post-effects';
import { ceilingKeyOf, emptyUnitYear, revisionOf, type State, type Unit, type UnitYear } from './state';

/** Folds one event. A missing case does not compile. */
export function evolve(state: State, event: LedgerEvent): State {
  const effects = effectsOf(event);
  const after = applied(state, event, effects);
  const kept = isReversible(event.type) ? effects : [];
  return { ...after, history: state.history.appended(pastText(after, event.type, kept)) };
}

/** The state that an event leaves, as part of the revision that is being made: the history does not know it yet. */
export function applied(before: State, event: LedgerEvent, effects: readonly LineEffect[] = effectsOf(event)): State {
  // What was refused names nothing.
  const state = event.type === 'command.refused.v1' ? before : spelled(before, 'document', event.data.documentNumber);
  if (effects.length === 0) return besides(state, event);
  return besides(countCarryOvers(post(state, effects, revisionOf(state) + 1), effects), event);
}

function spelled(state: State, kind: NameKind, name: string): State {
  const spellings = state.spellings.with(kind, name);
  return spellings === state.spellings ? state : { ...state, spellings };
}

/** What an event changes besides the amounts of lines. */
function besides(state: State, event: LedgerEvent): State {
  switch (event.type) {
    case 'unit.registered.v1': {
      const { unit, name, departmentName, staffing } = event.data;
      const registered: Unit = { unit, name, departmentName, ...(staffing === undefined ? {} : { staffing }) };
      return { ...state, units: new Map(state.units).set(unit, registered) };
    }
    case 'performance-targets.set.v1':
      return setTargets(state, event.data);
    case 'publication-text.set.v1':
      return setTexts(state, event.data);
    case 'department-transfer.sent.v1':
      return { ...state, transits: new Map(state.transits).set(event.data.transitId, event.data) };
    case 'department-transfer.settled.v1':
    case 'department-transfer.returned.v1':
      return { ...state, transits: without(state.transits, event.data.transitId) };
    case 'ceiling.set.v1': {
      const { fiscalYear, scope, limitYuan } = event.data;
      const key = ceilingKeyOf(fiscalYear, scope);
      const named = scope.kind === 'project' ? spelled(state, 'project', scope.project) : state;
      if (limitYuan === null) return { ...named, ceilings: without(state.ceilings, key) };
      return {
        ...named,
        ceilings: new Map(state.ceilings).set(key, { fiscalYear, scope, limitFen: fenOf(limitYuan) }),
      };
    }
    case 'event.reversed.v1':
      return { ...state, reversedRevisions: state.reversedRevisions.with(event.data.reversedRevision, true) };
    case 'year.closed.v1':
      return { ...state, closedYears: new Set(state.closedYears).add(event.data.fiscalYear) };
    case 'year.reopened.v1': {
      const closedYears = new Set(state.closedYears);
      closedYears.delete(event.data.fiscalYear);
      return { ...state, closedYears };
    }
    case 'commands.combined.v1':
      return event.data.events.reduce(besides, state);
    case 'budget.allocated.v1':
    case 'budget.handed-down.v1':
    case 'balance.carried-over.v2':
    case 'budget.adjusted.v1':
    case 'department-transfer.received.v1':
    case 'funds.frozen.v1':
    case 'funds.released.v1':
    case 'payment.recorded.v1':
    case 'refund.recorded.v1':
    case 'balance.reclaimed.v1':
    case 'command.refused.v1':
      return state;
  }
}

/** The legs of a transfer between departments hang together, and a reversal or a close is undone by other means. */
function isReversible(type: EventType): boolean {
  return !type.startsWith('department-transfer.') && type !== 'event.reversed.v1';
}

function setTargets(state: State, data: PerformanceTargetsSet['data']): State {
  const { fiscalYear, unit, project = '', declaredFunds, tasks, goals, indicators } = data;
  const named = project === '' ? state : spelled(state, 'project', project);
  return changeUnitYear(named, fiscalYear, unit, (before) => ({
    ...before,
    targets: new Map(before.targets).set(project, { declaredFunds, tasks, goals, indicators }),
  }));
}

function setTexts(state: State, { fiscalYear, unit, sections }: PublicationTextSet['data']): State {
  const named = sections.reduce((reached, section) => {
    const name = nameInSection(section);
    return name === undefined ? reached : spelled(reached, ...name);
  }, state);
  return changeUnitYear(named, fiscalYear, unit, (before) => ({
    ...before,
    texts: withSections(before.texts, sections),
  }));
}

/** The name that tells a section from others of its kind. */
export function nameInSection(section: PublicationSection): [kind: NameKind, name: string] | undefined {
  switch (section.section) {
    case 'project':
      return ['project', section.project];
    case 'change-reason':
      return ['measure', section.measure];
    case 'duties':
    case 'organization':
    case 'state-assets':
    case 'glossary':
      return undefined;
  }
}

function changeUnitYear(state: State, fiscalYear: number, unit: string, change: (before: UnitYear) => UnitYear): State {
  const years = new Map(state.years);
  const units = new Map(years.get(fiscalYear));
  units.set(unit, change(units.get(unit) ?? emptyUnitYear));
  return { ...state, years: years.set(fiscalYear, units) };
}

/** A computed carry-over is what takes money out of a year, and its mirror image gives it back: each counts once for each event. */
function countCarryOvers(state: State, effects: readonly LineEffect[]): State {
  const out = effects.filter(({ column }) => column === 'carriedOut');
  if (out.length === 0) return state;
  const computedCarryOvers = new Map(state.computedCarryOvers);
  for (const [into, by] of new Map(out.map(({ fiscalYear, deltaFen }) => [fiscalYear + 1, deltaFen > 0n ? 1 : -1]))) {
    computedCarryOvers.set(into, (computedCarryOvers.get(into) ?? 0) + by);
  }
  return { ...state, computedCarryOvers };
}

function without<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  const copy = new Map(map);
  copy.delete(key);
  return copy;
}
