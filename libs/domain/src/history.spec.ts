import fc from 'fast-check';

import { chartFor } from '../test/random-lines';
import { type Decided, type Kind, type Step, steps, World } from '../test/random-years';
import { cameIn, NaiveLedger, total } from '../test/naive-ledger';
import { decide } from './decide';
import { effectsOf } from './effects';
import { EVENT_TYPES, type LedgerEvent } from './events';
import { AMOUNT_COLUMNS, availableOf, currentOf, lineKeyOf } from './line';
import { type Fen, sumFen } from './money';
import { REFUSAL_RULES } from './refusal-rules';
import { evolve } from './evolve';
import { pastEventOf } from './past-event';
import { emptyState, type LedgerLine, linesOfYear, type State } from './state';
import { stateFromJson, stateToJson } from './state-json';
import { placeOfStream } from './stream';
import type { Timeline } from './timeline';

const RUNS = 60;
const LENGTH = 100;

/** Random years of two departments, thousands of commands in all; see test/random-years.ts. */
function holdsFor(check: (world: World, played: readonly Step[]) => void, without: readonly Kind[] = []): void {
  fc.assert(
    fc.property(steps(LENGTH, without), (played) => {
      check(new World().play(played), played);
    }),
    { numRuns: RUNS },
  );
}

function linesOf(state: State): LedgerLine[] {
  return [...state.years.keys()].flatMap((year) => linesOfYear(state, year));
}

function isRefused({ event }: Pick<Decided, 'event'>): boolean {
  return event.type === 'command.refused.v1';
}

