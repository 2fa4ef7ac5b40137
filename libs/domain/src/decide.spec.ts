import { chartOf } from './chart';
import type {
  AllocateBudget,
  CarryOverBalance,
  Command,
  CutBudget,
  RegisterUnit,
  SetPerformanceTargets,
  SupplementBudget,
  TransferBudget,
} from './commands';
import { decide } from './decide';
import type { LedgerEvent } from './events';
import type { PostingLine } from './line';
import { REFUSAL_RULES, type RefusalCode, type RefusalFigure } from './refusal';
import { emptyState, evolve, type State } from './state';

const chart = chartOf(
  [
    { kind: 'function', year: 2023, code: '2012901', name: '行政运行' },
    { kind: 'function', year: 2023, code: '2012902', name: '一般行政管理事务' },
    { kind: 'economic', year: 2023, code: '302', name: '商品和服务支出' },
    { kind: 'economic', year: 2023, code: '30101', name: '基本工资' },
    { kind: 'economic', year: 2023, code: '30217', name: '公务接待费' },
    { kind: 'economic', year: 2025, code: '302', name: '商品和服务支出' },
  ],
  'chart-hash',
);

/** The three steps of every case below: what happened, what is asked, what becomes of it. */
function given(...events: LedgerEvent[]) {
  const state = events.reduce(evolve, emptyState);
  return {
    when(command: Command) {
      const event = decide(state, command, { chart });
      return {
        then(expected: LedgerEvent): void {
          expect(event).toEqual(expected);
        },
        thenType(type: LedgerEvent['type']): void {
          expect(event.type).toBe(type);
        },
        /** A refusal keeps the command as it was asked, without what belongs to the envelope. */
        thenRefused(code: RefusalCode, figures: RefusalFigure[]): void {
          const { commandId: _id, expectedRevision: _revision, ...asked } = command;
          expect(event).toEqual({
            type: 'command.refused.v1',
            data: { refusal: { code, legalSource: REFUSAL_RULES[code].legalSource, figures }, command: asked },
          });
        },
      };
    },
  };
}

const basis = {
  commandId: 'c-1',
  division: '361100',
  department: '126',
  documentNumber: '饶财预〔2024〕1号',
  effectiveDate: '2024-03-01',
};
/** What an event keeps of the basis above. */
const document = { documentNumber: basis.documentNumber, effectiveDate: basis.effectiveDate };
const posting = { ...document, fiscalYear: 2024, chartHash: 'chart-hash' };

function line(amountYuan: string, differing: Partial<PostingLine> = {}): PostingLine {
  return {
    unit: '126001',
    source: 'general-public-budget',
    function: '2012901',
    economic: '302',
    category: 'operating',
    ...differing,
    amountYuan,
  };
}
/** A line as a refusal shows it. */
function lineWithoutAmount(differing: Partial<PostingLine> = {}) {
  const { amountYuan: _amount, ...dimensions } = line('1.00', differing);
  return dimensions;
}
const personnel: Partial<PostingLine> = { economic: '30101', category: 'personnel' };
const project: Partial<PostingLine> = { function: '2012902', category: 'project', project: '妇女工作经费' };

const register: RegisterUnit = {
  ...basis,
  type: 'RegisterUnit',
  unit: '126001',
  name: '上饶市妇女联合会',
  departmentName: '上饶市妇女联合会',
};
const allocate = (...lines: PostingLine[]): AllocateBudget => ({
  ...basis,
  type: 'AllocateBudget',
  fiscalYear: 2024,
  lines,
});
const carryOver = (...lines: CarryOverBalance['lines']): CarryOverBalance => ({
  ...basis,
  type: 'CarryOverBalance',
  fiscalYear: 2024,
  kind: 'carry-forward',
  opening: true,
  lines,
});
const supplement = (...lines: PostingLine[]): SupplementBudget => ({
  ...basis,
  type: 'AdjustBudget',
  kind: 'supplement',
  fiscalYear: 2024,
  lines,
});
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
const targets: SetPerformanceTargets = {
  ...basis,
  type: 'SetPerformanceTargets',
  fiscalYear: 2024,
  unit: '126001',
  declaredFunds: { totalYuan: '100.00' },
  tasks: [{ name: '任务 1', content: '促进女性素质提升。' }],
  goals: ['目标'],
  indicators: [{ level1: '产出指标', level2: '数量指标', level3: '培训人数', value: '≥100人' }],
};

const registered: LedgerEvent = {
  type: 'unit.registered.v1',
  data: { ...document, unit: '126001', name: '上饶市妇女联合会', departmentName: '上饶市妇女联合会' },
};
const registeredToo: LedgerEvent = { ...registered, data: { ...registered.data, unit: '126002', name: '二级单位' } };
const allocated = (...lines: PostingLine[]): LedgerEvent => ({
  type: 'budget.allocated.v1',
  data: { ...posting, lines },
});
const carried = (...lines: PostingLine[]): LedgerEvent => ({
  type: 'balance.carried-over.v1',
  data: { ...posting, kind: 'carry-forward', opening: true, lines },
});

