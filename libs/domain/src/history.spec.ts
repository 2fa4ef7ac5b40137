import fc from 'fast-check';

import { chartOf } from './chart';
import type { Category, Source } from './codes';
import type { Command } from './commands';
import { decide } from './decide';
import { effectsOf } from './effects';
import type { LedgerEvent } from './events';
import { AMOUNT_COLUMNS, currentOf, type Line, lineKeyOf, type PostingLine } from './line';
import { type Fen, fenOf, sumFen, yuanOf } from './money';
import { emptyState, evolve, type State } from './state';

/**
 * Invariants over random histories. Few units, codes and amounts, so that commands meet on the same lines, drain them and are refused; some
 * units are outside the department or never registered, some codes unknown, some dates in another year.
 */
const chart = chartOf(
  [
    ...['2012901', '2012902'].map((code) => ({ kind: 'function' as const, year: 2023, code, name: code })),
    ...['301', '302', '30217'].map((code) => ({ kind: 'economic' as const, year: 2023, code, name: code })),
  ],
  'chart-hash',
);

/** Mostly the common case, and now and then what a rule forbids. */
function mostly<T>(common: readonly T[], rare: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { arbitrary: fc.constantFrom(...common), weight: 24 },
    { arbitrary: fc.constantFrom(...rare), weight: 1 },
  );
}

const unit = mostly(['126001', '126002'], ['126003', '127001']);
const amountYuan = fc
  .oneof(fc.bigInt({ min: 1n, max: 300n }), fc.constantFrom(1n, 100n, 99_999_999_999_999_900n))
  .map(yuanOf);
const purpose = fc.constantFrom<{ category: Category; project?: string }>(
  { category: 'personnel' },
  { category: 'operating' },
  { category: 'project', project: '甲|乙' },
  { category: 'project', project: '甲' },
);
const freshLine: fc.Arbitrary<PostingLine> = fc
  .tuple(
    fc.record({
      unit,
      source: fc.constantFrom<Source>('general-public-budget', 'government-fund'),
      function: mostly(['2012901', '2012902'], ['2019999']),
      economic: mostly(['301', '302', '30217'], ['399']),
      amountYuan,
    }),
    purpose,
    fc.constantFrom({}, {}, {}, { procurement: 'goods' as const }),
  )
  .map(([line, ...more]) => Object.assign({}, line, ...more) as PostingLine);
const originYear = mostly([2022, 2023], [2025]);
const carriedLine = fc.tuple(freshLine, originYear).map(([line, year]) => ({ ...line, originYear: year }));
const anyLine: fc.Arbitrary<PostingLine> = fc.oneof(freshLine, carriedLine);

const lines = <T>(line: fc.Arbitrary<T>) => fc.array(line, { minLength: 1, maxLength: 4 });
const year = fc.constantFrom(2024, 2024, 2025);

/** What both sides of a transfer must agree on is taken from one line, so that most balance; now and then the category differs. */
const balancedTransfer = fc
  .array(
    fc.tuple(
      anyLine,
      fc.constantFrom('301', '302', '30217'),
      unit,
      fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: purpose }),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((moves) => ({
    from: moves.map(([line]) => line),
    to: moves.map(([line, economic, into, other]) => {
      const { category, project } = other ?? line;
      return { ...line, economic, unit: into, category, ...(other === undefined ? {} : { project }) };
    }),
  }));
const looseTransfer = fc.record({ from: lines(anyLine), to: lines(anyLine) });

const body = fc.oneof(
  {
    weight: 1,
    arbitrary: unit.map((code) => ({ type: 'RegisterUnit', unit: code, name: '单位', departmentName: '部门' })),
  },
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant('AllocateBudget'), fiscalYear: year, lines: lines(freshLine) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('CarryOverBalance'),
      fiscalYear: year,
      kind: fc.constantFrom('carry-forward', 'surplus'),
      opening: fc.constant(true),
      lines: lines(carriedLine),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('AdjustBudget'),
      kind: fc.constant('supplement'),
      fiscalYear: year,
      lines: lines(freshLine),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('AdjustBudget'),
      kind: fc.constant('cut'),
      fiscalYear: year,
      lines: lines(anyLine),
    }),
  },
  {
    weight: 6,
    arbitrary: fc
      .tuple(year, fc.oneof({ weight: 4, arbitrary: balancedTransfer }, { weight: 1, arbitrary: looseTransfer }))
      .map(([fiscalYear, moved]) => ({ type: 'AdjustBudget', kind: 'transfer', fiscalYear, ...moved })),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('SetPerformanceTargets'),
      fiscalYear: year,
      unit,
      declaredFunds: fc.constant({ totalYuan: '1.00' }),
      tasks: fc.constant([]),
      goals: fc.constant(['目标']),
      indicators: fc.constant([]),
    }),
  },
);

