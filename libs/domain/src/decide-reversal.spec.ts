import { everyEvent } from '../test/every-event';
import {
  allocated,
  ask,
  basis,
  document,
  given,
  line,
  lineWithoutAmount,
  posting,
  project,
  registered,
  registeredToo,
  stateAfter,
} from '../test/given';
import type { Command, ReverseEvent } from './commands';
import type { EventReversed, LedgerEvent } from './events';
import { type Line, lineKeyOf } from './line';
import { type LedgerLine, ledgerLineOf, type State } from './state';

const reverse = (reversedRevision: number, effectiveDate = '2024-12-31'): ReverseEvent =>
  ask('ReverseEvent', { reversedRevision }, effectiveDate);
const ofYear = { fiscalYear: 2024 };
const other = { unit: '126002', economic: '30201' };
const before = [
  registered,
  registeredToo,
  allocated(line('100.00'), line('50.00', other), line('30.00', { unit: '126' })),
  ask('CarryOverBalance', {
    ...ofYear,
    kind: 'carry-forward' as const,
    opening: true as const,
    lines: [{ ...line('20'), originYear: 2023 }],
  }),
  ask('FreezeFunds', { ...ofYear, lines: [line('30')] }),
  ask('RecordPayment', { ...ofYear, lines: [line('10')] }),
];

/** Every line that is not empty, without what tells of its way there. */
function amountsOf(state: State): Map<string, Line> {
  const lines = [...state.years].flatMap(([year, units]) =>
    [...units.values()].flatMap((unitYear) => [...unitYear.lines.values()].map((held) => [year, held] as const)),
  );
  return new Map(
    lines.filter(([, held]) => held.available.length > 0).map(([year, held]) => [`${year}|${lineKeyOf(held)}`, held]),
  );
}

const reversible: [string, Command][] = [
  ['an allocation', ask('AllocateBudget', { ...ofYear, lines: [line('5', project), line('1')] })],
  [
    'a hand-down',
    ask('HandDownBudget', { ...ofYear, from: [line('5', { unit: '126' })], to: [line('5', { unit: '126001' })] }),
  ],
  [
    'an opening carry-over',
    ask('CarryOverBalance', {
      ...ofYear,
      kind: 'surplus' as const,
      opening: true as const,
      lines: [{ ...line('5'), originYear: 2022 }],
    }),
  ],
  ['a supplement', ask('AdjustBudget', { ...ofYear, kind: 'supplement' as const, lines: [line('5')] })],
  ['a cut', ask('AdjustBudget', { ...ofYear, kind: 'cut' as const, lines: [line('60')] })],
  [
    'a transfer',
    ask('AdjustBudget', { ...ofYear, kind: 'transfer' as const, from: [line('60')], to: [line('60', other)] }),
  ],
  ['a freeze', ask('FreezeFunds', { ...ofYear, lines: [line('60')] })],
  ['a release', ask('ReleaseFunds', { ...ofYear, freezeRevision: 5 })],
  ['a payment', ask('RecordPayment', { ...ofYear, lines: [line('60')] })],
  [
    'a final payment out of its freeze',
    ask('RecordPayment', { ...ofYear, lines: [line('20')], freezeRevision: 5, final: true }),
  ],
  ['a refund', ask('RecordRefund', { ...ofYear, lines: [line('10')] })],
  ['a reclaim', ask('ReclaimBalance', { ...ofYear, lines: [{ ...line('20'), originYear: 2023 }] })],
  [
    'a combination',
    ask('CombineCommands', {
      commands: [
        { type: 'AdjustBudget' as const, ...ofYear, kind: 'supplement' as const, lines: [line('5', project)] },
        { type: 'FreezeFunds' as const, ...ofYear, lines: [line('4', project)] },
        { type: 'ReleaseFunds' as const, ...ofYear, freezeRevision: 5, lines: [line('3')] },
      ],
    }),
  ],
];