describe('registering a unit', () => {
  it('records the unit without a staffing that was not given', () => {
    given().when(register).then(registered);
  });

  it('records staffing, reason and attachment where they are given', () => {
    const staffing = {
      establishment: { total: 14, administrative: 13, publicInstitution: 1 },
      actual: { total: 23, serving: 16, administrativeServing: 15, publicInstitutionServing: 1, retired: 7 },
    };
    const more = { reason: '机构改革', attachmentSha256: 'a'.repeat(64) };
    given()
      .when({ ...register, ...more, staffing })
      .then({ type: 'unit.registered.v1', data: { ...registered.data, ...more, staffing } });
  });

  it('takes a registered unit again, with its new name', () => {
    const renamed = { ...register, name: '新名称' };
    given(registered).when(renamed).thenType('unit.registered.v1');
  });

  it('refuses a unit of another department', () => {
    given()
      .when({ ...register, unit: '127001' })
      .thenRefused('unit-outside-department', [{ field: 'unit', value: '127001', expected: '126***' }]);
  });

  it('does not put the expected revision or the id into the refusal, which stand in the envelope', () => {
    const event = decide(emptyState, { ...register, unit: '127001', expectedRevision: 0 }, { chart });
    expect(event.data).not.toHaveProperty('command.expectedRevision');
    expect(event.data).not.toHaveProperty('command.commandId');
  });
});

describe('allocating', () => {
  it('records the lines with amounts of two places', () => {
    given(registered)
      .when(allocate(line('100'), line('0.1', personnel), line('0.01', project)))
      .then(allocated(line('100.00'), line('0.10', personnel), line('0.01', project)));
  });

  it('takes the largest amount', () => {
    given(registered)
      .when(allocate(line('999999999999999')))
      .then(allocated(line('999999999999999.00')));
  });

  it.each([
    ['a class alone', { economic: '302' }],
    ['an item of the class', { economic: '30217' }],
  ])('takes an economic code that is %s', (_, differing) => {
    given(registered)
      .when(allocate(line('1.00', differing)))
      .thenType('budget.allocated.v1');
  });

  it.each(['2024-01-01', '2024-02-29', '2024-12-31'])('takes %s into 2024', (effectiveDate) => {
    given(registered)
      .when({ ...allocate(line('1.00')), effectiveDate })
      .thenType('budget.allocated.v1');
  });

  it.each(['2023-12-31', '2025-01-01'])('refuses %s in 2024', (effectiveDate) => {
    given(registered)
      .when({ ...allocate(line('1.00')), effectiveDate })
      .thenRefused('effective-date-outside-fiscal-year', [
        { field: 'effectiveDate', value: effectiveDate, expected: '2024-01-01…2024-12-31' },
      ]);
  });

  it('names every line of a unit outside the department', () => {
    given(registered)
      .when(allocate(line('1.00', { unit: '127001' }), line('1.00'), line('1.00', { unit: '125001' })))
      .thenRefused('unit-outside-department', [
        { field: 'lines[0].unit', value: '127001', expected: '126***' },
        { field: 'lines[2].unit', value: '125001', expected: '126***' },
      ]);
  });

  it('names every line of a unit that was never registered', () => {
    given(registered)
      .when(allocate(line('1.00'), line('1.00', { unit: '126002' }), line('1.00', { unit: '126003' })))
      .thenRefused('unit-not-registered', [
        { field: 'lines[1].unit', value: '126002' },
        { field: 'lines[2].unit', value: '126003' },
      ]);
  });

  it('names every unknown code, functional and economic', () => {
    given(registered)
      .when(
        allocate(
          line('1.00', { function: '2019999', economic: '302' }),
          line('1.00'),
          line('1.00', { function: '2012901', economic: '30298' }),
          line('1.00', { function: '2018888', economic: '333' }),
        ),
      )
      .thenRefused('unknown-code', [
        { field: 'lines[0].function', value: '2019999', expected: 'function 2024' },
        { field: 'lines[2].economic', value: '30298', expected: 'economic 2024' },
        { field: 'lines[3].function', value: '2018888', expected: 'function 2024' },
        { field: 'lines[3].economic', value: '333', expected: 'economic 2024' },
      ]);
  });

  it('holds each year to its own list', () => {
    const in2025 = { ...allocate(line('1.00', { economic: '30217' })), fiscalYear: 2025, effectiveDate: '2025-01-01' };
    given(registered)
      .when(in2025)
      .thenRefused('unknown-code', [{ field: 'lines[0].economic', value: '30217', expected: 'economic 2025' }]);
    given(registered)
      .when({ ...in2025, lines: [line('1.00')] })
      .thenType('budget.allocated.v1');
  });

  it('refuses a year before the first list', () => {
    given(registered)
      .when({ ...allocate(line('1.00')), fiscalYear: 2022, effectiveDate: '2022-01-01' })
      .thenRefused('unknown-code', [
        { field: 'lines[0].function', value: '2012901', expected: 'function 2022' },
        { field: 'lines[0].economic', value: '302', expected: 'economic 2022' },
      ]);
  });
});

