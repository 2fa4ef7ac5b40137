import { everyEvent } from '../test/every-event';
import {
  allocated,
  ask,
  carriedFrom2023,
  document,
  line,
  posting,
  registered,
  registeredToo,
  stateAfter,
} from '../test/given';
import type { LedgerEvent } from './events';
import { lineKeyOf } from './line';
import { RevisionMap } from './revision-map';
import { stateToJson } from './state-json';
import { evolve } from './evolve';
import { pastEventOf } from './past-event';
import { emptyState, ledgerLineOf, linesOfYear, revisionOf, type State, unitYearOf } from './state';

const other = { unit: '126002', economic: '30217' };
const targets = { declaredFunds: { totalYuan: '1.00' }, tasks: [], goals: ['一'], indicators: [] };
const ofTargets = { ...document, fiscalYear: 2024, unit: '126001' };

/** One adjustment of each kind, targets of the unit and of a project, and another year. */
const history: LedgerEvent[] = [
  registered,
  registeredToo,
  allocated(line('100.00'), line('100.00', other), line('0.01')),
  {
    type: 'balance.carried-over.v2',
    data: { ...posting, kind: 'carry-forward', opening: true, lines: [line('7.00', carriedFrom2023)] },
  },
  { type: 'budget.adjusted.v1', data: { ...posting, kind: 'supplement', lines: [line('5.00')] } },
  { type: 'budget.adjusted.v1', data: { ...posting, kind: 'cut', lines: [line('2.00')] } },
  {
    type: 'budget.adjusted.v1',
    data: { ...posting, kind: 'transfer', from: [line('3.00')], to: [line('3.00', other)] },
  },
  { type: 'performance-targets.set.v1', data: { ...ofTargets, ...targets } },
  { type: 'performance-targets.set.v1', data: { ...ofTargets, project: '项目', ...targets, goals: ['二'] } },
  {
    type: 'publication-text.set.v1',
    data: { ...ofTargets, sections: [{ section: 'duties', paragraphs: ['一'] }] },
  },
  { type: 'budget.allocated.v1', data: { ...posting, fiscalYear: 2025, lines: [line('100.00')] } },
];
const refused: LedgerEvent = {
  type: 'command.refused.v1',
  data: {
    refusal: { code: 'unknown-code', legalSource: '', figures: [] },
    command: { ...document, type: 'AllocateBudget', division: '361100', department: '126' },
  },
};

/** Freezes all that can be reached; a map or set cannot be frozen, so its writing methods are taken away. */
function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  if (value instanceof Map || value instanceof Set) {
    const refuse = (): never => {
      throw new TypeError('an earlier state was changed in place');
    };
    Object.assign(value, { set: refuse, add: refuse, delete: refuse, clear: refuse });
  }
  if (Symbol.iterator in value) for (const held of value as Iterable<unknown>) deepFreeze(held);
  Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}

