import type { Command } from '#domain';
import { COMMAND_EXAMPLES } from '#wire';

import { demandsOf } from './demands';

const basis = {
  commandId: 'c',
  division: '361100',
  department: '126',
  documentNumber: '文',
  effectiveDate: '2024-01-01',
};
const line = (unit: string, amountYuan: string) =>
  ({
    unit,
    source: 'general-public-budget',
    function: '2012901',
    economic: '302',
    category: 'operating',
    amountYuan,
  }) as const;
const here = (rest: object) => ({ division: '361100', department: '126', ...rest });

test.each(COMMAND_EXAMPLES)(
  '$name touches something in its own department, and nothing elsewhere but where it sends to',
  ({ command }) => {
    const demands = demandsOf(command);
    expect(demands.length).toBeGreaterThan(0);
    const places = new Set([command.department, 'toDepartment' in command ? command.toDepartment : command.department]);
    for (const { division, department } of demands)
      expect([division, places.has(department)]).toEqual([command.division, true]);
  },
);

test('each unit in each year is touched with the amount of the whole command, once however many lines it has', () => {
  const lines = [line('126001', '60'), line('126001', '40.50'), line('126', '1')];
  const command: Command = { ...basis, type: 'AllocateBudget', fiscalYear: 2024, lines };
  const touched = { year: 2024, command: 'AllocateBudget', amountFen: 10_150n };
  expect(demandsOf(command)).toEqual([here({ unit: '126001', ...touched }), here({ unit: '126', ...touched })]);
});

test('both departments of a transfer are touched', () => {
  const sides = { from: [line('126001', '5')], to: [line('127001', '5')] };
  const command: Command = { ...basis, type: 'TransferToDepartment', fiscalYear: 2024, toDepartment: '127', ...sides };
  const touched = { year: 2024, command: 'TransferToDepartment', amountFen: 500n };
  expect(demandsOf(command)).toEqual([
    here({ unit: '126001', ...touched }),
    here({ unit: '127001', ...touched, department: '127' }),
  ]);
});

test('a carry-over at year end touches both years', () => {
  const command: Command = {
    ...basis,
    type: 'CarryOverBalance',
    kind: 'carry-forward',
    fiscalYear: 2025,
    lines: [line('126001', '5')],
  };
  expect(demandsOf(command).map(({ year }) => year)).toEqual([2024, 2025]);
});

test('a combination is what its parts are, with their amounts together', () => {
  const allocation = { type: 'AllocateBudget' as const, fiscalYear: 2024, lines: [line('126001', '60')] };
  const freeze = { type: 'FreezeFunds' as const, fiscalYear: 2024, lines: [line('126001', '50')] };
  expect(demandsOf({ ...basis, type: 'CombineCommands', commands: [allocation, freeze] })).toEqual([
    here({ unit: '126001', year: 2024, command: 'AllocateBudget', amountFen: 11_000n }),
    here({ unit: '126001', year: 2024, command: 'FreezeFunds', amountFen: 11_000n }),
  ]);
});

test('what only the decision shows is left open', () => {
  expect(demandsOf({ ...basis, type: 'ReverseEvent', reversedRevision: 3 })).toEqual([
    here({ year: undefined, command: 'ReverseEvent', amountFen: undefined }),
  ]);
  expect(demandsOf({ ...basis, type: 'ReleaseFunds', fiscalYear: 2024, freezeRevision: 3 })).toEqual([
    here({ year: 2024, command: 'ReleaseFunds', amountFen: undefined }),
  ]);
});
