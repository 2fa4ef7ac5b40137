import type { PostingLine } from '#domain';

import { commandSchema } from './command-schema';
import { MAX_LINES } from './command-basis';
import { parseCommand } from './parse-command';

const basis = {
  commandId: 'c-1',
  division: '361100',
  department: '126',
  documentNumber: '饶财预〔2024〕1号',
  effectiveDate: '2024-03-01',
};
const ofYear = { ...basis, fiscalYear: 2024 };
const line = {
  unit: '126001',
  source: 'general-public-budget',
  function: '2012901',
  economic: '302',
  category: 'operating',
  amountYuan: '100.00',
} satisfies PostingLine;
const pool = { ...line, unit: '126' };
const old = { ...line, originYear: 2023 };
const oldPool = { ...pool, originYear: 2023 };
const carryOver = { ...ofYear, type: 'CarryOverBalance' };
const scope = { kind: 'three-public', unit: '126001' };

type Fields = Record<string, unknown>;
/** What may also stand inside a combination. */
const combinable: Record<string, Fields> = {
  'an allocation to the pool': { ...ofYear, type: 'AllocateBudget', lines: [pool] },
  'a hand-down': { ...ofYear, type: 'HandDownBudget', from: [pool, oldPool], to: [line, old] },
  'an opening carry-over to the pool': { ...carryOver, kind: 'surplus', opening: true, lines: [oldPool] },
  'a year-end carry-forward': { ...carryOver, kind: 'carry-forward', lines: [line, pool, old] },
  'a year-end carry-forward that says that it is no opening one': {
    ...carryOver,
    kind: 'carry-forward',
    opening: false,
    lines: [line],
  },
  'a year-end surplus that keeps its purpose': { ...carryOver, kind: 'surplus', lines: [old] },
  'a year-end surplus with a new purpose': { ...carryOver, kind: 'surplus', lines: [line], to: [old, oldPool] },
  'a cut of the pool': { ...ofYear, type: 'AdjustBudget', kind: 'cut', lines: [pool, oldPool] },
  'a freeze': { ...ofYear, type: 'FreezeFunds', lines: [line, old] },
  'a release of all': { ...ofYear, type: 'ReleaseFunds', freezeRevision: 1 },
  'a release of lines': { ...ofYear, type: 'ReleaseFunds', freezeRevision: 7, lines: [line] },
  'a payment': { ...ofYear, type: 'RecordPayment', lines: [line] },
  'a final payment out of a freeze': { ...ofYear, type: 'RecordPayment', lines: [old], freezeRevision: 7, final: true },
  'a refund': { ...ofYear, type: 'RecordRefund', lines: [line] },
  'a reclaim': { ...ofYear, type: 'ReclaimBalance', lines: [old, oldPool] },
  "a ceiling of a unit's three-public costs": { ...ofYear, type: 'SetCeiling', scope, limitYuan: '100.00' },
  'a ceiling of a project': {
    ...ofYear,
    type: 'SetCeiling',
    scope: { kind: 'project', project: '妇女工作经费', unit: '126001' },
    limitYuan: '0.00',
  },
  'a ceiling of a source, lifted': {
    ...ofYear,
    type: 'SetCeiling',
    scope: { kind: 'source', source: 'general-public-budget' },
    limitYuan: null,
  },
};
const freeze = combinable['a freeze'] as Fields;
const payment = combinable['a payment'] as Fields;

/** A command as a part: without what every command carries. */
function part(command: Fields): Fields {
  return Object.fromEntries(Object.entries(command).filter(([key]) => !(key in basis)));
}
const combine = (...commands: unknown[]): Fields => ({ ...basis, type: 'CombineCommands', commands });
const transfer = {
  ...ofYear,
  type: 'TransferToDepartment',
  toDepartment: '127',
  from: [line],
  to: [{ ...old, unit: '127001' }],
};
const alone: Record<string, Fields> = {
  'a transfer to another department': transfer,
  'a reversal': { ...basis, type: 'ReverseEvent', reversedRevision: 1 },
  'a close': { ...ofYear, type: 'CloseYear' },
  'a reopening': { ...ofYear, type: 'ReopenYear', reason: '补记' },
};

function fieldsOf(input: unknown): string[] {
  const parsed = parseCommand(input);
  return parsed.ok ? [] : [...new Set(parsed.errors.map(({ field }) => field))];
}