describe('evolve', () => {
  it('never changes an earlier state or the event', () => {
    const states: State[] = [emptyState];
    const copies = [JSON.stringify(stateToJson(emptyState))];
    for (const event of everyEvent) {
      const next = evolve(states.at(-1)!, deepFreeze(structuredClone(event)));
      copies.push(JSON.stringify(stateToJson(next)));
      states.push(deepFreeze(next));
    }
    expect(states.map((state) => JSON.stringify(stateToJson(state)))).toEqual(copies);
    expect(new Set(copies).size).toBe(copies.length);
  });

  it('leaves what an event does not touch as the very same object', () => {
    const before = history.slice(0, 4).reduce(evolve, emptyState);
    const after = evolve(before, history[4]!);
    expect(after.units).toBe(before.units);
    expect(unitYearOf(after, 2024, '126002')).toBe(unitYearOf(before, 2024, '126002'));
    expect(unitYearOf(after, 2024, '126001')).not.toBe(unitYearOf(before, 2024, '126001'));
  });

  it('sums each column of each line', () => {
    const { years } = history.reduce(evolve, emptyState);
    const { lines } = years.get(2024)!.get('126001')!;
    expect(lines.get(lineKeyOf(line('1')))).toMatchObject({
      unit: '126001',
      source: 'general-public-budget',
      function: '2012901',
      economic: '302',
      category: 'operating',
      fiscalYear: 2024,
      original: 10_001n,
      carriedOver: 0n,
      supplemented: 500n,
      cut: 200n,
      transferred: -300n,
    });
    expect(lines.get(lineKeyOf(line('1', carriedFrom2023)))).toMatchObject({ original: 0n, carriedOver: 700n });
    expect(
      years
        .get(2024)!
        .get('126002')!
        .lines.get(lineKeyOf(line('1', other))),
    ).toMatchObject({
      original: 10_000n,
      transferred: 300n,
    });
    expect([...years.get(2025)!.keys()]).toEqual(['126001']);
  });

  it('keeps the newest targets of a unit and of each project', () => {
    const state = history.reduce(evolve, emptyState);
    const set = unitYearOf(state, 2024, '126001').targets;
    expect([...set].map(([project, { goals }]) => [project, goals])).toEqual([
      ['', ['一']],
      ['项目', ['二']],
    ]);
    const again = evolve(state, {
      type: 'performance-targets.set.v1',
      data: { ...ofTargets, ...targets, goals: ['三'] },
    });
    expect(unitYearOf(again, 2024, '126001').targets.get('')?.goals).toEqual(['三']);
    expect(unitYearOf(again, 2024, '126001').lines).toBe(unitYearOf(state, 2024, '126001').lines);
  });

  it('replaces a unit that is registered again, its staffing too', () => {
    const staffing = {
      establishment: { total: 1, administrative: 1, publicInstitution: 0 },
      actual: { total: 1, serving: 1, administrativeServing: 1, publicInstitutionServing: 0, retired: 0 },
    };
    const data = { ...document, unit: '126001', name: '甲', departmentName: '部门', staffing };
    const staffed = evolve(emptyState, { type: 'unit.registered.v1', data });
    expect(staffed.units.get('126001')).toEqual({ unit: '126001', name: '甲', departmentName: '部门', staffing });
    const { staffing: _gone, ...withoutStaffing } = data;
    const renamed = evolve(staffed, { type: 'unit.registered.v1', data: { ...withoutStaffing, name: '丙' } });
    expect(renamed.units.get('126001')).toEqual({ unit: '126001', name: '丙', departmentName: '部门' });
  });

  it('keeps a refusal in the history alone, since it made a revision', () => {
    const state = history.reduce(evolve, emptyState);
    const after = evolve(state, refused);
    expect({ ...after, history: state.history }).toEqual(state);
    expect(revisionOf(after)).toBe(revisionOf(state) + 1);
    expect(pastEventOf(after, history.length + 1)).toEqual({ type: 'command.refused.v1', effects: [] });
  });

  it('keeps what can be reversed by its revision, and of legs and reversals nothing but their type', () => {
    const state = everyEvent.reduce(evolve, emptyState);
    expect(pastEventOf(state, 3)?.effects.map(({ column, deltaFen }) => [column, deltaFen])).toEqual([
      ['original', 10_000n],
      ['original', 8_000n],
      ['original', 1n],
      ['original', 3_000n],
    ]);
    for (const past of state.history) {
      if (/^(department-transfer|event\.reversed)\./.test(past)) expect(past).not.toContain(' ');
    }
  });

  it('knows of every day what is available, paid and held', () => {
    const state = stateAfter(
      ...history,
      ask('FreezeFunds', { fiscalYear: 2024, lines: [line('40')] }, '2024-05-01'),
      ask(
        'RecordPayment',
        { fiscalYear: 2024, freezeRevision: 12, beyondFreeze: true, lines: [line('50')] },
        '2024-06-01',
      ),
      ask('RecordRefund', { fiscalYear: 2024, lines: [line('8')] }, '2024-07-01'),
    );
    expect(ledgerLineOf(state, 2024, line('1'))).toMatchObject({
      available: [
        { date: '2024-03-01', deltaFen: 10_001n },
        { date: '2024-05-01', deltaFen: -4_000n },
        { date: '2024-06-01', deltaFen: -1_000n },
        { date: '2024-07-01', deltaFen: 800n },
      ],
      netPaid: [
        { date: '2024-06-01', deltaFen: 5_000n },
        { date: '2024-07-01', deltaFen: -800n },
      ],
      holds: RevisionMap.of([
        [
          12,
          [
            { date: '2024-05-01', deltaFen: 4_000n },
            { date: '2024-06-01', deltaFen: -4_000n },
          ],
        ],
      ]),
      frozen: 0n,
    });
    expect(linesOfYear(state, 2024)).toHaveLength(3);
    expect(linesOfYear(state, 2023)).toEqual([]);
  });

  it('lifts a ceiling, and counts one for each scope', () => {
    const scope = { kind: 'source', source: 'general-public-budget' } as const;
    const set = (limitYuan: string | null, unit?: string) =>
      ask('SetCeiling', { fiscalYear: 2024, scope: { ...scope, ...(unit === undefined ? {} : { unit }) }, limitYuan });
    const limits = (...commands: ReturnType<typeof set>[]) =>
      [...stateAfter(registered, ...commands).ceilings.values()].map(({ limitFen }) => limitFen);
    expect(limits(set('5'), set('6', '126001'))).toEqual([500n, 600n]);
    expect(limits(set('5'), set('6', '126001'), set('7'))).toEqual([700n, 600n]);
    expect(limits(set('5'), set('6', '126001'), set(null))).toEqual([600n]);
  });

  it('knows an empty year of a unit that has none', () => {
    expect(unitYearOf(emptyState, 2024, '126001')).toEqual({
      lines: new Map(),
      targets: new Map(),
      texts: new Map(),
    });
  });
});
