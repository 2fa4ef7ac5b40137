import {
  decide,
  emptyState,
  EVENT_TYPES,
  type EventType,
  evolve,
  type LedgerEvent,
  revisionOf,
  type State,
  type TransitCommand,
} from '#domain';
import fc from 'fast-check';

import { loadChart } from './chart-file';
import { parseCommand } from './parse-command';
import { eventOf, UnknownEvent } from './event-schema';

const chart = loadChart([]);

/** What the commands below do not lead to; the year before them does, and event-schema.spec.ts. */
const ELSEWHERE: readonly EventType[] = [
  'unit.registered.v1',
  'budget.allocated.v1',
  'performance-targets.set.v1',
  'publication-text.set.v1',
];

/** Few lines and small amounts, so that commands meet on the same lines and most of them are taken. */
const line = (unit: string) =>
  fc.record(
    {
      unit: fc.constant(unit),
      source: fc.constant('general-public-budget'),
      function: fc.constant('2012901'),
      economic: fc.constantFrom('302', '302', '302', '30217'),
      category: fc.constant('operating'),
      amountYuan: fc.constantFrom('0.01', '1', '2.5', '1', '1'),
      originYear: fc.constantFrom(2023, undefined, undefined),
    },
    { requiredKeys: ['unit', 'source', 'function', 'economic', 'category', 'amountYuan'] },
  );
const lines = (unit = '126001') => fc.array(line(unit), { minLength: 1, maxLength: 2 });
const oldLines = (unit = '126001') => lines(unit).map((all) => all.map((one) => ({ ...one, originYear: 2023 })));
/** Two sides of the same lines in two units. */
const sides = (fromUnit: string, toUnit: string) =>
  lines(fromUnit).map((from) => ({ from, to: from.map((one) => ({ ...one, unit: toUnit })) }));
/** The fifth event is a freeze. */
const revision = fc.oneof(fc.constant(5), fc.integer({ min: 1, max: 12 }));
const source = { kind: 'source', source: 'general-public-budget' } as const;

const year = { fiscalYear: fc.constantFrom(2024, 2024, 2024, 2023) };
const own = <T extends object>(type: string, fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record({ type: fc.constant(type), ...year, ...fields });
const withSides = (type: string, pairs: fc.Arbitrary<{ from: unknown; to: unknown }>, more: object = {}) =>
  fc.tuple(own(type, {}), pairs).map(([asked, both]) => ({ ...asked, ...both, ...more }));
const part = fc.oneof(
  withSides('HandDownBudget', sides('126', '126001')),
  own('CarryOverBalance', { kind: fc.constant('surplus'), opening: fc.constant(true), lines: oldLines('126') }),
  withSides('AdjustBudget', sides('126001', '126002'), { kind: 'transfer' }),
  own('FreezeFunds', { lines: lines() }),
  fc.record(
    { type: fc.constant('ReleaseFunds'), ...year, freezeRevision: revision, lines: lines() },
    { requiredKeys: ['type', 'fiscalYear', 'freezeRevision'] },
  ),
  own('RecordPayment', { lines: lines() }),
  fc.record(
    { type: fc.constant('RecordPayment'), ...year, lines: lines(), freezeRevision: revision, final: fc.boolean() },
    { requiredKeys: ['type', 'fiscalYear', 'lines', 'freezeRevision'] },
  ),
  own('RecordRefund', { lines: lines() }),
  own('ReclaimBalance', { lines: oldLines() }),
  own('SetCeiling', {
    scope: fc.constantFrom<unknown>(
      source,
      { kind: 'project', project: '甲', unit: '126001' },
      { kind: 'three-public', unit: '126002' },
    ),
    limitYuan: fc.constantFrom('0', '1000.5', null),
  }),
);
const other = fc.oneof(
  withSides('TransferToDepartment', sides('126001', '127001'), { toDepartment: '127' }),
  fc.record({ type: fc.constant('ReverseEvent'), reversedRevision: revision }),
  fc.record({ type: fc.constant('CloseYear'), fiscalYear: fc.constantFrom(2022, 2023) }),
  fc.record({
    type: fc.constant('ReopenYear'),
    fiscalYear: fc.constantFrom(2022, 2023),
    reason: fc.constant('补记\n二'),
  }),
  fc.record({ type: fc.constant('CombineCommands'), commands: fc.array(part, { minLength: 1, maxLength: 3 }) }),
);
const basis = { commandId: 'c', division: '361100', department: '126', documentNumber: '文' };
/** A carry-over at year-end is on the first day of its year. */
const command = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.oneof(part, other).map((asked): unknown => ({ ...basis, effectiveDate: '2024-06-01', ...asked })),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({ kind: fc.constantFrom('carry-forward', 'surplus'), lines: lines() })
      .map((asked): unknown => ({
        ...basis,
        type: 'CarryOverBalance',
        effectiveDate: '2025-01-01',
        fiscalYear: 2025,
        ...asked,
      })),
  },
);