describe('parseCommand takes', () => {
  it.each(Object.entries({ ...combinable, ...alone }))('%s', (_, command) => {
    expect(parseCommand(command)).toEqual({ ok: true, command, dryRun: false });
  });

  it('all of them, one after another, as one combination', () => {
    const command = combine(...Object.values(combinable).map(part));
    expect(parseCommand(command)).toEqual({ ok: true, command, dryRun: false });
  });

  it('a trial as the same command', () => {
    for (const command of [freeze, combine(part(freeze)), ...Object.values(alone)]) {
      expect(parseCommand({ ...command, dryRun: true })).toEqual({ ok: true, command, dryRun: true });
      expect(parseCommand({ ...command, dryRun: false })).toEqual({ ok: true, command, dryRun: false });
    }
  });

  it('amounts of parts in one spelling', () => {
    const spelled = (amountYuan: string) =>
      parseCommand(combine(part({ ...freeze, lines: [{ ...line, amountYuan }] })));
    expect(spelled('5')).toEqual(spelled('5.00'));
    const limited = (limitYuan: string) => parseCommand({ ...ofYear, type: 'SetCeiling', scope, limitYuan });
    expect(limited('5.1')).toEqual(limited('5.10'));
  });
});

describe('limits:', () => {
  const many = (count: number) => Array<typeof line>(count).fill(line);
  const messages = (input: unknown) => {
    const parsed = parseCommand(input);
    return parsed.ok ? [] : parsed.errors.map(({ field, message }) => `${field}: ${message}`);
  };

  it('5,000 lines are taken', () => {
    expect(MAX_LINES).toBe(5_000);
    expect(fieldsOf({ ...freeze, lines: many(5_000) })).toEqual([]);
    expect(fieldsOf({ ...transfer, from: many(5_000), to: many(5_000) })).toEqual([]);
  });

  it('5,001 lines are refused, and the limit is named', () => {
    expect(messages({ ...freeze, lines: many(5_001) })).toEqual([expect.stringMatching(/^lines: .*5000/)]);
    expect(messages({ ...transfer, to: many(5_001) })).toEqual([expect.stringMatching(/^to: .*5000/)]);
  });

  it('a combination holds 5,000 lines over all its parts', () => {
    const halves = (second: number) =>
      combine(part({ ...freeze, lines: many(2_500) }), part({ ...payment, lines: many(second) }));
    expect(fieldsOf(halves(2_500))).toEqual([]);
    expect(messages(halves(2_501))).toEqual([
      'commands: 命令合计最多 5000 条明细。 must hold at most 5000 lines in all',
    ]);
  });

  it('a combination has 1 to 500 parts', () => {
    expect(fieldsOf(combine(...Array<Fields>(500).fill(part(freeze))))).toEqual([]);
    expect(messages(combine(...Array<Fields>(501).fill(part(freeze))))).toEqual([
      expect.stringMatching(/^commands: .*500/),
    ]);
    expect(fieldsOf(combine())).toEqual(['commands']);
  });
});

