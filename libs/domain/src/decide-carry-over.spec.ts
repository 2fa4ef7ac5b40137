import {
  allocated,
  ask,
  carriedFrom2023,
  carriedLine,
  type Differing,
  given,
  line,
  lineWithoutAmount,
  personnel,
  posting,
  project,
  registered,
  registeredToo,
  stateAfter,
} from '../test/given';
import { before, carryOver, FIRST_DAY, opening } from '../test/year-end';
import type { Command } from './commands';
import { availableOf, currentOf } from './line';
import { type LedgerLine, ledgerLineOf } from './state';

const into2025 = { ...posting, fiscalYear: 2025, effectiveDate: FIRST_DAY, opening: false as const };
const of2024: Differing = { originYear: 2024 };

describe('carrying forward at year-end', () => {
  it('takes down what is left and brings it up in the next year with its purpose and origin year', () => {
    given(...before)
      .when(carryOver('carry-forward', [line('100'), line('49.99', project)]))
      .then({
        type: 'balance.carried-over.v2',
        data: {
          ...into2025,
          kind: 'carry-forward',
          from: [line('100.00'), line('49.99', project)],
          to: [line('100.00', of2024), line('49.99', { ...project, ...of2024 })],
        },
      });
  });

  it('leaves the old year its budget and nothing available, and gives the new one the money from its first day', () => {
    const state = stateAfter(...before, carryOver('carry-forward', [line('100')]));
    const source = ledgerLineOf(state, 2024, line('1')) as LedgerLine;
    expect([currentOf(source), source.carriedOut, availableOf(source)]).toEqual([10_000n, 10_000n, 0n]);
    expect(source.available.at(-1)).toEqual({ date: '2024-12-31', deltaFen: -10_000n });
    const target = ledgerLineOf(state, 2025, line('1', of2024)) as LedgerLine;
    expect(target.available).toEqual([{ date: FIRST_DAY, deltaFen: 10_000n }]);
    expect(target.carriedOver).toBe(10_000n);
  });

  it('refuses one fen more than is left, for every line', () => {
    given(...before, ask('RecordPayment', { fiscalYear: 2024, lines: [line('30')] }, '2024-12-31'))
      .when(carryOver('carry-forward', [line('40'), line('30.01'), line('50.01', project)]))
      .thenRefused('line-below-zero', [
        { field: 'lines[0]', line: lineWithoutAmount(), askedYuan: '70.01', availableYuan: '70.00' },
        { field: 'lines[2]', line: lineWithoutAmount(project), askedYuan: '50.01', availableYuan: '50.00' },
      ]);
  });

  it('does not take what is frozen, nor the same money twice', () => {
    given(...before, ask('FreezeFunds', { fiscalYear: 2024, lines: [line('60')] }))
      .when(carryOver('carry-forward', [line('40.01')]))
      .thenRefused('line-below-zero', [
        { field: 'lines[0]', line: lineWithoutAmount(), askedYuan: '40.01', availableYuan: '40.00' },
      ]);
    given(...before, carryOver('carry-forward', [line('99.99')]))
      .when(carryOver('carry-forward', [line('0.02')]))
      .thenRefused('line-below-zero', [
        { field: 'lines[0]', line: lineWithoutAmount(), askedYuan: '0.02', availableYuan: '0.01' },
      ]);
  });

  it('refuses what was carried over before, which is surplus by now', () => {
    given(...before)
      .when(carryOver('carry-forward', [line('1'), line('20', carriedFrom2023)]))
      .thenRefused('carry-forward-expired', [{ field: 'lines[1].originYear', value: '2023', expected: 'surplus' }]);
  });

  it.each(['2024-12-31', '2025-01-02', '2026-01-01'])('refuses %s, which is not the first day', (effectiveDate) => {
    given(...before)
      .when(carryOver('carry-forward', [line('1')], { effectiveDate }))
      .thenRefused('effective-date-outside-fiscal-year', [
        { field: 'effectiveDate', value: effectiveDate, expected: FIRST_DAY },
      ]);
  });

  it("asks for codes of the next year's list", () => {
    given(registered, allocated(line('5.00', personnel)))
      .when(carryOver('carry-forward', [line('5', personnel)]))
      .thenRefused('unknown-code', [
        { field: 'lines[0].economic', value: '30101', expected: 'economic 2025', nearest: '302 商品和服务支出' },
      ]);
  });

  it('refuses units of others, and an origin year that is that of the lines themselves', () => {
    given(...before)
      .when(carryOver('carry-forward', [line('1', { unit: '127001' })]))
      .thenRefused('unit-outside-department', [{ field: 'lines[0].unit', value: '127001', expected: '126***' }]);
    given(...before)
      .when(carryOver('carry-forward', [line('1', { unit: '126002' })]))
      .thenRefused('unit-not-registered', [{ field: 'lines[0].unit', value: '126002' }]);
    given(...before)
      .when(carryOver('carry-forward', [line('1', of2024)]))
      .thenRefused('origin-year-not-earlier', [{ field: 'lines[0].originYear', value: '2024', expected: '< 2024' }]);
  });
});

