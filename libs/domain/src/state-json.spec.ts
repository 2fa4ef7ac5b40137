import { everyEvent } from '../test/every-event';
import { line, project, stateAfter } from '../test/given';
import { emptyState, EVENT_TYPES, pastEventOf, stateFromJson, stateToJson } from './index';
import { evolve } from './evolve';
import type { State } from './state';

const throughJson = (state: State): State => stateFromJson(JSON.parse(JSON.stringify(stateToJson(state))));

test('the year of the cases has an event of every type', () => {
  expect(new Set(everyEvent.map(({ type }) => type))).toEqual(new Set(EVENT_TYPES));
});

test('a state comes back from JSON as it was after every event, with every amount exact', () => {
  let state = emptyState;
  for (const event of everyEvent) {
    state = evolve(state, event);
    expect(throughJson(state)).toEqual(state);
  }
  expect(state.transits.size).toBe(1);
  expect([...state.computedCarryOvers]).toEqual([[2025, 1]]);
  expect([state.ceilings.size, state.reversedRevisions.size, state.closedYears.size]).toEqual([2, 1, 1]);
});

test('a state that went through JSON goes on as the other does', () => {
  const half = everyEvent.slice(0, 12).reduce(evolve, emptyState);
  const rest = everyEvent.slice(12);
  expect(rest.reduce(evolve, throughJson(half))).toEqual(rest.reduce(evolve, half));
});

test('amounts beyond what a number holds and projects that look like parts of a key stay what they are', () => {
  const odd = line('123456789012345.67', { ...project, project: '甲|乙', procurement: 'goods' });
  const state = stateAfter({
    type: 'budget.allocated.v1',
    data: { documentNumber: '文', effectiveDate: '2024-01-01', fiscalYear: 2024, chartHash: 'c', lines: [odd] },
  });
  expect(throughJson(state)).toEqual(state);
});

test('an amount that is none is not guessed', () => {
  const json = JSON.stringify(stateToJson(everyEvent.reduce(evolve, emptyState)));
  expect(() => stateFromJson(JSON.parse(json.replace('"0.00"', '"x"')))).toThrow(RangeError);
});

test('a posting that names no line is not guessed', () => {
  const json = stateToJson(everyEvent.reduce(evolve, emptyState));
  const past = json.history.split('\n');
  const allocated = past.findIndex((event) => event.startsWith('budget.allocated.v1 '));
  const lost = past.map((event) => event.replace(/\/\d+\/0\//, '/999/0/')).join('\n');
  const state = stateFromJson({ ...json, history: lost });
  expect(() => pastEventOf(state, allocated + 1)).toThrow(RangeError);
});
