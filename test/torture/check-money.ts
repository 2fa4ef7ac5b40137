import {
  availableOf,
  emptyState,
  evolve,
  type LedgerEvent,
  type LedgerLine,
  lowestFrom,
  type State,
  stateToJson,
} from '#domain';
import { eventOf } from '#wire';

import type { CheckedLog } from './checker';

/**
 * Judges what an outsider finds in the log: the events fold to states in which no line is below zero on any day, and every transfer
 * between departments has left once and has arrived or come back once, so that the sum over all departments is what came in from
 * outside.
 */
export function checkMoney(log: CheckedLog): Map<string, State> {
  const states = new Map<string, State>();
  const events: { stream: string; revision: number; event: LedgerEvent }[] = [];
  for (const { stream, revision, type, data } of log.accepted) {
    const event = eventOf({ type, data });
    events.push({ stream, revision, event });
    const after = evolve(states.get(stream) ?? emptyState, event);
    states.set(stream, after);
    for (const line of linesOf(after)) expect(lowestFrom(line.available, '').fen).toBeGreaterThanOrEqual(0n);
  }
  const transferred = [...states.values()].flatMap(linesOf).reduce((sum, line) => sum + line.transferred, 0n);
  expect(transferred).toBe(0n);
  checkTransits(events);
  return states;
}

function linesOf(state: State): LedgerLine[] {
  const lines = [...state.years.values()].flatMap((units) =>
    [...units.values()].flatMap((unit) => [...unit.lines.values()]),
  );
  for (const line of lines) expect(lowestFrom(line.available, '9999-12-31').fen).toBe(availableOf(line));
  return lines;
}

function checkTransits(events: readonly { stream: string; revision: number; event: LedgerEvent }[]): void {
  const sent = new Set<string>();
  const ends = new Map<string, string>();
  const arrivals = new Map<string, { eventId: string; isRefused: boolean }>();
  const once = <V>(map: Map<string, V>, id: string, value: V): void => {
    expect({ id, before: map.get(id) }).toEqual({ id, before: undefined });
    map.set(id, value);
  };
  for (const { stream, revision, event } of events) {
    const eventId = `${stream}@${revision}`;
    if (event.type === 'department-transfer.sent.v1') sent.add(event.data.transitId);
    if (event.type === 'department-transfer.received.v1')
      once(arrivals, event.data.transitId, { eventId, isRefused: false });
    if (event.type === 'command.refused.v1' && event.data.command.type === 'ReceiveTransfer') {
      const { transitId } = event.data.command as unknown as { transitId: string };
      once(arrivals, transitId, { eventId, isRefused: true });
    }
    if (event.type === 'department-transfer.settled.v1') once(ends, event.data.transitId, event.data.receivedEventId);
    if (event.type === 'department-transfer.returned.v1') once(ends, event.data.transitId, event.data.refusedEventId);
  }
  expect([...arrivals.keys()].sort()).toEqual([...sent].sort());
  expect([...ends.keys()].sort()).toEqual([...sent].sort());
  for (const [id, { eventId }] of arrivals) expect(ends.get(id)).toBe(eventId);
  const returned = events.filter(({ event }) => event.type === 'department-transfer.returned.v1').length;
  expect([...arrivals.values()].filter(({ isRefused }) => isRefused)).toHaveLength(returned);
}

/** A state as it would stand in a snapshot, to be compared. */
export function asText(state: State): string {
  return JSON.stringify(stateToJson(state));
}