const fixed = {
  source: 'general-public-budget',
  function: '2012901',
  economic: '302',
  category: 'operating',
  amountYuan: '20.00',
} as const;
const given: LedgerEvent[] = [
  ...['126001', '126002'].map((unit): LedgerEvent => ({
    type: 'unit.registered.v1',
    data: { documentNumber: '文', effectiveDate: '2024-01-01', unit, name: '单位', departmentName: '部门' },
  })),
  {
    type: 'budget.allocated.v1',
    data: {
      documentNumber: '文',
      effectiveDate: '2024-01-01',
      fiscalYear: 2024,
      chartHash: 'h',
      lines: [
        { ...fixed, unit: '126001' },
        { ...fixed, unit: '126' },
      ],
    },
  },
  {
    type: 'balance.carried-over.v2',
    data: {
      documentNumber: '文',
      effectiveDate: '2024-01-01',
      fiscalYear: 2024,
      chartHash: 'h',
      kind: 'carry-forward',
      opening: true,
      lines: [{ ...fixed, unit: '126001', originYear: 2023 }],
    },
  },
  {
    type: 'funds.frozen.v1',
    data: {
      documentNumber: '文',
      effectiveDate: '2024-01-01',
      fiscalYear: 2024,
      chartHash: 'h',
      lines: [{ ...fixed, unit: '126001', amountYuan: '5.00' }],
    },
  },
  {
    type: 'payment.recorded.v1',
    data: {
      documentNumber: '文',
      effectiveDate: '2024-01-01',
      fiscalYear: 2024,
      chartHash: 'h',
      lines: [{ ...fixed, unit: '126001', amountYuan: '5.00' }],
    },
  },
];

/** What the ledger would ask of itself about a transfer that is under way, and the far end of one that comes in. */
function transitCommands(state: State, settled: boolean): TransitCommand[] {
  const dated = { ...basis, effectiveDate: '2024-06-01', fiscalYear: 2024 };
  const incoming: TransitCommand = {
    ...dated,
    type: 'ReceiveTransfer',
    transitId: `361100/127@${revisionOf(state)}`,
    fromDepartment: '127',
    lines: [{ ...fixed, unit: '126002' }],
  };
  const ends = [...state.transits.keys()].map((transitId): TransitCommand => {
    return settled
      ? { ...dated, type: 'SettleTransfer', transitId, receivedEventId: '361100/127@1' }
      : { ...dated, type: 'ReturnTransfer', transitId, refusedEventId: '361100/127@1', refusalCode: 'year-closed' };
  });
  return [...ends, incoming];
}

test('whatever is asked of a year, its event is read back from JSON as it was', () => {
  const met = new Set<string>();
  const play = (inputs: unknown[], settled: boolean): void => {
    let state = given.reduce(evolve, emptyState);
    const record = (asked: Parameters<typeof decide>[1]): void => {
      const event = decide(state, asked, { chart });
      expect(decide(state, asked, { chart })).toEqual(event);
      const readBack = eventOf(JSON.parse(JSON.stringify(event)) as LedgerEvent);
      expect(readBack).toEqual(event);
      state = evolve(state, readBack);
      met.add(event.type);
    };
    for (const input of inputs) {
      const parsed = parseCommand(JSON.parse(JSON.stringify(input)));
      if (!parsed.ok) throw new Error(`the sample is no command: ${JSON.stringify(parsed.errors)}`);
      record(parsed.command);
    }
    transitCommands(state, settled).forEach(record);
  };
  fc.assert(fc.property(fc.array(command, { minLength: 1, maxLength: 10 }), fc.boolean(), play), { numRuns: 300 });
  expect([...met].sort()).toEqual(EVENT_TYPES.filter((type) => !ELSEWHERE.includes(type)).sort());
});