describe('reversing', () => {
  it.each(reversible)('%s leaves every column as it was', (_, command) => {
    const state = stateAfter(...before);
    const after = stateAfter(...before, command, reverse(7, basis.effectiveDate));
    expect(amountsOf(after)).toEqual(amountsOf(state));
    expect(amountsOf(stateAfter(...before, command))).not.toEqual(amountsOf(state));
  });

  it('is the mirror image in the same columns, and names the event', () => {
    const payment = ask(
      'RecordPayment',
      { ...ofYear, lines: [line('40')], freezeRevision: 5, beyondFreeze: true },
      '2024-05-01',
    );
    const at = { ...lineWithoutAmount(), ...ofYear, effectiveDate: '2024-06-01' };
    given(...before, payment)
      .when({ ...reverse(7, '2024-06-01'), reason: '误付' })
      .then({
        type: 'event.reversed.v1',
        data: {
          ...document,
          effectiveDate: '2024-06-01',
          reason: '误付',
          reversedRevision: 7,
          reversedEventId: '361100/126@7',
          reversedType: 'payment.recorded.v1',
          postings: [
            { ...at, column: 'paid', deltaYuan: '-40.00' },
            { ...at, column: 'frozen', deltaYuan: '30.00', freezeRevision: 5 },
          ],
        },
      });
  });

  it('a payment puts it back into its freeze, which holds it again', () => {
    const payment = ask('RecordPayment', { ...ofYear, lines: [line('30')], freezeRevision: 5, final: true });
    given(...before, payment, reverse(7))
      .when(ask('ReleaseFunds', { ...ofYear, freezeRevision: 5 }, '2024-12-31'))
      .thenType('funds.released.v1', { lines: [line('30.00')] });
  });

  it('a freeze takes all of it back, and none of it where a part was released or paid', () => {
    given(...before, reverse(5))
      .when(ask('ReleaseFunds', { ...ofYear, freezeRevision: 5 }, '2024-12-31'))
      .thenRefused('freeze-short', [{ field: 'freezeRevision', value: '5', availableYuan: '0.00' }]);
    given(...before, ask('ReleaseFunds', { ...ofYear, freezeRevision: 5, lines: [line('0.01')] }))
      .when(reverse(5))
      .thenRefused('freeze-short', [
        { field: 'postings[0]', line: lineWithoutAmount(), askedYuan: '30.00', availableYuan: '29.99' },
      ]);
  });

  it('a carry-over gives back in both years, each on a day of its own', () => {
    const carryOver = ask(
      'CarryOverBalance',
      { fiscalYear: 2025, kind: 'carry-forward' as const, lines: [line('60')] },
      '2025-01-01',
    );
    const { event } = given(...before, carryOver).when(reverse(7, '2025-02-01'));
    expect((event as EventReversed).data.postings).toEqual([
      {
        ...lineWithoutAmount(),
        fiscalYear: 2024,
        column: 'carriedOut',
        deltaYuan: '-60.00',
        effectiveDate: '2024-12-31',
      },
      {
        ...lineWithoutAmount({ originYear: 2024 }),
        fiscalYear: 2025,
        column: 'carriedOver',
        deltaYuan: '-60.00',
        effectiveDate: '2025-02-01',
      },
    ]);
    const available = ledgerLineOf(stateAfter(...before, carryOver, reverse(7, '2025-02-01')), 2024, line('1'));
    expect((available as LedgerLine).carriedOut).toBe(0n);
  });

  it('is exempt from what may only go down', () => {
    const down = ask('AdjustBudget', {
      ...ofYear,
      kind: 'transfer' as const,
      from: [line('5', { economic: '30217' })],
      to: [line('5', { economic: '30201' })],
    });
    given(...before, allocated(line('5.00', { economic: '30217' })), down)
      .when(reverse(8))
      .thenType('event.reversed.v1');
  });
});

