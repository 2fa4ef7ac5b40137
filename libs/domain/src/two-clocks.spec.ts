import { allocated, ask, given, line, lineWithoutAmount, personnel, posting, registered } from '../test/given';
import type { CutBudget, FreezeFunds, RecordPayment, TransferBudget } from './commands';
import type { LedgerEvent } from './events';
import type { PostingLine } from './line';

const ofYear = { fiscalYear: 2024 };
const pay = (date: string, ...lines: PostingLine[]): RecordPayment => ask('RecordPayment', { ...ofYear, lines }, date);
const cut = (date: string, ...lines: PostingLine[]): CutBudget =>
  ask('AdjustBudget', { ...ofYear, kind: 'cut', lines }, date);
const supplemented = (date: string, ...lines: PostingLine[]): LedgerEvent => ({
  type: 'budget.adjusted.v1',
  data: { ...posting, effectiveDate: date, kind: 'supplement', lines },
});
const before = [registered, allocated(line('100.00'), line('50.00', personnel))];
const figure = (askedYuan: string, availableYuan: string, lowestOn?: string) => ({
  field: 'lines[0]',
  line: lineWithoutAmount(),
  askedYuan,
  availableYuan,
  ...(lowestOn === undefined ? {} : { lowestOn }),
});

describe('a back-dated posting', () => {
  it('is taken where money is left on its day and on every later one', () => {
    given(...before, pay('2024-06-01', line('60')))
      .when(pay('2024-04-01', line('40')))
      .thenType('payment.recorded.v1', { effectiveDate: '2024-04-01', ...ofYear });
  });

  it('is refused where a later day would fall short, with that day', () => {
    given(...before, pay('2024-06-01', line('60')), pay('2024-08-01', line('30')))
      .when(pay('2024-04-01', line('10.01')))
      .thenRefused('line-below-zero', [figure('10.01', '10.00', '2024-08-01')]);
  });

  it('names the first of the days on which the least is left', () => {
    given(
      ...before,
      pay('2024-06-01', line('60')),
      pay('2024-07-01', line('20')),
      supplemented('2024-08-01', line('20.00')),
      pay('2024-09-01', line('20')),
      supplemented('2024-10-01', line('50.00')),
    )
      .when(cut('2024-05-01', line('21')))
      .thenRefused('line-below-zero', [figure('21.00', '20.00', '2024-07-01')]);
  });

  it('names no day where its own is the lowest', () => {
    given(...before, supplemented('2024-06-01', line('10.00')))
      .when(pay('2024-05-01', line('100.01')))
      .thenRefused('line-below-zero', [figure('100.01', '100.00')]);
  });

  it('takes nothing that came only later', () => {
    given(...before, supplemented('2024-06-01', line('10.00')))
      .when(pay('2024-05-31', line('110')))
      .thenRefused('line-below-zero', [figure('110.00', '100.00')]);
    given(...before, supplemented('2024-06-01', line('10.00')))
      .when(pay('2024-06-01', line('110')))
      .thenType('payment.recorded.v1');
  });

  it('takes nothing before the day of the allocation', () => {
    given(...before)
      .when(pay('2024-02-29', line('0.01')))
      .thenRefused('line-below-zero', [figure('0.01', '0.00')]);
  });

  it('that brings money in makes an earlier day possible', () => {
    given(...before, pay('2024-06-01', line('100')), supplemented('2024-05-01', line('5.00')))
      .when(pay('2024-05-15', line('5')))
      .thenType('payment.recorded.v1');
  });

  it('gives the figures of every line that falls short, each with its own day', () => {
    given(...before, pay('2024-06-01', line('60')), pay('2024-07-01', line('45', personnel)))
      .when(cut('2024-05-01', line('30'), line('5.01', personnel), line('11'), line('1', { economic: '30217' })))
      .thenRefused('line-below-zero', [
        figure('41.00', '40.00', '2024-06-01'),
        {
          field: 'lines[1]',
          line: lineWithoutAmount(personnel),
          askedYuan: '5.01',
          availableYuan: '5.00',
          lowestOn: '2024-07-01',
        },
        { field: 'lines[3]', line: lineWithoutAmount({ economic: '30217' }), askedYuan: '1.00', availableYuan: '0.00' },
      ]);
  });
});

describe('every kind of command asks every later day:', () => {
  const spent = [...before, pay('2024-09-01', line('90'))];
  const freeze: FreezeFunds = ask('FreezeFunds', { ...ofYear, lines: [line('10.01')] }, '2024-04-01');
  const transfer: TransferBudget = ask(
    'AdjustBudget',
    { ...ofYear, kind: 'transfer' as const, from: [line('10.01')], to: [line('10.01', { economic: '30201' })] },
    '2024-04-01',
  );
  const send = ask(
    'TransferToDepartment',
    { ...ofYear, toDepartment: '127', from: [line('10.01')], to: [line('10.01', { unit: '127001' })] },
    '2024-04-01',
  );
  it.each([
    ['freezing', freeze, 'lines[0]'],
    ['transferring', transfer, 'from[0]'],
    ['sending to another department', send, 'from[0]'],
    ['cutting', cut('2024-04-01', line('10.01')), 'lines[0]'],
  ])('%s', (_, command, field) => {
    given(...spent)
      .when(command)
      .thenRefused('line-below-zero', [{ ...figure('10.01', '10.00', '2024-09-01'), field }]);
  });

  it('carrying over, which leaves the year on its last day', () => {
    const carryOver = (amountYuan: string) =>
      ask(
        'CarryOverBalance',
        { fiscalYear: 2025, kind: 'carry-forward' as const, lines: [line(amountYuan)] },
        '2025-01-01',
      );
    given(...spent)
      .when(carryOver('10.01'))
      .thenRefused('line-below-zero', [figure('10.01', '10.00')]);
    given(...spent, carryOver('10'))
      .when(pay('2024-10-01', line('0.01')))
      .thenRefused('line-below-zero', [figure('0.01', '0.00', '2024-12-31')]);
  });

  it('reversing, whose mirror takes back what was spent later', () => {
    given(...before, supplemented('2024-05-01', line('10.00')), pay('2024-09-01', line('100.01')))
      .when(ask('ReverseEvent', { reversedRevision: 3 }, '2024-06-01'))
      .thenRefused('line-below-zero', [{ ...figure('10.00', '9.99', '2024-09-01'), field: 'postings[0]' }]);
  });
});

test('the order of recording does not matter to what is left in the end', () => {
  const days = ['2024-04-01', '2024-06-01', '2024-05-01'];
  for (const order of [days, [...days].reverse()]) {
    given(...before, ...order.map((date) => pay(date, line('33.33'))))
      .when(pay('2024-12-31', line('0.02')))
      .thenRefused('line-below-zero', [figure('0.02', '0.01')]);
  }
});
