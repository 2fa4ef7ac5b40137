import {
  allocated,
  ask,
  carried,
  carriedFrom2023,
  type Differing,
  document,
  given,
  line,
  personnel,
  project,
  registered,
  registeredToo,
  stateAfter,
} from '../test/given';
import { countedBy } from './ceilings';
import type { CeilingScope, Command, SetCeiling } from './commands';
import type { PostingLine } from './line';
import { linesOfYear } from './state';

const ofYear = { fiscalYear: 2024 };
const ceiling = (scope: CeilingScope, limitYuan: string | null): SetCeiling =>
  ask('SetCeiling', { ...ofYear, scope, limitYuan });
const supplement = (...lines: PostingLine[]): Command =>
  ask('AdjustBudget', { ...ofYear, kind: 'supplement' as const, lines });
const exceeded = (value: string, limitYuan: string, askedYuan: string, availableYuan: string, field = 'lines') => ({
  field,
  value,
  expected: `≤ ${limitYuan}`,
  askedYuan,
  availableYuan,
});
const guest: Differing = { economic: '30217' };
const before = [
  registered,
  registeredToo,
  allocated(line('100.00'), line('10.00', guest), line('70.00', project), line('10.00', { ...guest, unit: '126002' })),
  carried(line('20.00', carriedFrom2023)),
];
const threePublic: CeilingScope = { kind: 'three-public', unit: '126001' };

describe('setting a ceiling', () => {
  it('records the limit with two places, or that it is lifted', () => {
    given(registered)
      .when(ceiling(threePublic, '15'))
      .then({ type: 'ceiling.set.v1', data: { ...document, ...ofYear, scope: threePublic, limitYuan: '15.00' } });
    given(registered)
      .when(ceiling(threePublic, null))
      .then({ type: 'ceiling.set.v1', data: { ...document, ...ofYear, scope: threePublic, limitYuan: null } });
  });

  it('needs a registered unit of the department and a day of the year', () => {
    given(registered)
      .when(ceiling({ ...threePublic, unit: '127001' }, '1'))
      .thenRefused('unit-outside-department', [{ field: 'scope.unit', value: '127001', expected: '126***' }]);
    given(registered)
      .when(ceiling({ ...threePublic, unit: '126002' }, '1'))
      .thenRefused('unit-not-registered', [{ field: 'scope.unit', value: '126002' }]);
    given(registered)
      .when({ ...ceiling(threePublic, '1'), effectiveDate: '2025-01-01' })
      .thenRefused('effective-date-outside-fiscal-year', [
        { field: 'effectiveDate', value: '2025-01-01', expected: '2024-01-01…2024-12-31' },
      ]);
  });

  it('may lie below what stands already, and then stops raises alone', () => {
    const lower = [...before, ceiling(threePublic, '5')];
    given(...lower)
      .when(supplement(line('0.01', guest)))
      .thenRefused('ceiling-exceeded', [exceeded('2024/126001/three-public', '5.00', '0.01', '-5.00')]);
    given(...lower)
      .when(ask('AdjustBudget', { ...ofYear, kind: 'cut' as const, lines: [line('1', guest)] }))
      .thenType('budget.adjusted.v1');
    given(...lower)
      .when(supplement(line('1')))
      .thenType('budget.adjusted.v1');
  });
});