describe('parseCommand names the field that does not fit:', () => {
  const surplus = { ...carryOver, kind: 'surplus', lines: [line] };
  const release = { ...ofYear, type: 'ReleaseFunds', freezeRevision: 1 };
  const ceiling = { ...ofYear, type: 'SetCeiling', scope, limitYuan: '1.00' };
  const { reason: _reason, ...withoutReason } = alone['a reopening'] as Fields;
  it.each<[string, unknown, string]>([
    ['a hand-down out of a unit', { ...combinable['a hand-down'], from: [line] }, 'from[0].unit'],
    ['a hand-down to the pool', { ...combinable['a hand-down'], to: [pool] }, 'to[0].unit'],
    [
      'a supplement of the pool',
      { ...ofYear, type: 'AdjustBudget', kind: 'supplement', lines: [pool] },
      'lines[0].unit',
    ],
    [
      'a transfer of the pool',
      { ...ofYear, type: 'AdjustBudget', kind: 'transfer', from: [pool], to: [line] },
      'from[0].unit',
    ],
    ['a transfer of the pool to another department', { ...transfer, from: [pool] }, 'from[0].unit'],
    ['a freeze in the pool', { ...freeze, lines: [pool] }, 'lines[0].unit'],
    ['a payment out of the pool', { ...payment, lines: [pool] }, 'lines[0].unit'],
    ['an opening carry-over without its origin year', { ...surplus, opening: true }, 'lines[0].originYear'],
    ['a surplus into lines without their origin year', { ...surplus, to: [line] }, 'to[0].originYear'],
    ['a carry-forward with a new purpose', { ...surplus, kind: 'carry-forward', to: [old] }, 'to'],
    ['an opening one with two sides', { ...surplus, lines: [old], opening: true, to: [old] }, 'to'],
    ['an unknown kind of carry-over', { ...surplus, kind: 'rest' }, 'kind'],
    ['a reclaim without its origin year', { ...ofYear, type: 'ReclaimBalance', lines: [line] }, 'lines[0].originYear'],
    ['a release without its freeze', { ...release, freezeRevision: undefined }, 'freezeRevision'],
    ['a freeze at revision 0', { ...release, freezeRevision: 0 }, 'freezeRevision'],
    ['a release of no lines', { ...release, lines: [] }, 'lines'],
    ['a payment that is final by a word', { ...payment, final: 'yes' }, 'final'],
    ['a payment beyond no freeze', { ...payment, beyondFreeze: true }, 'beyondFreeze'],
    ['a final payment of no freeze', { ...payment, final: true }, 'final'],
    ['a final payment of no freeze as a part', combine(part({ ...payment, final: true })), 'commands[0].final'],
    ['a ceiling without its limit', { ...ceiling, limitYuan: undefined }, 'limitYuan'],
    ['a negative ceiling', { ...ceiling, limitYuan: '-1.00' }, 'limitYuan'],
    ['three-public costs of nobody', { ...ceiling, scope: { kind: 'three-public' } }, 'scope.unit'],
    ['an unknown scope', { ...ceiling, scope: { kind: 'function' } }, 'scope.kind'],
    ['a transfer to a unit as department', { ...transfer, toDepartment: '127001' }, 'toDepartment'],
    ['a reversal of revision 0', { ...basis, type: 'ReverseEvent', reversedRevision: 0 }, 'reversedRevision'],
    ['a reversal with a fiscal year', { ...ofYear, type: 'ReverseEvent', reversedRevision: 1 }, 'fiscalYear'],
    ['a reopening without a reason', withoutReason, 'reason'],
    ['a trial by a word', { ...freeze, dryRun: 'true' }, 'dryRun'],
    ['a part with an id of its own', combine({ ...part(freeze), commandId: 'c-2' }), 'commands[0].commandId'],
    [
      'a part with a day of its own',
      combine({ ...part(freeze), effectiveDate: '2024-04-01' }),
      'commands[0].effectiveDate',
    ],
    ['a part that is a trial', combine(part(freeze), { ...part(freeze), dryRun: true }), 'commands[1].dryRun'],
    ['a wrong line of a part', combine(part({ ...freeze, lines: [line, pool] })), 'commands[0].lines[1].unit'],
    ['a reversal as a part', combine(part(alone['a reversal'] as Fields)), 'commands[0].type'],
    ['a close as a part', combine(part(alone['a close'] as Fields)), 'commands[0].type'],
    ['a transfer to another department as a part', combine(part(transfer)), 'commands[0].type'],
    ['a combination as a part', combine(part(combine(part(freeze)))), 'commands[0].type'],
  ])('%s', (_, input, field) => {
    expect(fieldsOf(input)).toEqual([field]);
  });
});

describe('what the ledger asks of itself no client may ask:', () => {
  const transitId = '361100/126@4';
  it.each<[string, Fields]>([
    ['ReceiveTransfer', { transitId, fromDepartment: '127', lines: [line] }],
    ['SettleTransfer', { transitId, receivedEventId: '361100/127@2' }],
    ['ReturnTransfer', { transitId, refusedEventId: '361100/127@2', refusalCode: 'year-closed' }],
  ])('%s, alone or as a part', (type, own) => {
    expect(fieldsOf({ ...ofYear, type, ...own })).toEqual(['type']);
    expect(fieldsOf(combine({ type, fiscalYear: 2024, ...own }))).toEqual(['commands[0].type']);
  });

  it.each(['transit:', `transit:${transitId}:receive`])('the id %s', (commandId) => {
    expect(fieldsOf({ ...freeze, commandId })).toEqual(['commandId']);
    expect(fieldsOf({ ...freeze, commandId: `x${commandId}` })).toEqual([]);
  });

  it('and every type that a client may ask for is known to the schema alone', () => {
    const types = commandSchema.options.flatMap((option) => [...(option._zod.propValues['type'] ?? [])]);
    expect(types.sort()).toEqual(
      [
        'AdjustBudget',
        'AllocateBudget',
        'CarryOverBalance',
        'CloseYear',
        'CombineCommands',
        'FreezeFunds',
        'HandDownBudget',
        'ReclaimBalance',
        'RecordPayment',
        'RecordRefund',
        'RegisterUnit',
        'ReleaseFunds',
        'ReopenYear',
        'ReverseEvent',
        'SetCeiling',
        'SetPerformanceTargets',
        'SetPublicationText',
        'TransferToDepartment',
      ].sort(),
    );
  });
});
