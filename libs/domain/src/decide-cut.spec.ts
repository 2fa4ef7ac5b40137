import {
  allocated,
  basis,
  carried,
  chart,
  type Differing,
  given,
  line,
  lineWithoutAmount,
  personnel,
  posting,
  project,
  registered,
  registeredToo,
} from '../test/given';
import type { CutBudget, TransferBudget } from './commands';
import { decide } from './decide';
import type { PostingLine } from './line';
import { evolve } from './evolve';
import { emptyState } from './state';

const cut = (...lines: PostingLine[]): CutBudget => ({
  ...basis,
  type: 'AdjustBudget',
  kind: 'cut',
  fiscalYear: 2024,
  lines,
});
const transfer = (from: PostingLine[], to: PostingLine[]): TransferBudget => ({
  ...basis,
  type: 'AdjustBudget',
  kind: 'transfer',
  fiscalYear: 2024,
  from,
  to,
});

describe('cutting', () => {
  const before = [registered, allocated(line('100.00'), line('50.00', personnel))];

  it('takes a line down to exactly zero', () => {
    given(...before)
      .when(cut(line('100')))
      .then({ type: 'budget.adjusted.v1', data: { ...posting, kind: 'cut', lines: [line('100.00')] } });
  });

  it('refuses one fen more, with what was asked and what was there', () => {
    given(...before)
      .when(cut(line('100.01')))
      .thenRefused('line-below-zero', [
        { field: 'lines[0]', line: lineWithoutAmount(), askedYuan: '100.01', availableYuan: '100.00' },
      ]);
  });

  it('adds up what one command takes from the same line', () => {
    given(...before)
      .when(cut(line('60'), line('40')))
      .thenType('budget.adjusted.v1');
    given(...before)
      .when(cut(line('10.00', personnel), line('60'), line('40.01')))
      .thenRefused('line-below-zero', [
        { field: 'lines[1]', line: lineWithoutAmount(), askedYuan: '100.01', availableYuan: '100.00' },
      ]);
  });

  it('names every line that would fall below zero', () => {
    given(...before)
      .when(cut(line('100.01'), line('1.00', personnel), line('1.00', project), line('50.00', personnel)))
      .thenRefused('line-below-zero', [
        { field: 'lines[0]', line: lineWithoutAmount(), askedYuan: '100.01', availableYuan: '100.00' },
        { field: 'lines[1]', line: lineWithoutAmount(personnel), askedYuan: '51.00', availableYuan: '50.00' },
        { field: 'lines[2]', line: lineWithoutAmount(project), askedYuan: '1.00', availableYuan: '0.00' },
      ]);
  });

  it.each<[string, Differing]>([
    ['carried-over money', { originYear: 2023 }],
    ['another fund', { source: 'government-fund' }],
    ['another procurement', { procurement: 'goods' }],
    ['the same purpose at a finer code', { economic: '30217' }],
  ])('does not take %s for the line', (_, differing) => {
    given(...before)
      .when(cut(line('1.00', differing)))
      .thenRefused('line-below-zero', [
        { field: 'lines[0]', line: lineWithoutAmount(differing), askedYuan: '1.00', availableYuan: '0.00' },
      ]);
  });

  it('does not take the money of another year or unit', () => {
    given(...before)
      .when({ ...cut(line('1.00')), fiscalYear: 2025, effectiveDate: '2025-01-01' })
      .thenRefused('line-below-zero', [
        { field: 'lines[0]', line: lineWithoutAmount(), askedYuan: '1.00', availableYuan: '0.00' },
      ]);
    given(...before, registeredToo)
      .when(cut(line('1.00', { unit: '126002' })))
      .thenRefused('line-below-zero', [
        { field: 'lines[0]', line: lineWithoutAmount({ unit: '126002' }), askedYuan: '1.00', availableYuan: '0.00' },
      ]);
  });

  it('counts what was cut, supplemented and moved before', () => {
    const moved = decide(
      [registered, allocated(line('100.00'))].reduce(evolve, emptyState),
      transfer([line('30')], [line('30', { economic: '30201' })]),
      { chart },
    );
    given(registered, allocated(line('100.00')), moved)
      .when(cut(line('70')))
      .thenType('budget.adjusted.v1');
    given(registered, allocated(line('100.00')), moved)
      .when(cut(line('70.01')))
      .thenRefused('line-below-zero', [
        { field: 'lines[0]', line: lineWithoutAmount(), askedYuan: '70.01', availableYuan: '70.00' },
      ]);
  });

  it('may take carried-over money where it is named', () => {
    given(registered, carried(line('5.00', { originYear: 2023 })))
      .when(cut(line('5.00', { originYear: 2023 })))
      .thenType('budget.adjusted.v1');
  });

  it('refuses an origin year that is not earlier, like every other posting', () => {
    given(...before)
      .when(cut(line('1.00', { originYear: 2024 })))
      .thenRefused('origin-year-not-earlier', [{ field: 'lines[0].originYear', value: '2024', expected: '< 2024' }]);
  });
});