describe('carrying over', () => {
  it('records an opening balance of an earlier year, capped by nothing', () => {
    given(registered)
      .when(carryOver({ ...line('5.5'), originYear: 2023 }, { ...line('6', project), originYear: 2000 }))
      .then(carried(line('5.50', { originYear: 2023 }), line('6.00', { ...project, originYear: 2000 })));
  });

  it('keeps 结余 apart from 结转', () => {
    given(registered)
      .when({ ...carryOver({ ...line('1.00'), originYear: 2023 }), kind: 'surplus' })
      .then({
        type: 'balance.carried-over.v1',
        data: { ...posting, kind: 'surplus', opening: true, lines: [line('1.00', { originYear: 2023 })] },
      });
  });

  it('names every origin year that is not earlier', () => {
    given(registered)
      .when(
        carryOver(
          { ...line('1.00'), originYear: 2023 },
          { ...line('1.00'), originYear: 2024 },
          { ...line('1.00'), originYear: 2025 },
        ),
      )
      .thenRefused('origin-year-not-earlier', [
        { field: 'lines[1].originYear', value: '2024', expected: '< 2024' },
        { field: 'lines[2].originYear', value: '2025', expected: '< 2024' },
      ]);
  });
});

describe('supplementing', () => {
  it('adds to a line that exists and to one that does not', () => {
    given(registered, allocated(line('1.00')))
      .when(supplement(line('2'), line('3', personnel)))
      .then({
        type: 'budget.adjusted.v1',
        data: { ...posting, kind: 'supplement', lines: [line('2.00'), line('3.00', personnel)] },
      });
  });

  it('respects the rules of every posting', () => {
    given(registered)
      .when(supplement(line('1.00', { economic: '399' })))
      .thenRefused('unknown-code', [{ field: 'lines[0].economic', value: '399', expected: 'economic 2024' }]);
  });
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

  it.each<[string, Partial<PostingLine>]>([
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
      transfer([line('30')], [line('30', { economic: '30217' })]),
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
  const finer: Partial<PostingLine> = { economic: '30217' };

  it('moves money to a line that did not exist, down to exactly zero', () => {
    given(...before)
      .when(transfer([line('100')], [line('99.99', finer), line('0.01', { ...finer, procurement: 'services' })]))
      .then({
        type: 'budget.adjusted.v1',
        data: {
          ...posting,
          kind: 'transfer',
          from: [line('100.00')],
          to: [line('99.99', finer), line('0.01', { ...finer, procurement: 'services' })],
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

  it.each<[string, Partial<PostingLine>, Partial<PostingLine>, string, string]>([
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
        { field: 'from[0].economic', value: '398', expected: 'economic 2024' },
        { field: 'to[0].function', value: '2299999', expected: 'function 2024' },
      ]);
    given(...before)
      .when(transfer([line('1', { originYear: 2024 })], [line('1', { originYear: 2024 })]))
      .thenRefused('origin-year-not-earlier', [
        { field: 'from[0].originYear', value: '2024', expected: '< 2024' },
        { field: 'to[0].originYear', value: '2024', expected: '< 2024' },
      ]);
  });
});

describe('setting performance targets', () => {
  it('records them for the unit, and for a project of it', () => {
    const { declaredFunds, tasks, goals, indicators } = targets;
    const set = { ...document, fiscalYear: 2024, unit: '126001', declaredFunds, tasks, goals, indicators };
    given(registered).when(targets).then({ type: 'performance-targets.set.v1', data: set });
    given(registered)
      .when({ ...targets, project: '妇女工作经费' })
      .then({ type: 'performance-targets.set.v1', data: { ...set, project: '妇女工作经费' } });
  });

  it('needs a registered unit of the department and a date of the year', () => {
    given(registered)
      .when({ ...targets, unit: '127001' })
      .thenRefused('unit-outside-department', [{ field: 'unit', value: '127001', expected: '126***' }]);
    given(registered)
      .when({ ...targets, unit: '126002' })
      .thenRefused('unit-not-registered', [{ field: 'unit', value: '126002' }]);
    given(registered)
      .when({ ...targets, effectiveDate: '2025-01-01' })
      .thenRefused('effective-date-outside-fiscal-year', [
        { field: 'effectiveDate', value: '2025-01-01', expected: '2024-01-01…2024-12-31' },
      ]);
  });
});

describe('every decision', () => {
  it('carries reason and attachment into the event', () => {
    const more = { reason: '上级专项', attachmentSha256: 'b'.repeat(64) };
    const state: State = [registered].reduce(evolve, emptyState);
    for (const command of [allocate(line('1')), supplement(line('1')), targets]) {
      expect(decide(state, { ...command, ...more }, { chart }).data).toMatchObject(more);
    }
  });

  it('does not touch the command', () => {
    const command = allocate(line('1'));
    const before = structuredClone(command);
    decide([registered].reduce(evolve, emptyState), command, { chart });
    expect(command).toEqual(before);
  });
});