const command: fc.Arbitrary<Command> = fc.tuple(body, mostly([0], [1])).map(([asked, yearsOff]) => {
  const fiscalYear = 'fiscalYear' in asked ? asked.fiscalYear : 2024;
  const basis = {
    commandId: 'c',
    division: '361100',
    department: '126',
    documentNumber: '文',
    effectiveDate: `${fiscalYear + yearsOff}-06-30`,
  };
  return { ...basis, ...asked } as Command;
});

/** Both units are registered first, or most of a history would be refused for that alone. */
const registrations: Command[] = ['126001', '126002'].map((code) => ({
  commandId: code,
  division: '361100',
  department: '126',
  documentNumber: '文',
  effectiveDate: '2024-01-01',
  type: 'RegisterUnit',
  unit: code,
  name: '单位',
  departmentName: '部门',
}));
const commands = fc.array(command, { maxLength: 30, size: 'max' }).map((asked) => [...registrations, ...asked]);

interface Step {
  before: State;
  command: Command;
  event: LedgerEvent;
  after: State;
}

function live(history: readonly Command[]): Step[] {
  const steps: Step[] = [];
  let state = emptyState;
  for (const asked of history) {
    const event = decide(state, asked, { chart });
    const after = evolve(state, event);
    steps.push({ before: state, command: asked, event, after });
    state = after;
  }
  return steps;
}

function linesOf(state: State): Line[] {
  return [...state.years.values()].flatMap((units) => [...units.values()].flatMap((held) => [...held.lines.values()]));
}

function sumsBy<T>(items: readonly T[], groupOf: (item: T) => string, amountOf: (item: T) => Fen): Map<string, Fen> {
  const sums = new Map<string, Fen>();
  for (const item of items) sums.set(groupOf(item), (sums.get(groupOf(item)) ?? 0n) + amountOf(item));
  return sums;
}

/** Straight from the commands that were not refused, without `effectsOf`: an independent account of what should have happened. */
function expectedAmounts(steps: readonly Step[]): Map<string, Record<string, Fen>> {
  const expected = new Map<string, Record<string, Fen>>();
  const add = (fiscalYear: number, line: PostingLine, column: string, sign: Fen): void => {
    const key = `${fiscalYear}|${lineKeyOf(line)}`;
    const amounts = expected.get(key) ?? Object.fromEntries(AMOUNT_COLUMNS.map((name) => [name, 0n]));
    amounts[column] = (amounts[column] ?? 0n) + sign * fenOf(line.amountYuan);
    expected.set(key, amounts);
  };
  for (const { command: asked, event } of steps) {
    if (event.type === 'command.refused.v1') continue;
    if (asked.type === 'AllocateBudget') asked.lines.forEach((line) => add(asked.fiscalYear, line, 'original', 1n));
    if (asked.type === 'CarryOverBalance')
      asked.lines.forEach((line) => add(asked.fiscalYear, line, 'carriedOver', 1n));
    if (asked.type !== 'AdjustBudget') continue;
    if (asked.kind === 'transfer') {
      asked.from.forEach((line) => add(asked.fiscalYear, line, 'transferred', -1n));
      asked.to.forEach((line) => add(asked.fiscalYear, line, 'transferred', 1n));
    } else {
      const column = asked.kind === 'cut' ? 'cut' : 'supplemented';
      asked.lines.forEach((line) => add(asked.fiscalYear, line, column, 1n));
    }
  }
  return expected;
}

function holdsFor(check: (steps: Step[]) => void): void {
  fc.assert(
    fc.property(commands, (history) => {
      check(live(history));
    }),
    { numRuns: 300 },
  );
}

const zeroes = (sums: Map<string, Fen>): boolean => [...sums.values()].every((sum) => sum === 0n);

