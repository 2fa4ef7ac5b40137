import fc from 'fast-check';

import { allocated, ask, given, line, registered, stateAfter } from '../test/given';
import { steps, World } from '../test/random-years';
import type { Command } from './commands';
import { type LedgerEvent, partsOf } from './events';
import { approvedOf, currentOf, type PostingLine } from './line';
import { fenOf } from './money';
import { linesOfYear, type State } from './state';

type CarriedLine = PostingLine & { originYear: number };

const ofYear = { fiscalYear: 2024 };
const old = (amountYuan: string, unit = '126001'): CarriedLine => ({ ...line(amountYuan, { unit }), originYear: 2023 });
const opening = (effectiveDate: string, ...lines: CarriedLine[]): Command =>
  ask('CarryOverBalance', { ...ofYear, kind: 'carry-forward' as const, opening: true as const, lines }, effectiveDate);
const handDown = (amountYuan: string): Command =>
  ask('HandDownBudget', { ...ofYear, from: [old(amountYuan, '126')], to: [old(amountYuan)] }, '2024-06-01');
const reverse = (reversedRevision: number): Command => ask('ReverseEvent', { reversedRevision }, '2024-12-01');

/** What the approving document holds of a unit or the pool, and what stands there now, in yuan. */
function amounts(state: State, unit: string, year = 2024): [approved: number, current: number] {
  const lines = linesOfYear(state, year).filter((each) => each.unit === unit);
  const sum = (of: readonly bigint[]): number => Number(of.reduce((total, fen) => total + fen, 0n)) / 100;
  return [sum(lines.map(approvedOf)), sum(lines.map(currentOf))];
}

describe('what was approved for the year', () => {
  it.each([
    ['2024-01-01', 107],
    ['2024-01-02', 100],
    ['2024-03-15', 100],
    ['2024-12-31', 100],
  ])('given an opening carry-over of %s it comes to %d', (effectiveDate, approved) => {
    const state = stateAfter(registered, allocated(line('100.00')), opening(effectiveDate, old('7')));
    expect(amounts(state, '126001')).toEqual([approved, 107]);
  });

  it('holds an allocation whenever it takes effect', () => {
    const late = ask('AllocateBudget', { ...ofYear, lines: [line('20')] }, '2024-11-30');
    expect(amounts(stateAfter(registered, allocated(line('100.00')), late), '126001')).toEqual([120, 120]);
  });

  it('holds what this ledger has carried over itself, which takes effect on the first day', () => {
    const carryOver = ask(
      'CarryOverBalance',
      { fiscalYear: 2025, kind: 'carry-forward' as const, lines: [line('10')] },
      '2025-01-01',
    );
    expect(amounts(stateAfter(registered, allocated(line('100.00')), carryOver), '126001', 2025)).toEqual([10, 10]);
  });

  it('loses by a reversal what it held, and nothing else', () => {
    const both = [
      registered,
      allocated(line('100.00')),
      opening('2024-01-01', old('7')),
      opening('2024-04-01', old('5')),
    ];
    expect(amounts(stateAfter(...both), '126001')).toEqual([107, 112]);
    expect(amounts(stateAfter(...both, reverse(3)), '126001')).toEqual([100, 105]);
    expect(amounts(stateAfter(...both, reverse(4)), '126001')).toEqual([107, 107]);
    given(...both)
      .when(reverse(4))
      .thenType('event.reversed.v1', { postings: [{ column: 'carriedOver', deltaYuan: '-5.00', late: true }] });
  });

  it('goes down to units with the carried-over money of the first day, and not with that of later', () => {
    const pools = [registered, opening('2024-01-01', old('7', '126')), opening('2024-04-01', old('5', '126'))];
    const first = stateAfter(...pools, handDown('7'));
    expect([amounts(first, '126'), amounts(first, '126001')]).toEqual([
      [0, 5],
      [7, 7],
    ]);
    const all = stateAfter(...pools, handDown('7'), handDown('5'));
    expect([amounts(all, '126'), amounts(all, '126001')]).toEqual([
      [0, 0],
      [7, 12],
    ]);
    given(...pools, handDown('7'))
      .when(handDown('5'))
      .thenType('budget.handed-down.v1', { late: true });
  });
});

/** What an event brings to the approved budget of a year, told from its own words. */
function approvedBy(event: LedgerEvent, year: number): bigint {
  const sum = (lines: readonly PostingLine[]): bigint =>
    lines.reduce((fen, { amountYuan }) => fen + fenOf(amountYuan), 0n);
  return partsOf(event).reduce((fen, { type, data }) => {
    if (type === 'budget.allocated.v1') return data.fiscalYear === year ? fen + sum(data.lines) : fen;
    if (type !== 'balance.carried-over.v2' || data.fiscalYear !== year) return fen;
    if (!data.opening) return fen + sum(data.to);
    return data.effectiveDate === `${year}-01-01` ? fen + sum(data.lines) : fen;
  }, 0n);
}

it('given any years, the approved money of a department is its allocations and what was carried over on first days', () => {
  fc.assert(
    fc.property(steps(60), (all) => {
      const world = new World().play(all);
      for (const stream of world.streams) {
        const state = world.stateOf(stream);
        const events = world.eventsOf(stream);
        for (const year of state.years.keys()) {
          const expected = events.reduce((fen, event) => {
            if (event.type !== 'event.reversed.v1') return fen + approvedBy(event, year);
            return fen - approvedBy(events[event.data.reversedRevision - 1]!, year);
          }, 0n);
          const lines = linesOfYear(state, year);
          expect(lines.reduce((fen, each) => fen + approvedOf(each), 0n)).toBe(expected);
          for (const each of lines) expect(each.lateCarriedOver >= 0n || each.carriedOver < 0n).toBe(true);
        }
      }
    }),
    { numRuns: 100 },
  );
});
