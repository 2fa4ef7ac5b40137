import {
  allocated,
  ask,
  carried,
  carriedFrom2023,
  type Differing,
  document,
  given,
  line,
  lineWithoutAmount,
  personnel,
  posting,
  registered,
  stateAfter,
} from '../test/given';
import type { TransferToDepartment } from './commands';
import type { ReceiveTransfer, ReturnTransfer, SettleTransfer } from './transit-commands';
import type { LedgerEvent } from './events';
import type { PostingLine } from './line';
import { ledgerLineOf } from './state';

const ofYear = { fiscalYear: 2024 };
const there: Differing = { unit: '127001' };
const send = (from: PostingLine[], to: PostingLine[], own: Partial<TransferToDepartment> = {}): TransferToDepartment =>
  ask('TransferToDepartment', { ...ofYear, toDepartment: '127', from, to, ...own });
const before = [
  registered,
  allocated(line('100.00'), line('50.00', personnel)),
  carried(line('20.00', carriedFrom2023)),
];
const TRANSIT = '361100/126@4';
const sent = [...before, send([line('60')], [line('60', there)])];

describe('sending to another department', () => {
  it('takes the lines to exactly zero here and names itself', () => {
    given(...before)
      .when(
        send(
          [line('100'), line('5', carriedFrom2023)],
          [line('100', there), line('5', { ...there, originYear: 2023 })],
        ),
      )
      .then({
        type: 'department-transfer.sent.v1',
        data: {
          ...posting,
          transitId: TRANSIT,
          toDepartment: '127',
          from: [line('100.00'), line('5.00', carriedFrom2023)],
          to: [line('100.00', there), line('5.00', { ...there, originYear: 2023 })],
        },
      });
  });

  it('is under way from then on, and gone from the line', () => {
    const state = stateAfter(...sent);
    expect([...state.transits.keys()]).toEqual([TRANSIT]);
    expect(ledgerLineOf(state, 2024, line('1'))).toMatchObject({ transferred: -6_000n });
  });

  it('refuses one fen more than is available', () => {
    given(...sent)
      .when(send([line('40.01')], [line('40.01', there)]))
      .thenRefused('line-below-zero', [
        { field: 'from[0]', line: lineWithoutAmount(), askedYuan: '40.01', availableYuan: '40.00' },
      ]);
  });

  it('refuses the own department', () => {
    given(...before)
      .when(send([line('1')], [line('1', { economic: '30201' })], { toDepartment: '126' }))
      .thenRefused('transfer-within-department', [{ field: 'toDepartment', value: '126' }]);
  });

  it('refuses units that are not of the department that they are said to be of, on either side', () => {
    given(...before)
      .when(send([line('1')], [line('1', { unit: '128001' })]))
      .thenRefused('unit-outside-department', [{ field: 'to[0].unit', value: '128001', expected: '127***' }]);
    given(...before)
      .when(send([line('1', there)], [line('1', there)]))
      .thenRefused('unit-outside-department', [{ field: 'from[0].unit', value: '127001', expected: '126***' }]);
  });

  it('asks for known codes and earlier origin years on the far side too', () => {
    given(...before)
      .when(send([line('1')], [line('1', { ...there, economic: '399' })]))
      .thenRefused('unknown-code', [
        {
          field: 'to[0].economic',
          value: '399',
          expected: 'economic 2024',
          nearest: '30217 公务接待费、30215 会议费、30201 办公费',
        },
      ]);
    given(...before)
      .when(send([line('1')], [line('1', { ...there, originYear: 2024 })]))
      .thenRefused('origin-year-not-earlier', [{ field: 'to[0].originYear', value: '2024', expected: '< 2024' }]);
  });

  it.each<
    [
      string,
      Differing,
      (
        | 'transfer-unbalanced'
        | 'transfer-crosses-category'
        | 'transfer-crosses-procurement'
        | 'transfer-raises-restricted'
      ),
    ]
  >([
    ['origin year', { originYear: 2023 }, 'transfer-unbalanced'],
    ['category', personnel, 'transfer-crosses-category'],
    ['procurement', { procurement: 'goods' }, 'transfer-crosses-procurement'],
    ['restricted cost', { economic: '30217' }, 'transfer-raises-restricted'],
  ])('respects the rules of a transfer: another %s', (_, differing, code) => {
    const { event } = given(...before).when(send([line('1')], [line('1', { ...there, ...differing })]));
    expect(event).toMatchObject({ type: 'command.refused.v1', data: { refusal: { code } } });
  });
});