describe('random years of two departments', () => {
  it('leave no line below zero available on any day, no freeze and no payment below zero, at any time', () => {
    holdsFor((world) => {
      for (const stream of world.streams) {
        const naive = new NaiveLedger();
        world.eventsOf(stream).forEach((event, index) => {
          expect(naive.add(event, index + 1)).toEqual([]);
        });
        for (const line of linesOf(world.stateOf(stream))) {
          const key = `${line.fiscalYear}|${lineKeyOf(line)}`;
          expect(naive.sum(`available ${key}`)).toBe(availableOf(line));
          expect(naive.sum(`paid ${key}`)).toBe(line.paid - line.refunded);
        }
      }
    });
  });

  it('hold in each department what came in less what went out, and count every column but transfers and freezes from zero up', () => {
    holdsFor((world) => {
      for (const stream of world.streams) {
        const own = world.decided.filter((decided) => decided.stream === stream);
        const lines = linesOf(world.stateOf(stream));
        expect(sumFen(lines.map(currentOf))).toBe(sumFen(own.map(({ event }) => cameIn(event))));
        for (const { transferred: _, ...line } of lines) {
          for (const column of AMOUNT_COLUMNS) if (column !== 'transferred') expect(line[column] >= 0n).toBe(true);
        }
      }
    });
  });

  it('drain what is in transit to zero, and lose nothing between two departments', () => {
    holdsFor((world) => {
      world.drain();
      const moved = world.streams.flatMap((stream) =>
        linesOf(world.stateOf(stream)).map(({ transferred }) => transferred),
      );
      const within = world.decided
        .filter(({ event }) => event.type === 'event.reversed.v1' || event.type === 'budget.adjusted.v1')
        .flatMap(({ event }) => effectsOf(event))
        .filter(({ column }) => column === 'transferred');
      expect(sumFen(moved)).toBe(0n);
      expect(sumFen(within.map(({ deltaFen }) => deltaFen))).toBe(0n);
      for (const stream of world.streams) expect(world.stateOf(stream).transits.size).toBe(0);
    });
  });

  it('lose nothing between years: what the lines of a year gave away is what those of the next have more', () => {
    holdsFor((world) => {
      for (const stream of world.streams) {
        const state = world.stateOf(stream);
        for (const year of [0, 1, 2].map((offset) => world.year(offset))) {
          const out = sumFen(linesOfYear(state, year).map(({ carriedOut }) => carriedOut));
          const into = sumFen(linesOfYear(state, year + 1).map(({ carriedOver }) => carriedOver));
          expect(into - openings(world, stream, year + 1)).toBe(out);
        }
      }
    });
  });

  it('are decided the same way again, fold to the live state, and come back from a snapshot as they were', () => {
    holdsFor((world, played) => {
      const again = new World().play(played);
      expect(again.decided.map(({ event }) => event)).toEqual(world.decided.map(({ event }) => event));
      for (const stream of world.streams) {
        const events = world.decided.filter((decided) => decided.stream === stream).map(({ event }) => event);
        const stored = events.map((event) => JSON.parse(JSON.stringify(event)) as LedgerEvent);
        const inJson = JSON.stringify(stateToJson(world.stateOf(stream)));
        expect(JSON.stringify(stateToJson(stored.reduce(evolve, emptyState)))).toBe(inJson);
        expect(stateFromJson(JSON.parse(inJson))).toEqual(world.stateOf(stream));
      }
    });
  });

  it('are changed by no refusal', () => {
    holdsFor(({ decided }) => {
      for (const { before, after } of decided.filter(isRefused)) {
        const { history: _before, ...restBefore } = before;
        const { history: past, ...restAfter } = after;
        expect(past.length).toBe(before.history.length + 1);
        const changed = (Object.keys(restBefore) as (keyof typeof restBefore)[]).filter(
          (key) => restAfter[key] !== restBefore[key],
        );
        expect(changed).toEqual([]);
      }
    });
  });

  it('are decided the same way when everything happens whole years later, charts included', () => {
    fc.assert(
      fc.property(steps(LENGTH), fc.constantFrom(1, 4, 28), (played, years) => {
        const [now, later] = [new World().play(played), new World(years).play(played)];
        const outcome = ({ event, command }: Decided): unknown => [
          command.type,
          event.type,
          event.type === 'command.refused.v1' ? event.data.refusal.code : '',
        ];
        expect(later.decided.map(outcome)).toEqual(now.decided.map(outcome));
        const amounts = (world: World): unknown =>
          world.streams.map((stream) =>
            linesOf(world.stateOf(stream)).map((line) => [line.unit, availableOf(line), currentOf(line)]),
          );
        expect(amounts(later)).toEqual(amounts(now));
      }),
      { numRuns: RUNS },
    );
  });

  it('come back to nothing when every event of theirs is reversed, the newest first', () => {
    // A reversal in the midst of a history may leave what can only be undone in another order.
    holdsFor(
      (world) => {
        world.drain();
        for (const stream of world.streams) undo(world, stream);
      },
      ['reverse'],
    );
  });

  it('are as they were before an event when it is reversed at once, on its own day', () => {
    holdsFor(({ decided }) => {
      for (const { event, before, after } of decided) {
        const [effect] = pastEventOf(after, after.history.length)?.effects.slice(-1) ?? [];
        if (effect === undefined || isRefused({ event })) continue;
        const { effectiveDate, fiscalYear } = effect;
        const reversal = {
          type: 'ReverseEvent' as const,
          commandId: 'r',
          division: '361100',
          department: '126',
          documentNumber: '文',
          effectiveDate,
          reversedRevision: after.history.length,
        };
        const reversed = decide({ ...after, ceilings: new Map() }, reversal, { chart: chartFor(fiscalYear) });
        expect(reversed.type).toBe('event.reversed.v1');
        expect(told(evolve(after, reversed))).toEqual(told(before));
      }
    });
  });
});

/** What lines have, hold and were paid on every day, in words; lines that are empty in everything are left out. */
function told(state: State): string[] {
  const inWords = (timeline: Timeline): string => timeline.map(({ date, deltaFen }) => `${date} ${deltaFen}`).join();
  return linesOf(state)
    .map((line) => {
      const holds = [...line.holds].sort(([a], [b]) => a - b).map(([freeze, hold]) => `${freeze} ${inWords(hold)}`);
      const amounts = AMOUNT_COLUMNS.map((column) => line[column]).filter((amount) => amount !== 0n);
      const days = [inWords(line.available), inWords(line.netPaid), ...holds].filter((words) => words !== '');
      return [`${line.fiscalYear}|${lineKeyOf(line)}`, ...amounts, ...days];
    })
    .filter((words) => words.length > 1)
    .map((words) => words.join(' | '));
}