describe('carrying surplus over', () => {
  it('keeps the purpose where no lines are named, and always the first origin year', () => {
    given(...before)
      .when(carryOver('surplus', [line('20', carriedFrom2023), line('1')]))
      .then({
        type: 'balance.carried-over.v2',
        data: {
          ...into2025,
          kind: 'surplus',
          from: [line('20.00', carriedFrom2023), line('1.00')],
          to: [line('20.00', carriedFrom2023), line('1.00', of2024)],
        },
      });
  });

  it('is free in its purpose', () => {
    const to = [{ ...line('21', { ...project, ...of2024 }), originYear: 2024 }];
    given(...before)
      .when(carryOver('surplus', [line('20'), line('1', project)], { to }))
      .thenType('balance.carried-over.v2', { to: [line('21.00', { ...project, ...of2024 })] });
  });

  it.each<[string, Differing, string]>([
    ['unit', { ...of2024, unit: '126002' }, '126002/general-public-budget/2024'],
    ['source', { ...of2024, source: 'government-fund' }, '126001/government-fund/2024'],
    ['origin year', { originYear: 2023 }, '126001/general-public-budget/2023'],
  ])('stays in its %s', (_, differing, value) => {
    given(...before, registeredToo)
      .when(carryOver('surplus', [line('1')], { to: [carriedLine('1', differing.originYear ?? 2024, differing)] }))
      .thenRefused('carry-over-unbalanced', [
        { field: 'to', value: '126001/general-public-budget/2024', askedYuan: '0.00', availableYuan: '1.00' },
        { field: 'to', value, askedYuan: '1.00', availableYuan: '0.00' },
      ]);
  });

  it('balances to the fen', () => {
    given(...before)
      .when(carryOver('surplus', [line('1')], { to: [carriedLine('1.01', 2024)] }))
      .thenRefused('carry-over-unbalanced', [
        { field: 'to', value: '126001/general-public-budget/2024', askedYuan: '1.01', availableYuan: '1.00' },
      ]);
  });

  it('refuses lines without an earlier origin year', () => {
    given(...before)
      .when(carryOver('surplus', [line('1')], { to: [carriedLine('1', 2025)] }))
      .thenRefused('origin-year-not-earlier', [{ field: 'to[0].originYear', value: '2025', expected: '< 2025' }]);
  });
});

describe('an opening carry-over', () => {
  const computed = carryOver('carry-forward', [line('10')]);

  it('is capped by nothing and needs no year before', () => {
    given(registered)
      .when(opening('999999999999999', 2025))
      .thenType('balance.carried-over.v2', { opening: true, lines: [line('999999999999999.00', of2024)] });
  });

  it('is refused once the year has a computed one, and only into that year', () => {
    given(...before, computed)
      .when(opening('1', 2025))
      .thenRefused('opening-after-computed', [{ field: 'opening', value: '2025' }]);
    given(...before, computed)
      .when(opening('1', 2024))
      .thenType('balance.carried-over.v2');
  });

  it('is possible again when every computed one was reversed', () => {
    const reversed = (reversedRevision: number): Command => ask('ReverseEvent', { reversedRevision }, FIRST_DAY);
    given(...before, computed, computed, reversed(4))
      .when(opening('1', 2025))
      .thenRefused('opening-after-computed', [{ field: 'opening', value: '2025' }]);
    given(...before, computed, computed, reversed(4), reversed(5))
      .when(opening('1', 2025))
      .thenType('balance.carried-over.v2');
  });

  it('does not stand in the way of a computed one', () => {
    given(...before, opening('1', 2025))
      .when(computed)
      .thenType('balance.carried-over.v2');
  });
});
