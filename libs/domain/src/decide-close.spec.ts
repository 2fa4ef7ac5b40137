import { allocated, ask, basis, chart, given, line, project, stateAfter } from '../test/given';
import { before, carryOver, opening } from '../test/year-end';
import type { CloseYear, Command, ReopenYear } from './commands';
import { decide } from './decide';
import type { LedgerEvent } from './events';
import { explainNotCarriedOver } from './not-carried-over';

describe('closing and reopening', () => {
  const close = (effectiveDate = '2024-12-31'): CloseYear => ask('CloseYear', { fiscalYear: 2024 }, effectiveDate);
  const reopen: ReopenYear = ask('ReopenYear', { fiscalYear: 2024, reason: '补记' }, '2025-02-01');
  const closed = [...before, close()];

  it.each(['2024-12-31', '2025-03-01'])('closes on %s', (effectiveDate) => {
    given(...before)
      .when(close(effectiveDate))
      .then({
        type: 'year.closed.v1',
        data: {
          documentNumber: basis.documentNumber,
          effectiveDate,
          fiscalYear: 2024,
          notCarriedOver: { units: 1, lines: 3, leftYuan: '170.00', frozenYuan: '0.00' },
        },
      });
  });

  it('tells of what is left and frozen, of the pool as of one more unit, and of nothing once all is carried over', () => {
    const pool = allocated(line('7.00', { unit: '126' }));
    const frozen = ask('FreezeFunds', { fiscalYear: 2024, lines: [line('50', project)] });
    const left = (...more: (Command | LedgerEvent)[]) => {
      const event = decide(stateAfter(...before, pool, frozen, ...more), close(), { chart });
      return event.type === 'year.closed.v1' ? event.data.notCarriedOver : event;
    };
    const carriedForward = carryOver('carry-forward', [line('100'), line('7', { unit: '126' })]);
    const carriedTwice = carryOver('surplus', [line('20', { originYear: 2023 })]);
    expect(left()).toEqual({ units: 2, lines: 4, leftYuan: '127.00', frozenYuan: '50.00' });
    expect(left(carriedForward)).toEqual({ units: 1, lines: 2, leftYuan: '20.00', frozenYuan: '50.00' });
    expect(left(carriedForward, carriedTwice)).toEqual({ units: 1, lines: 1, leftYuan: '0.00', frozenYuan: '50.00' });
    const paid = ask('RecordPayment', { fiscalYear: 2024, lines: [line('50', project)], freezeRevision: 5 });
    expect(left(paid, carriedForward, carriedTwice)).toBeUndefined();
    const words = explainNotCarriedOver({ units: 2, lines: 4, leftYuan: '127.00', frozenYuan: '50.00' });
    expect(words.zh).toBe(
      '有 2 个单位（含待下达）的 4 条明细没有结转：可用余额 127.00 元，冻结 50.00 元。要结转，先以 ReopenYear 重新打开该年度。',
    );
    expect(words.en).toContain('4 lines of 2 units');
  });

  it('refuses a day before the last one', () => {
    given(...before)
      .when(close('2024-12-30'))
      .thenRefused('effective-date-outside-fiscal-year', [
        { field: 'effectiveDate', value: '2024-12-30', expected: '≥ 2024-12-31' },
      ]);
  });

  it('refuses a year that is closed, and to reopen one that is not', () => {
    given(...closed)
      .when(close())
      .thenRefused('year-closed', [{ field: 'fiscalYear', value: '2024' }]);
    given(...before)
      .when(reopen)
      .thenRefused('year-not-closed', [{ field: 'fiscalYear', value: '2024' }]);
  });

  it('refuses while a transfer to another department is under way, and names it', () => {
    const send = ask('TransferToDepartment', {
      fiscalYear: 2024,
      toDepartment: '127',
      from: [line('1')],
      to: [line('1', { unit: '127001' })],
    });
    given(...before, send)
      .when(close())
      .thenRefused('year-has-transit', [{ field: 'fiscalYear', value: '361100/126@4' }]);
    given(...before, send)
      .when({ ...close(), fiscalYear: 2023 })
      .thenType('year.closed.v1');
    const settle = ask('SettleTransfer', { fiscalYear: 2024, transitId: '361100/126@4', receivedEventId: 'x@1' });
    given(...before, send, settle)
      .when(close())
      .thenType('year.closed.v1');
  });

  const ofYear = { fiscalYear: 2024 };
  const inClosedYear: Command[] = [
    ask('AllocateBudget', { ...ofYear, lines: [line('1')] }),
    ask('HandDownBudget', { ...ofYear, from: [line('1', { unit: '126' })], to: [line('1')] }),
    opening('1'),
    carryOver('carry-forward', [line('1')]),
    ask('AdjustBudget', { ...ofYear, kind: 'supplement' as const, lines: [line('1')] }),
    ask('AdjustBudget', { ...ofYear, kind: 'cut' as const, lines: [line('1')] }),
    ask('AdjustBudget', {
      ...ofYear,
      kind: 'transfer' as const,
      from: [line('1')],
      to: [line('1', { economic: '30201' })],
    }),
    ask('TransferToDepartment', {
      ...ofYear,
      toDepartment: '127',
      from: [line('1')],
      to: [line('1', { unit: '127001' })],
    }),
    ask('FreezeFunds', { ...ofYear, lines: [line('1')] }),
    ask('ReleaseFunds', { ...ofYear, freezeRevision: 4 }),
    ask('RecordPayment', { ...ofYear, lines: [line('1')], freezeRevision: 4 }),
    ask('RecordRefund', { ...ofYear, lines: [line('1')] }),
    ask('ReclaimBalance', { ...ofYear, lines: [{ ...line('1'), originYear: 2023 }] }),
    ask('SetCeiling', { ...ofYear, scope: { kind: 'three-public' as const, unit: '126001' }, limitYuan: '1' }),
    ask('SetPerformanceTargets', {
      ...ofYear,
      unit: '126001',
      declaredFunds: { totalYuan: '1.00' },
      tasks: [],
      goals: [],
      indicators: [],
    }),
    ask('SetPublicationText', {
      ...ofYear,
      unit: '126001',
      sections: [{ section: 'duties' as const, paragraphs: ['一'] }],
    }),
    ask('ReverseEvent', { reversedRevision: 2 }),
  ];
  const spent = [
    ...before,
    ask('FreezeFunds', { ...ofYear, lines: [line('2')] }),
    ask('RecordPayment', { ...ofYear, lines: [line('1')] }),
  ];
  it.each(inClosedYear.map((command) => [command.type, command] as const))(
    'refuses %s in a closed year',
    (_, command) => {
      // What is left of a year is carried over before it is closed, and the refusal says so.
      const leaves = command.type === 'CarryOverBalance' && command.fiscalYear === 2025;
      const expected = leaves ? { expected: 'CarryOverBalance < CloseYear; ReopenYear' } : {};
      given(...spent, close())
        .when(command)
        .thenRefused('year-closed', [{ field: 'fiscalYear', value: '2024', ...expected }]);
      const after = decide(stateAfter(...spent, close(), reopen), command, { chart });
      expect(after).not.toHaveProperty('data.refusal.code', 'year-closed');
    },
  );

  it('refuses it inside a combination, and what leaves an open year for a closed one', () => {
    const [part] = [{ type: 'FreezeFunds' as const, ...ofYear, lines: [line('1')] }];
    given(...closed)
      .when(ask('CombineCommands', { commands: [part] }))
      .thenRefused('year-closed', [{ field: 'commands[0].fiscalYear', value: '2024' }]);
    given(...before, ask('CloseYear', { fiscalYear: 2025 }, '2025-12-31'))
      .when(carryOver('carry-forward', [line('1')]))
      .thenRefused('year-closed', [{ field: 'fiscalYear', value: '2025' }]);
  });

  it('refuses to reverse a carry-over out of a closed year', () => {
    given(...before, carryOver('carry-forward', [line('10')]), close())
      .when(ask('ReverseEvent', { reversedRevision: 4 }, '2025-03-01'))
      .thenRefused('year-closed', [{ field: 'fiscalYear', value: '2024' }]);
  });
});