describe('the far end', () => {
  /** Seen from department 126, to which 127 sends. */
  const receive = (lines: PostingLine[], own: Partial<ReceiveTransfer> = {}): ReceiveTransfer =>
    ask('ReceiveTransfer', { ...ofYear, transitId: '361100/127@9', fromDepartment: '127', lines, ...own });

  it('takes the lines and names the event that sent them', () => {
    given(registered)
      .when(receive([line('60')]))
      .then({
        type: 'department-transfer.received.v1',
        data: { ...posting, transitId: '361100/127@9', fromDepartment: '127', lines: [line('60.00')] },
      });
  });

  it('refuses a unit that is not registered, which is so of every unit of a department that is not known', () => {
    given()
      .when(receive([line('1'), line('1', { unit: '126002' })]))
      .thenRefused('unit-not-registered', [
        { field: 'lines[0].unit', value: '126001' },
        { field: 'lines[1].unit', value: '126002' },
      ]);
  });

  it('refuses what is not its own, and what its lists do not know', () => {
    given(registered)
      .when(receive([line('1', there)]))
      .thenRefused('unit-outside-department', [{ field: 'lines[0].unit', value: '127001', expected: '126***' }]);
    given(registered)
      .when(receive([line('1', { economic: '399' })]))
      .thenRefused('unknown-code', [
        {
          field: 'lines[0].economic',
          value: '399',
          expected: 'economic 2024',
          nearest: '30217 公务接待费、30215 会议费、30201 办公费',
        },
      ]);
    given(registered)
      .when(receive([line('1', { originYear: 2024 })]))
      .thenRefused('origin-year-not-earlier', [{ field: 'lines[0].originYear', value: '2024', expected: '< 2024' }]);
    given(registered)
      .when({ ...receive([line('1')]), effectiveDate: '2025-01-01' })
      .thenRefused('effective-date-outside-fiscal-year', [
        { field: 'effectiveDate', value: '2025-01-01', expected: '2024-01-01…2024-12-31' },
      ]);
  });

  it('refuses into a closed year', () => {
    given(registered, ask('CloseYear', ofYear, '2024-12-31'))
      .when(receive([line('1')]))
      .thenRefused('year-closed', [{ field: 'fiscalYear', value: '2024' }]);
  });

  it('takes up to its ceiling and refuses one fen more', () => {
    const scope = { kind: 'source' as const, source: 'general-public-budget' as const };
    const limited = [registered, ask('SetCeiling', { ...ofYear, scope, limitYuan: '60' })];
    given(...limited)
      .when(receive([line('60')]))
      .thenType('department-transfer.received.v1');
    given(...limited)
      .when(receive([line('60.01')]))
      .thenRefused('ceiling-exceeded', [
        {
          field: 'lines',
          value: '2024/general-public-budget',
          expected: '≤ 60.00',
          askedYuan: '60.01',
          availableYuan: '60.00',
        },
      ]);
  });
});

describe('the end of a transfer', () => {
  const settle: SettleTransfer = ask('SettleTransfer', {
    ...ofYear,
    transitId: TRANSIT,
    receivedEventId: '361100/127@2',
  });
  const giveBack: ReturnTransfer = ask('ReturnTransfer', {
    ...ofYear,
    transitId: TRANSIT,
    refusedEventId: '361100/127@3',
    refusalCode: 'year-closed',
  });
  const returned: LedgerEvent = {
    type: 'department-transfer.returned.v1',
    data: {
      ...document,
      ...ofYear,
      transitId: TRANSIT,
      refusedEventId: '361100/127@3',
      refusalCode: 'year-closed',
      lines: [line('60.00')],
    },
  };

  it('is settled without moving money', () => {
    given(...sent)
      .when(settle)
      .then({
        type: 'department-transfer.settled.v1',
        data: { ...document, ...ofYear, transitId: TRANSIT, receivedEventId: '361100/127@2' },
      });
    const after = stateAfter(...sent, settle);
    expect(after.transits.size).toBe(0);
    expect(ledgerLineOf(after, 2024, line('1'))).toMatchObject({ transferred: -6_000n });
  });

  it('or comes back to the lines that it left, from the day on which it left', () => {
    given(...sent)
      .when(giveBack)
      .then(returned);
    const after = stateAfter(...sent, giveBack);
    expect(after.transits.size).toBe(0);
    expect(ledgerLineOf(after, 2024, line('1'))).toMatchObject({
      transferred: 0n,
      available: [{ date: '2024-03-01', deltaFen: 10_000n }],
    });
  });

  it('comes back in its own year and on its own day, whatever the return says', () => {
    given(...sent)
      .when({ ...giveBack, fiscalYear: 2025, effectiveDate: '2025-04-01' })
      .then(returned);
  });

  it('comes back though the year is closed and the ceiling lower by now', () => {
    const closed: LedgerEvent = { type: 'year.closed.v1', data: { ...document, ...ofYear } };
    const scope = { kind: 'source' as const, source: 'general-public-budget' as const };
    given(...sent, ask('SetCeiling', { ...ofYear, scope, limitYuan: '0' }), closed)
      .when(giveBack)
      .then(returned);
  });

  it.each([
    ['settled', settle],
    ['returned', giveBack],
  ])('happens once: after it was %s neither is possible', (_, first) => {
    for (const again of [settle, giveBack]) {
      given(...sent, first)
        .when(again)
        .thenRefused('transit-not-open', [{ field: 'transitId', value: TRANSIT }]);
    }
  });

  it('is refused for a transfer that was never sent', () => {
    given(...before)
      .when(settle)
      .thenRefused('transit-not-open', [{ field: 'transitId', value: TRANSIT }]);
  });
});