describe('a ceiling counts', () => {
  it.each<[string, CeilingScope, Differing, string, string, string]>([
    ["a unit's three-public costs", threePublic, guest, '10.00', '2024/126001/three-public', '15.00'],
    ['a project', { kind: 'project', project: '妇女工作经费' }, project, '70.00', '2024/妇女工作经费', '75.00'],
    [
      "a unit's part of a project",
      { kind: 'project', project: '妇女工作经费', unit: '126001' },
      project,
      '70.00',
      '2024/126001/妇女工作经费',
      '75.00',
    ],
    [
      'a source, with carried-over money',
      { kind: 'source', source: 'general-public-budget' },
      {},
      '210.00',
      '2024/general-public-budget',
      '215.00',
    ],
    [
      "a unit's source",
      { kind: 'source', source: 'general-public-budget', unit: '126001' },
      {},
      '200.00',
      '2024/126001/general-public-budget',
      '205.00',
    ],
  ])('%s: exactly enough passes and one fen more does not', (_, scope, differing, counted, value, limitYuan) => {
    expect(countedBy(scope, linesOfYear(stateAfter(...before), 2024))).toBe(BigInt(counted.replace('.', '')));
    const limited = [...before, ceiling(scope, limitYuan)];
    given(...limited)
      .when(supplement(line('5', differing)))
      .thenType('budget.adjusted.v1');
    given(...limited)
      .when(supplement(line('5.01', differing)))
      .thenRefused('ceiling-exceeded', [exceeded(value, limitYuan, '5.01', '5.00')]);
  });

  it.each<[string, CeilingScope, Differing]>([
    ["another unit's three-public costs", threePublic, { ...guest, unit: '126002' }],
    ['other costs of the unit', threePublic, personnel],
    ['another project', { kind: 'project', project: '妇女工作经费' }, { ...project, project: '儿童工作经费' }],
    ['another source', { kind: 'source', source: 'general-public-budget' }, { source: 'other-income' }],
  ])('not %s', (_, scope, differing) => {
    given(...before, ceiling(scope, '0'))
      .when(supplement(line('1', differing)))
      .thenType('budget.adjusted.v1');
  });

  it('not another year', () => {
    given(...before, ceiling({ kind: 'source', source: 'general-public-budget' }, '0'))
      .when(ask('AllocateBudget', { fiscalYear: 2025, lines: [line('1')] }, '2025-01-01'))
      .thenType('budget.allocated.v1');
  });

  it('the budget and not what is spent of it, over the whole year whatever the day', () => {
    const spent = ask('RecordPayment', { ...ofYear, lines: [line('10', guest)] });
    given(...before, ceiling(threePublic, '10'), spent)
      .when({ ...supplement(line('0.01', guest)), effectiveDate: '2024-01-01' })
      .thenRefused('ceiling-exceeded', [exceeded('2024/126001/three-public', '10.00', '0.01', '0.00')]);
  });

  it('what a transfer brings in less what it takes out of the set', () => {
    const within = ask('AdjustBudget', {
      ...ofYear,
      kind: 'transfer' as const,
      from: [line('1')],
      to: [line('1', { unit: '126002' })],
    });
    given(...before, ceiling({ kind: 'source', source: 'general-public-budget' }, '0'))
      .when(within)
      .thenType('budget.adjusted.v1');
    given(...before, ceiling({ kind: 'source', source: 'general-public-budget', unit: '126002' }, '10.99'))
      .when(within)
      .thenRefused('ceiling-exceeded', [exceeded('2024/126002/general-public-budget', '10.99', '1.00', '0.99', 'to')]);
  });

  it('what the year before leaves to it', () => {
    const carryOver = ask(
      'CarryOverBalance',
      { fiscalYear: 2025, kind: 'carry-forward' as const, lines: [line('1')] },
      '2025-01-01',
    );
    const limit = ask(
      'SetCeiling',
      {
        fiscalYear: 2025,
        scope: { kind: 'source' as const, source: 'general-public-budget' as const },
        limitYuan: '0.99',
      },
      '2025-01-01',
    );
    given(...before, limit)
      .when(carryOver)
      .thenRefused('ceiling-exceeded', [exceeded('2025/general-public-budget', '0.99', '1.00', '0.99')]);
  });
});

it('names every ceiling that would be exceeded, until it is lifted', () => {
  const source: CeilingScope = { kind: 'source', source: 'general-public-budget' };
  const limited = [...before, ceiling(threePublic, '10'), ceiling(source, '210')];
  given(...limited)
    .when(supplement(line('1', guest)))
    .thenRefused('ceiling-exceeded', [
      exceeded('2024/126001/three-public', '10.00', '1.00', '0.00'),
      exceeded('2024/general-public-budget', '210.00', '1.00', '0.00'),
    ]);
  given(...limited, ceiling(threePublic, null), ceiling(source, null))
    .when(supplement(line('1', guest)))
    .thenType('budget.adjusted.v1');
});
