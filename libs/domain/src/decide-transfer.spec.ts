import {
  allocated,
  basis,
  carried,
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
import type { TransferBudget } from './commands';
import type { PostingLine } from './line';

const transfer = (from: PostingLine[], to: PostingLine[]): TransferBudget => ({
  ...basis,
  type: 'AdjustBudget',
  kind: 'transfer',
  fiscalYear: 2024,
  from,
  to,
});

describe('transferring', () => {
  const before = [
    registered,
    registeredToo,
    allocated(
      line('100.00'),
      line('50.00', personnel),
      line('70.00', project),
      line('9.00', { source: 'government-fund' }),
    ),
    carried(line('20.00', { originYear: 2023 })),
  ];
  const finer: Differing = { economic: '30201' };

  it('moves money to a line that did not exist, down to exactly zero', () => {
    given(...before)
      .when(transfer([line('100')], [line('99.99', finer), line('0.01', { ...finer, function: '2012902' })]))
      .then({
        type: 'budget.adjusted.v1',
        data: {
          ...posting,
          kind: 'transfer',
          from: [line('100.00')],
          to: [line('99.99', finer), line('0.01', { ...finer, function: '2012902' })],
        },
      });
  });

  it('moves money between units of the department and between projects', () => {
    given(...before)
      .when(transfer([line('1')], [line('1', { unit: '126002' })]))
      .thenType('budget.adjusted.v1');
    given(...before)
      .when(transfer([line('1', project)], [line('1', { ...project, project: '儿童工作经费' })]))
      .thenType('budget.adjusted.v1');
  });

  it('moves several funds, origin years and categories at once where each balances', () => {
    const from = [
      line('1'),
      line('2', personnel),
      line('3', { source: 'government-fund' }),
      line('4', { originYear: 2023 }),
    ];
    const to = [
      line('1', finer),
      line('2', { ...personnel, function: '2012902' }),
      line('3', { source: 'government-fund', ...finer }),
      line('4', { originYear: 2023, ...finer }),
    ];
    given(...before)
      .when(transfer(from, to.reverse()))
      .thenType('budget.adjusted.v1');
  });

  it('refuses a total that changes by one fen', () => {
    given(...before)
      .when(transfer([line('10')], [line('10.01', finer)]))
      .thenRefused('transfer-unbalanced', [
        { field: 'to', value: 'general-public-budget/', askedYuan: '10.01', availableYuan: '10.00' },
      ]);
    given(...before)
      .when(transfer([line('10')], [line('9.99', finer)]))
      .thenRefused('transfer-unbalanced', [
        { field: 'to', value: 'general-public-budget/', askedYuan: '9.99', availableYuan: '10.00' },
      ]);
  });

  it('refuses another fund, though the total stays', () => {
    given(...before)
      .when(transfer([line('1')], [line('1', { source: 'government-fund' })]))
      .thenRefused('transfer-unbalanced', [
        { field: 'to', value: 'general-public-budget/', askedYuan: '0.00', availableYuan: '1.00' },
        { field: 'to', value: 'government-fund/', askedYuan: '1.00', availableYuan: '0.00' },
      ]);
  });

  it('refuses another origin year, in both directions', () => {
    const carriedLine = line('1', { originYear: 2023 });
    const [fresh, old] = ['general-public-budget/', 'general-public-budget/2023'];
    given(...before)
      .when(transfer([carriedLine], [line('1')]))
      .thenRefused('transfer-unbalanced', [
        { field: 'to', value: old, askedYuan: '0.00', availableYuan: '1.00' },
        { field: 'to', value: fresh, askedYuan: '1.00', availableYuan: '0.00' },
      ]);
    given(...before)
      .when(transfer([line('1')], [carriedLine]))
      .thenRefused('transfer-unbalanced', [
        { field: 'to', value: fresh, askedYuan: '0.00', availableYuan: '1.00' },
        { field: 'to', value: old, askedYuan: '1.00', availableYuan: '0.00' },
      ]);
  });

  it.each<[string, Differing, Differing, string, string]>([
    ['operating to personnel', {}, personnel, 'operating', 'personnel'],
    ['personnel to operating', personnel, {}, 'personnel', 'operating'],
    ['operating to project', {}, project, 'operating', 'project'],
    ['project to operating', project, {}, 'project', 'operating'],
    ['personnel to project', personnel, project, 'personnel', 'project'],
    ['project to personnel', project, personnel, 'project', 'personnel'],
  ])('refuses %s', (_, out, into, outCategory, intoCategory) => {
    given(...before)
      .when(transfer([line('1', out)], [line('1', into)]))
      .thenRefused('transfer-crosses-category', [
        { field: 'to', value: `general-public-budget//${outCategory}`, askedYuan: '0.00', availableYuan: '1.00' },
        { field: 'to', value: `general-public-budget//${intoCategory}`, askedYuan: '1.00', availableYuan: '0.00' },
      ]);
  });

  it.each(['30215', '30217'])('lets %s give and refuses one fen that it would get', (economic) => {
    const restricted: Differing = { economic };
    given(...before, allocated(line('5.00', restricted)))
      .when(transfer([line('5', restricted)], [line('5')]))
      .thenType('budget.adjusted.v1');
    given(...before, allocated(line('5.00', restricted)))
      .when(transfer([line('5', restricted), line('1')], [line('5.01', restricted), line('0.99')]))
      .thenRefused('transfer-raises-restricted', [
        { field: 'to', value: `126001/${economic}`, askedYuan: '5.01', availableYuan: '5.00' },
      ]);
  });

  it('refuses to make procured what was not', () => {
    given(...before)
      .when(transfer([line('1')], [line('0.99'), line('0.01', { procurement: 'goods' })]))
      .thenRefused('transfer-crosses-procurement', [
        {
          field: 'to',
          value: 'general-public-budget//operating/not-procured',
          askedYuan: '0.99',
          availableYuan: '1.00',
        },
        { field: 'to', value: 'general-public-budget//operating/procured', askedYuan: '0.01', availableYuan: '0.00' },
      ]);
  });

  it('refuses a part that crosses though the rest balances', () => {
    given(...before)
      .when(
        transfer(
          [line('5'), line('2', personnel)],
          [line('4', finer), line('3', { ...personnel, function: '2012902' })],
        ),
      )
      .thenRefused('transfer-crosses-category', [
        { field: 'to', value: 'general-public-budget//operating', askedYuan: '4.00', availableYuan: '5.00' },
        { field: 'to', value: 'general-public-budget//personnel', askedYuan: '3.00', availableYuan: '2.00' },
      ]);
  });

  it('refuses to take more than the lines have, counted over the command', () => {
    given(...before)
      .when(transfer([line('60'), line('40.01'), line('1', project)], [line('100.01', finer), line('1', project)]))
      .thenRefused('line-below-zero', [
        { field: 'from[0]', line: lineWithoutAmount(), askedYuan: '100.01', availableYuan: '100.00' },
      ]);
  });

  it('does not count what the same command brings in as available', () => {
    given(...before)
      .when(transfer([line('1', finer), line('1')], [line('1'), line('1', finer)]))
      .thenRefused('line-below-zero', [
        { field: 'from[0]', line: lineWithoutAmount(finer), askedYuan: '1.00', availableYuan: '0.00' },
      ]);
  });

  it('names lines of both sides where units or codes are wrong', () => {
    given(...before)
      .when(transfer([line('1', { unit: '126009' })], [line('1'), line('1', { unit: '126008' })]))
      .thenRefused('unit-not-registered', [
        { field: 'from[0].unit', value: '126009' },
        { field: 'to[1].unit', value: '126008' },
      ]);
    given(...before)
      .when(transfer([line('1', { economic: '398' })], [line('1', { function: '2299999' })]))
      .thenRefused('unknown-code', [
        {
          field: 'from[0].economic',
          value: '398',
          expected: 'economic 2024',
          nearest: '30217 公务接待费、30215 会议费、30201 办公费',
        },
        {
          field: 'to[0].function',
          value: '2299999',
          expected: 'function 2024',
          nearest: '2012902 一般行政管理事务、2012901 行政运行',
        },
      ]);
    given(...before)
      .when(transfer([line('1', { originYear: 2024 })], [line('1', { originYear: 2024 })]))
      .thenRefused('origin-year-not-earlier', [
        { field: 'from[0].originYear', value: '2024', expected: '< 2024' },
        { field: 'to[0].originYear', value: '2024', expected: '< 2024' },
      ]);
  });
});