/**
 * Reverses what stands of a stream, after its years were reopened and its ceilings lifted. What cannot be reversed are the legs of transfers
 * between departments: what came in that way is still there in the end, and where something went out for good, its lines have no
 * more to give back.
 */
function undo(world: World, stream: string): void {
  const events = world.eventsOf(stream);
  if (events.some(({ type }) => type === 'department-transfer.settled.v1')) return;
  const { department } = placeOfStream(stream);
  const { closedYears, ceilings } = world.stateOf(stream);
  for (const fiscalYear of closedYears) {
    world.ask(world.command(department, `${fiscalYear}-12-31`, { type: 'ReopenYear', fiscalYear, reason: '红冲' }));
  }
  for (const { fiscalYear, scope } of ceilings.values()) {
    const lifted = { type: 'SetCeiling', fiscalYear, scope, limitYuan: null };
    world.ask(world.command(department, `${fiscalYear}-12-31`, lifted));
  }
  for (let revision = events.length; revision > 0; revision -= 1) reverseRevision(world, stream, revision);
  const received = new Map<string, Fen>();
  for (const { line, fiscalYear, deltaFen } of events
    .filter(({ type }) => type === 'department-transfer.received.v1')
    .flatMap(effectsOf)) {
    const key = `${fiscalYear}|${lineKeyOf(line)}`;
    received.set(key, (received.get(key) ?? 0n) + deltaFen);
  }
  for (const line of linesOf(world.stateOf(stream))) {
    const transferred = received.get(`${line.fiscalYear}|${lineKeyOf(line)}`) ?? 0n;
    expect(AMOUNT_COLUMNS.map((column) => [column, line[column]])).toEqual(
      AMOUNT_COLUMNS.map((column) => [column, column === 'transferred' ? transferred : 0n]),
    );
    for (const [, hold] of line.holds) expect(sumFen(hold.map(({ deltaFen }) => deltaFen))).toBe(0n);
  }
}

/** Opening balances that stand in a year, the reversed ones taken off. */
function openings(world: World, stream: string, year: number): Fen {
  const own = world.decided.filter((decided) => decided.stream === stream && !isRefused(decided));
  const reversed = new Set(
    own.map(({ event }) => (event.type === 'event.reversed.v1' ? event.data.reversedRevision : 0)),
  );
  const standing = own.filter(({ after }) => !reversed.has(after.history.length));
  return sumFen(
    standing.map(({ event }) => {
      if (event.type !== 'balance.carried-over.v2' || !event.data.opening || event.data.fiscalYear !== year) return 0n;
      return total(event.data.lines);
    }),
  );
}

/** Reverses an event on the last day of the last year that it touches; a stretch of days earlier would do as well. */
function reverseRevision(world: World, stream: string, revision: number): void {
  const effects = pastEventOf(world.stateOf(stream), revision)?.effects ?? [];
  if (effects.length === 0) return;
  const year = Math.max(...effects.map(({ fiscalYear }) => fiscalYear));
  const { department } = placeOfStream(stream);
  const asked = world.command(department, `${year}-12-31`, { type: 'ReverseEvent', reversedRevision: revision });
  expect(world.ask(asked)).toMatchObject({ type: 'event.reversed.v1' });
}

describe('the years above', () => {
  it('meet every kind of event and every refusal, or they would prove little', () => {
    const events = new Set<string>();
    const refusals = new Set<string>();
    let [accepted, asked] = [0, 0];
    for (const played of fc.sample(steps(LENGTH), { numRuns: 200, seed: 7 })) {
      for (const { event } of new World().play(played).decided) {
        events.add(event.type);
        asked += 1;
        if (!isRefused({ event })) accepted += 1;
        if (event.type === 'command.refused.v1') refusals.add(event.data.refusal.code);
      }
    }
    expect(accepted / asked).toBeGreaterThan(0.5);
    // The histories know no day of their decisions, which is what tells a year that lies far ahead.
    expect([...refusals, 'year-far-ahead'].sort()).toEqual(Object.keys(REFUSAL_RULES).sort());
    expect([...events].sort()).toEqual([...EVENT_TYPES].sort());
  });
});
