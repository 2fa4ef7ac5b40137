import {
  allocated,
  ask,
  carried,
  type Differing,
  given,
  line,
  lineWithoutAmount,
  posting,
  project,
  registered,
  registeredToo,
  stateAfter,
} from '../test/given';
import type { HandDownBudget } from './commands';
import type { PostingLine } from './line';
import { type LedgerLine, ledgerLineOf } from './state';

describe('handing down', () => {
  const pool: Differing = { unit: '126' };
  const old: Differing = { ...pool, originYear: 2023 };
  const handDown = (from: PostingLine[], to: PostingLine[]): HandDownBudget =>
    ask('HandDownBudget', { fiscalYear: 2024, from, to });
  const before = [registered, registeredToo, allocated(line('100.00', pool)), carried(line('20.00', old))];

  it('takes the pool down to exactly zero and gives it to the units', () => {
    given(...before)
      .when(handDown([line('100', pool)], [line('60'), line('40', { unit: '126002' })]))
      .then({
        type: 'budget.handed-down.v1',
        data: { ...posting, from: [line('100.00', pool)], to: [line('60.00'), line('40.00', { unit: '126002' })] },
      });
  });

  it('counts approved money once, in the column that it was in', () => {
    const from = [line('60', pool), line('5', old)];
    const to = [line('60'), line('5', { originYear: 2023 })];
    const state = stateAfter(...before, handDown(from, to));
    const amountsOf = (differing: Differing) => {
      const { original, carriedOver, transferred } = ledgerLineOf(state, 2024, line('1', differing)) as LedgerLine;
      return [original, carriedOver, transferred];
    };
    expect([pool, {}, old, { originYear: 2023 }].map(amountsOf)).toEqual([
      [4_000n, 0n, 0n],
      [6_000n, 0n, 0n],
      [0n, 1_500n, 0n],
      [0n, 500n, 0n],
    ]);
  });

  it('refuses one fen more than is left in the pool', () => {
    given(...before, handDown([line('60', pool)], [line('60')]))
      .when(handDown([line('40.01', pool)], [line('40.01')]))
      .thenRefused('line-below-zero', [
        { field: 'from[0]', line: lineWithoutAmount(pool), askedYuan: '40.01', availableYuan: '40.00' },
      ]);
  });

  it('may refine the economic class to an item of it', () => {
    given(...before)
      .when(handDown([line('10', pool)], [line('4', { economic: '30217' }), line('6', { economic: '30201' })]))
      .thenType('budget.handed-down.v1');
  });

  it.each<[string, Differing, string]>([
    ['fund', { source: 'government-fund' }, 'government-fund//2012901/302/operating//'],
    ['origin year', { originYear: 2023 }, 'general-public-budget/2023/2012901/302/operating//'],
    ['function', { function: '2012902' }, 'general-public-budget//2012902/302/operating//'],
    ['economic class', { economic: '30101' }, 'general-public-budget//2012901/301/operating//'],
    ['category', { category: 'personnel' }, 'general-public-budget//2012901/302/personnel//'],
    ['procurement', { procurement: 'goods' }, 'general-public-budget//2012901/302/operating/goods/'],
    ['project', project, 'general-public-budget//2012902/302/project//妇女工作经费'],
  ])('refuses another %s than was approved', (_, differing, value) => {
    given(...before)
      .when(handDown([line('1', pool)], [line('1', differing)]))
      .thenRefused('hand-down-unbalanced', [
        {
          field: 'to',
          value: 'general-public-budget//2012901/302/operating//',
          askedYuan: '0.00',
          availableYuan: '1.00',
        },
        { field: 'to', value, askedYuan: '1.00', availableYuan: '0.00' },
      ]);
  });

  it('refuses the pool and the units of another department', () => {
    given(...before)
      .when(handDown([line('1', { unit: '127' })], [line('1', { unit: '127001' })]))
      .thenRefused('unit-outside-department', [
        { field: 'from[0].unit', value: '127', expected: '126***' },
        { field: 'to[0].unit', value: '127001', expected: '126***' },
      ]);
  });

  it('needs no registration of the pool, but of the unit', () => {
    given(allocated(line('1.00', pool)))
      .when(handDown([line('1', pool)], [line('1')]))
      .thenRefused('unit-not-registered', [{ field: 'to[0].unit', value: '126001' }]);
  });
});
