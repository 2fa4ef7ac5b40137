import { ask, basis, chart, given, line, registered, stateAfter } from '../test/given';
import type { Command } from './commands';
import type { TransitCommand } from './transit-commands';
import { decide } from './decide';

const state = stateAfter(registered);
const on = (today: string | undefined, command: Command | TransitCommand) =>
  decide(state, command, { chart, ...(today === undefined ? {} : { today }) });
const allocate = (fiscalYear: number, own: object = {}): Command =>
  ask('AllocateBudget', { fiscalYear, lines: [line('100')], ...own }, `${fiscalYear}-01-01`);

describe('given that it is 2024', () => {
  it.each([2000, 2023, 2024, 2025, 2026])('a command for %i is decided', (fiscalYear) => {
    const event = on('2024-06-30', allocate(fiscalYear));
    expect(JSON.stringify(event)).not.toContain('year-far-ahead');
  });

  it.each([2027, 2099, 2100])('a command for %i must be confirmed', (fiscalYear) => {
    const figure = { value: String(fiscalYear), expected: '≤ 2026, confirmFiscalYear: true' };
    given(registered)
      .when(allocate(fiscalYear), '2024-12-31')
      .thenRefused('year-far-ahead', [
        { field: 'effectiveDate', ...figure },
        { field: 'fiscalYear', ...figure },
      ]);
    const confirmed = on('2024-12-31', allocate(fiscalYear, { confirmFiscalYear: true }));
    expect(JSON.stringify(confirmed)).not.toContain('year-far-ahead');
    expect(JSON.stringify(on('2025-01-01', allocate(2027)))).not.toContain('year-far-ahead');
  });

  it('a combination and what names no year are asked too', () => {
    const part = { type: 'SetCeiling' as const, fiscalYear: 2099, scope: { kind: 'project' as const, project: '甲' } };
    const combined = ask('CombineCommands', { commands: [{ ...part, limitYuan: '1' }] });
    expect(on('2024-06-30', combined)).toMatchObject({
      data: { refusal: { code: 'year-far-ahead', figures: [{ field: 'commands[0].fiscalYear' }] } },
    });
    const registering = { unit: '126003', name: '单位', departmentName: '部门' };
    expect(on('2024-06-30', ask('RegisterUnit', registering, '2099-01-01'))).toMatchObject({
      data: { refusal: { code: 'year-far-ahead', figures: [{ field: 'effectiveDate' }] } },
    });
  });

  it('what is on its way is carried on, and nothing is asked where no day is known', () => {
    const received: TransitCommand = {
      ...basis,
      type: 'ReceiveTransfer',
      fiscalYear: 2099,
      effectiveDate: '2099-01-01',
      transitId: '361100/127@3',
      fromDepartment: '127',
      lines: [line('1')],
    };
    expect(JSON.stringify(on('2024-06-30', received))).not.toContain('year-far-ahead');
    expect(JSON.stringify(on(undefined, allocate(2099)))).not.toContain('year-far-ahead');
  });
});
