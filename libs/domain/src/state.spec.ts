import type { LedgerEvent } from './events';
import { lineKeyOf, type PostingLine } from './line';
import { emptyState, evolve, type State, unitYearOf } from './state';

const document = { documentNumber: '饶财预〔2024〕1号', effectiveDate: '2024-03-01' };
const posting = { ...document, fiscalYear: 2024, chartHash: 'chart-hash' };
const line: PostingLine = {
  unit: '126001',
  source: 'general-public-budget',
  function: '2012901',
  economic: '302',
  category: 'operating',
  amountYuan: '100.00',
};
const other: PostingLine = { ...line, unit: '126002', economic: '30217' };
const targets = { declaredFunds: { totalYuan: '1.00' }, tasks: [], goals: ['一'], indicators: [] };

/** One event of each kind, and of each kind of adjustment. */
const history: LedgerEvent[] = [
  { type: 'unit.registered.v1', data: { ...document, unit: '126001', name: '甲', departmentName: '部门' } },
  { type: 'unit.registered.v1', data: { ...document, unit: '126002', name: '乙', departmentName: '部门' } },
  { type: 'budget.allocated.v1', data: { ...posting, lines: [line, other, { ...line, amountYuan: '0.01' }] } },
  {
    type: 'balance.carried-over.v1',
    data: {
      ...posting,
      kind: 'carry-forward',
      opening: true,
      lines: [{ ...line, originYear: 2023, amountYuan: '7.00' }],
    },
  },
  { type: 'budget.adjusted.v1', data: { ...posting, kind: 'supplement', lines: [{ ...line, amountYuan: '5.00' }] } },
  { type: 'budget.adjusted.v1', data: { ...posting, kind: 'cut', lines: [{ ...line, amountYuan: '2.00' }] } },
  {
    type: 'budget.adjusted.v1',
    data: {
      ...posting,
      kind: 'transfer',
      from: [{ ...line, amountYuan: '3.00' }],
      to: [{ ...other, amountYuan: '3.00' }],
    },
  },
  { type: 'performance-targets.set.v1', data: { ...document, fiscalYear: 2024, unit: '126001', ...targets } },
  {
    type: 'performance-targets.set.v1',
    data: { ...document, fiscalYear: 2024, unit: '126001', project: '项目', ...targets, goals: ['二'] },
  },
  {
    type: 'publication-text.set.v1',
    data: { ...document, fiscalYear: 2024, unit: '126001', sections: [{ section: 'duties', paragraphs: ['一'] }] },
  },
  { type: 'budget.allocated.v1', data: { ...posting, fiscalYear: 2025, lines: [line] } },
  {
    type: 'command.refused.v1',
    data: {
      refusal: { code: 'unknown-code', legalSource: '', figures: [] },
      command: { ...document, type: 'AllocateBudget', division: '361100', department: '126' },
    },
  },
];

/** Freezes all that can be reached; a map cannot be frozen, so its writing methods are taken away. */
function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  if (value instanceof Map) {
    const refuse = (): never => {
      throw new TypeError('an earlier state was changed in place');
    };
    Object.assign(value, { set: refuse, delete: refuse, clear: refuse });
    for (const [key, held] of value) deepFreeze([key, held]);
  }
  Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}

describe('evolve', () => {
  it('never changes an earlier state or the event', () => {
    const states: State[] = [emptyState];
    const copies: State[] = [structuredClone(emptyState)];
    for (const event of history) {
      const next = evolve(states.at(-1)!, deepFreeze(structuredClone(event)));
      copies.push(structuredClone(next));
      states.push(deepFreeze(next));
    }
    // The copies were made without the frozen maps' own properties, so the contents are compared.
    const contents = ({ units, years }: State) => [
      [...units],
      [...years].map(([year, held]) => [
        year,
        [...held].map(([unit, { lines, targets: set, texts }]) => [unit, [...lines], [...set], [...texts]]),
      ]),
    ];
    expect(states.map(contents)).toEqual(copies.map(contents));
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
    expect(lines.get(lineKeyOf(line))).toEqual({
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
    expect(lines.get(lineKeyOf({ ...line, originYear: 2023 }))).toMatchObject({ original: 0n, carriedOver: 700n });
    expect(years.get(2024)!.get('126002')!.lines.get(lineKeyOf(other))).toMatchObject({
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
      data: { ...document, fiscalYear: 2024, unit: '126001', ...targets, goals: ['三'] },
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

  it('answers the same state to a refusal', () => {
    const state = history.slice(0, -1).reduce(evolve, emptyState);
    expect(evolve(state, history.at(-1)!)).toBe(state);
  });

  it('knows an empty year of a unit that has none', () => {
    expect(unitYearOf(emptyState, 2024, '126001')).toEqual({
      lines: new Map(),
      targets: new Map(),
      texts: new Map(),
    });
  });
});