describe('a reversal is refused', () => {
  const gave = [
    ...before,
    ask('AdjustBudget', { ...ofYear, kind: 'supplement' as const, lines: [line('5')] }, '2024-06-01'),
  ];

  it('once the event was reversed', () => {
    given(...gave, reverse(7))
      .when(reverse(7))
      .thenRefused('already-reversed', [{ field: 'reversedRevision', value: '7' }]);
  });

  it('before the event took effect', () => {
    given(...gave)
      .when(reverse(7, '2024-05-31'))
      .thenRefused('reversal-before-event', [
        { field: 'effectiveDate', value: '2024-05-31', expected: '≥ 2024-06-01' },
      ]);
    given(...gave)
      .when(reverse(7, '2024-06-01'))
      .thenType('event.reversed.v1');
  });

  it('outside the year of the event', () => {
    given(...gave)
      .when(reverse(7, '2025-01-01'))
      .thenRefused('effective-date-outside-fiscal-year', [
        { field: 'effectiveDate', value: '2025-01-01', expected: '2024-01-01…2024-12-31' },
      ]);
  });

  it('when one fen of what it gave is spent, and not a fen earlier', () => {
    const pay = (amountYuan: string) => ask('RecordPayment', { ...ofYear, lines: [line(amountYuan)] }, '2024-07-01');
    given(...gave, pay('60'))
      .when(reverse(7))
      .thenType('event.reversed.v1');
    given(...gave, pay('60.01'))
      .when(reverse(7))
      .thenRefused('line-below-zero', [
        { field: 'postings[0]', line: lineWithoutAmount(), askedYuan: '5.00', availableYuan: '4.99' },
      ]);
  });

  it('of a payment that was refunded', () => {
    given(...before, ask('RecordRefund', { ...ofYear, lines: [line('0.01')] }))
      .when(reverse(6))
      .thenRefused('refund-exceeds-paid', [
        { field: 'postings[0]', line: lineWithoutAmount(), askedYuan: '10.00', availableYuan: '9.99' },
      ]);
  });

  it('of a cut where a ceiling stands in the way', () => {
    const scope = { kind: 'source' as const, source: 'general-public-budget' as const };
    const cut = ask('AdjustBudget', { ...ofYear, kind: 'cut' as const, lines: [line('5')] });
    const ceiling = ask('SetCeiling', { ...ofYear, scope, limitYuan: '199.99' });
    given(...before, cut, ceiling)
      .when(reverse(7))
      .thenRefused('ceiling-exceeded', [
        {
          field: 'postings',
          value: '2024/general-public-budget',
          expected: '≤ 199.99',
          askedYuan: '5.00',
          availableYuan: '4.99',
        },
      ]);
  });

  it.each([0, 7, 99])('of revision %i, which was never made', (revision) => {
    given(...before)
      .when(reverse(revision))
      .thenRefused('unknown-event', [{ field: 'reversedRevision', value: String(revision), expected: '1…6' }]);
  });

  const NOT_REVERSIBLE = [
    'unit.registered.v1',
    'department-transfer.sent.v1',
    'department-transfer.received.v1',
    'department-transfer.settled.v1',
    'department-transfer.returned.v1',
    'ceiling.set.v1',
    'event.reversed.v1',
    'year.closed.v1',
    'year.reopened.v1',
    'performance-targets.set.v1',
    'publication-text.set.v1',
    'command.refused.v1',
  ] as const satisfies LedgerEvent['type'][];
  it.each(NOT_REVERSIBLE)('of %s', (type) => {
    const revision = everyEvent.findIndex((event) => event.type === type) + 1;
    given(...everyEvent)
      .when(reverse(revision))
      .thenRefused('event-not-reversible', [{ field: 'reversedRevision', value: type }]);
  });

  it('and of a combination that moves no money', () => {
    const targets = { declaredFunds: { totalYuan: '1.00' }, tasks: [], goals: [], indicators: [] };
    const set = { type: 'SetPerformanceTargets' as const, ...ofYear, unit: '126001', ...targets };
    given(registered, ask('CombineCommands', { commands: [set] }))
      .when(reverse(2))
      .thenRefused('event-not-reversible', [{ field: 'reversedRevision', value: 'commands.combined.v1' }]);
  });
});

test('an event that posts more often than a call takes arguments is reversed, or refused, like any other', () => {
  const lines = Array.from({ length: 150_000 }, () => line('0.01'));
  const forged: LedgerEvent = { type: 'budget.allocated.v1', data: { ...posting, lines } };
  const { event } = given(registered, forged).when(reverse(2));
  expect(event.type).toBe('event.reversed.v1');
  expect((event as EventReversed).data.postings).toHaveLength(150_000);
  const paid = ask('RecordPayment', { ...ofYear, lines: [line('1')] });
  expect(given(registered, forged, paid).when(reverse(2)).event.type).toBe('command.refused.v1');
});
