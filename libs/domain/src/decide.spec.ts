import {
  allocated,
  basis,
  carried,
  chart,
  given,
  line,
  personnel,
  posting,
  project,
  registered,
  targets,
} from '../test/given';
import type { AllocateBudget, OpeningCarryOver, RegisterUnit, SupplementBudget } from './commands';
import { decide } from './decide';
import type { PostingLine } from './line';
import { evolve } from './evolve';
import { emptyState, type State } from './state';

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
const carryOver = (...lines: OpeningCarryOver['lines']): OpeningCarryOver => ({
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
        {
          field: 'lines[0].function',
          value: '2019999',
          expected: 'function 2024',
          nearest: '2012902 一般行政管理事务、2012901 行政运行',
        },
        {
          field: 'lines[2].economic',
          value: '30298',
          expected: 'economic 2024',
          nearest: '30217 公务接待费、30215 会议费、30201 办公费',
        },
        {
          field: 'lines[3].function',
          value: '2018888',
          expected: 'function 2024',
          nearest: '2012902 一般行政管理事务、2012901 行政运行',
        },
        {
          field: 'lines[3].economic',
          value: '333',
          expected: 'economic 2024',
          nearest: '30217 公务接待费、30215 会议费、30201 办公费',
        },
      ]);
  });

  it('holds each year to its own list', () => {
    const in2025 = { ...allocate(line('1.00', { economic: '30217' })), fiscalYear: 2025, effectiveDate: '2025-01-01' };
    given(registered)
      .when(in2025)
      .thenRefused('unknown-code', [
        { field: 'lines[0].economic', value: '30217', expected: 'economic 2025', nearest: '302 商品和服务支出' },
      ]);
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
        type: 'balance.carried-over.v2',
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
      .thenRefused('unknown-code', [
        {
          field: 'lines[0].economic',
          value: '399',
          expected: 'economic 2024',
          nearest: '30217 公务接待费、30215 会议费、30201 办公费',
        },
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