const document = { documentNumber: '文', effectiveDate: '2024-01-01' };
const posting = { ...document, fiscalYear: 2024, chartHash: 'h' };
const one = { ...fixed, unit: '126001' };
const carried = { ...posting, kind: 'surplus', opening: true, lines: [{ ...one, originYear: 2023 }] };
const posted = {
  ...one,
  amountYuan: undefined,
  fiscalYear: 2024,
  column: 'paid',
  deltaYuan: '-1.00',
  effectiveDate: '2024-01-01',
};
const reversed = { ...document, reversedRevision: 1, reversedEventId: 'x', reversedType: 'y' };

describe('the first version of a carry-over', () => {
  it('says the same as the second', () => {
    expect(eventOf({ type: 'balance.carried-over.v1', data: carried })).toEqual({
      type: 'balance.carried-over.v2',
      data: carried,
    });
  });

  const { lines: _lines, ...withoutLines } = carried;
  it.each<[string, unknown]>([
    ['says that it is no opening one', { ...carried, opening: false }],
    ['has the two sides of the second', { ...withoutLines, opening: false, from: [one], to: [one] }],
    ['does not say what it is', { ...carried, opening: undefined }],
    ['has a field that is not known', { ...carried, note: 'x' }],
    ['has no lines', withoutLines],
    ['is no object', 'opening'],
    ['is nothing', null],
  ])('is not understood where it %s', (_, data) => {
    expect(() => eventOf({ type: 'balance.carried-over.v1', data })).toThrow(UnknownEvent);
    expect(() => eventOf({ type: 'balance.carried-over.v1', data })).toThrow('balance.carried-over.v1');
  });
});

describe('an accepted event of a year is not understood when', () => {
  it.each<[string, string, unknown]>([
    [
      'a carry-over has lines beside its sides',
      'balance.carried-over.v2',
      { ...carried, opening: false, from: [one], to: [one] },
    ],
    ['a hand-down has no target', 'budget.handed-down.v1', { ...posting, from: [one] }],
    ['a release names no freeze', 'funds.released.v1', { ...posting, lines: [one] }],
    [
      'a payment releases nothing',
      'payment.recorded.v1',
      { ...posting, lines: [one], freezeRevision: 1, released: [] },
    ],
    ['a ceiling has no limit', 'ceiling.set.v1', { ...document, fiscalYear: 2024, scope: source }],
    [
      'a ceiling counts something else',
      'ceiling.set.v1',
      { ...document, fiscalYear: 2024, scope: { kind: 'unit' }, limitYuan: null },
    ],
    [
      'a transfer has no id',
      'department-transfer.sent.v1',
      { ...posting, toDepartment: '127', from: [one], to: [one] },
    ],
    ['a reversal moves nothing', 'event.reversed.v1', { ...reversed, postings: [] }],
    ['a posting names no column', 'event.reversed.v1', { ...reversed, postings: [{ ...posted, column: 'available' }] }],
    ['a posting has no two places', 'event.reversed.v1', { ...reversed, postings: [{ ...posted, deltaYuan: '-1' }] }],
    ['a combination is empty', 'commands.combined.v1', { ...document, events: [] }],
    [
      'a combination holds what cannot be combined',
      'commands.combined.v1',
      { ...document, events: [{ type: 'year.closed.v1', data: { ...document, fiscalYear: 2024 } }] },
    ],
    [
      'a close tells of half of what was left',
      'year.closed.v1',
      { ...document, fiscalYear: 2024, notCarriedOver: { units: 1, lines: 1, leftYuan: '1.00' } },
    ],
    ['a close has a field that is not known', 'year.closed.v1', { ...document, fiscalYear: 2024, force: true }],
  ])('%s', (_, type, data) => {
    const record = { type, data: JSON.parse(JSON.stringify(data)) as unknown };
    expect(() => eventOf(record)).toThrow(UnknownEvent);
    expect(() => eventOf(record)).toThrow(type);
  });

  it('and a posting of a reversal is understood otherwise', () => {
    const data = JSON.parse(JSON.stringify({ ...reversed, postings: [posted] })) as unknown;
    expect(eventOf({ type: 'event.reversed.v1', data })).toEqual({ type: 'event.reversed.v1', data });
  });
});