describe('any history', () => {
  it('conserves money: each line holds what the accepted commands put there and took away', () => {
    holdsFor((steps) => {
      const state = steps.at(-1)!.after;
      const held = new Map(linesOf(state).map((line) => [`${line.fiscalYear}|${lineKeyOf(line)}`, line]));
      const expected = expectedAmounts(steps);
      expect([...held.keys()].sort()).toEqual([...expected.keys()].sort());
      for (const [key, amounts] of expected) {
        const line = held.get(key)!;
        expect(line).toMatchObject(amounts);
        const { original, carriedOver, supplemented, cut, transferred } = line;
        expect(original + carriedOver + supplemented - cut + transferred).toBe(currentOf(line));
      }
    });
  });

  it('makes the sum of all lines what came in less what went out', () => {
    holdsFor((steps) => {
      const effects = steps.flatMap(({ event }) => effectsOf(event));
      const came = sumFen(
        effects.filter(({ column }) => column !== 'cut' && column !== 'transferred').map(({ deltaFen }) => deltaFen),
      );
      const went = sumFen(effects.filter(({ column }) => column === 'cut').map(({ deltaFen }) => deltaFen));
      expect(sumFen(linesOf(steps.at(-1)!.after).map(currentOf))).toBe(came - went);
    });
  });

  it('has transfers that add up to zero for each source, origin year and category, in every event and in the state', () => {
    holdsFor((steps) => {
      for (const { event, after } of steps) {
        const moved = effectsOf(event).filter(({ column }) => column === 'transferred');
        const groupOf = ({ fiscalYear, line }: (typeof moved)[number]) =>
          `${fiscalYear}/${line.source}/${line.originYear ?? ''}/${line.category}`;
        expect(zeroes(sumsBy(moved, groupOf, ({ deltaFen }) => deltaFen))).toBe(true);
        const ofLine = (line: Line) => `${line.fiscalYear}/${line.source}/${line.originYear ?? ''}/${line.category}`;
        expect(zeroes(sumsBy(linesOf(after), ofLine, ({ transferred }) => transferred))).toBe(true);
      }
    });
  });

  it('never takes a line below zero, and counts cuts and entries positive', () => {
    holdsFor((steps) => {
      for (const { after } of steps) {
        for (const line of linesOf(after)) {
          expect(currentOf(line) >= 0n).toBe(true);
          expect([line.original, line.carriedOver, line.supplemented, line.cut].every((amount) => amount >= 0n)).toBe(
            true,
          );
        }
      }
    });
  });

  it('is decided the same way every time, and folding its events again gives the live state', () => {
    holdsFor((steps) => {
      const again = live(steps.map(({ command: asked }) => asked));
      expect(again.map(({ event }) => event)).toEqual(steps.map(({ event }) => event));
      const folded = steps
        .map(({ event }) => JSON.parse(JSON.stringify(event)) as LedgerEvent)
        .reduce(evolve, emptyState);
      expect(folded).toEqual(steps.at(-1)!.after);
    });
  });

  it('is not changed by what was refused', () => {
    holdsFor((steps) => {
      for (const { event, before, after } of steps) if (event.type === 'command.refused.v1') expect(after).toBe(before);
      const accepted = steps.filter(({ event }) => event.type !== 'command.refused.v1');
      expect(live(accepted.map(({ command: asked }) => asked)).at(-1)!.after).toEqual(steps.at(-1)!.after);
    });
  });

  it('keeps years apart: what a year holds does not depend on what was asked for another', () => {
    holdsFor((steps) => {
      const of2024 = steps.filter(({ command: asked }) => !('fiscalYear' in asked) || asked.fiscalYear === 2024);
      const alone = live(of2024.map(({ command: asked }) => asked)).at(-1)!.after;
      expect(alone.years.get(2024)).toEqual(steps.at(-1)!.after.years.get(2024));
    });
  });
});

describe('the histories above', () => {
  it('meet every kind of event and every refusal, or they would prove little', () => {
    const met = new Set<string>();
    for (const history of fc.sample(commands, { numRuns: 400, seed: 1 })) {
      for (const { command: asked, event } of live(history)) {
        const kind = 'kind' in asked ? asked.kind : '';
        met.add(event.type === 'command.refused.v1' ? event.data.refusal.code : `${event.type} ${kind}`.trim());
      }
    }
    expect([...met].sort()).toEqual([
      'balance.carried-over.v1 carry-forward',
      'balance.carried-over.v1 surplus',
      'budget.adjusted.v1 cut',
      'budget.adjusted.v1 supplement',
      'budget.adjusted.v1 transfer',
      'budget.allocated.v1',
      'effective-date-outside-fiscal-year',
      'line-below-zero',
      'origin-year-not-earlier',
      'performance-targets.set.v1',
      'transfer-crosses-category',
      'transfer-unbalanced',
      'unit-not-registered',
      'unit-outside-department',
      'unit.registered.v1',
      'unknown-code',
    ]);
  });
});
