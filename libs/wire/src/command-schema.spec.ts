import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { MAX_LINES } from './command-basis';
import { parseCommand } from './parse-command';

import { basis, line, projectLine, staffing, samples } from '../test/command-samples';

/** What a combination gives its parts is taken from them. */
const partOf = (name: string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(samples[name] ?? {}).filter(([key]) => !(key in basis)));
const COMBINABLE = Object.keys(samples).filter((name) => !['sendTo', 'reverse', 'close', 'reopen'].includes(name));
const combine = (...commands: unknown[]): Record<string, unknown> => ({ ...basis, type: 'CombineCommands', commands });

const { allocate } = samples as { allocate: Record<string, unknown> };
const withLine = (differing: Record<string, unknown>) => ({ ...allocate, lines: [line, { ...line, ...differing }] });

function fieldsOf(input: unknown): string[] {
  const parsed = parseCommand(input);
  return parsed.ok ? [] : parsed.errors.map(({ field }) => field);
}

describe('parseCommand takes', () => {
  it.each(Object.keys(samples))('%s', (name) => {
    expect(parseCommand(samples[name])).toEqual({ ok: true, command: samples[name], dryRun: false });
  });

  it('what every command may carry', () => {
    const command = { ...allocate, reason: '上级专项', attachmentSha256: '0'.repeat(64), expectedRevision: 0 };
    expect(parseCommand(command)).toEqual({ ok: true, command, dryRun: false });
  });

  it('the commands that ship with the sample budget', () => {
    for (const name of ['commands.json', 'publication.json']) {
      const file = join(__dirname, '../../../data/shangrao-2024', name);
      const commands = JSON.parse(readFileSync(file, 'utf8')) as unknown[];
      for (const command of commands) expect(parseCommand(command)).toEqual({ ok: true, command, dryRun: false });
    }
  });

  it('as many lines as one command may hold, on each side', () => {
    const most = Array(MAX_LINES).fill(line);
    expect(MAX_LINES).toBe(5_000);
    expect(parseCommand({ ...allocate, lines: most }).ok).toBe(true);
    expect(parseCommand({ ...samples['transfer'], from: most, to: most }).ok).toBe(true);
  });

  it.each(COMBINABLE)('%s as a part of a combination', (name) => {
    const command = combine(partOf(name), partOf('freeze'));
    expect(parseCommand(command)).toEqual({ ok: true, command, dryRun: false });
  });

  it('as many parts and as many lines as a combination may hold in all', () => {
    const of = (count: number) => ({ ...partOf('freeze'), lines: Array(count).fill(line) });
    expect(parseCommand(combine(...Array<unknown>(500).fill(of(10)))).ok).toBe(true);
    expect(
      parseCommand(combine(of(2_500), { ...partOf('transfer'), from: Array(2_499).fill(line), to: [line] })).ok,
    ).toBe(true);
  });

  it('a dry run as the same command', () => {
    for (const command of Object.values(samples)) {
      expect(parseCommand({ ...command, dryRun: true })).toEqual({ ok: true, command, dryRun: true });
      expect(parseCommand({ ...command, dryRun: false })).toEqual({ ok: true, command, dryRun: false });
    }
  });

  it('an amount of zero where it is stated and not moved: a line at zero is known', () => {
    const zero = { ...line, amountYuan: '0' };
    const opening = { ...samples['carryOver'], lines: [{ ...zero, originYear: 2023 }] };
    for (const command of [{ ...allocate, lines: [zero] }, opening]) {
      expect(parseCommand(command)).toMatchObject({ ok: true, command: { lines: [{ amountYuan: '0.00' }] } });
    }
    const moved = Object.values(samples).filter(({ lines, type, opening: isOpening }) => {
      return lines !== undefined && type !== 'AllocateBudget' && isOpening !== true;
    });
    expect(moved.length).toBeGreaterThan(5);
    for (const command of moved) {
      const [first] = command['lines'] as object[];
      expect(fieldsOf({ ...command, lines: [{ ...first, amountYuan: '0.00' }] })).toEqual(['lines[0].amountYuan']);
    }
  });

  it('two spellings of one limit, and none', () => {
    const of = (limitYuan: unknown) => parseCommand({ ...samples['ceilingOfProject'], limitYuan });
    expect(of('71')).toEqual(of('71.00'));
    expect(of('0')).toEqual(of('0.00'));
    expect(of(null).ok).toBe(true);
  });

  it('two spellings of one amount as the same command', () => {
    const parsed = parseCommand(withLine({ amountYuan: '100' }));
    expect(parsed).toEqual(parseCommand(withLine({ amountYuan: '100.00' })));
    expect(parsed).toEqual(parseCommand(withLine({ amountYuan: '100.0' })));
    const declared = (totalYuan: string) => parseCommand({ ...samples['targets'], declaredFunds: { totalYuan } });
    expect(declared('0')).toEqual(declared('0.00'));
    expect(declared('5.1')).toEqual(declared('5.10'));
  });

  it.each(['0.01', '999999999999999', '9999999999999.99'])('the amount %s, declared or posted', (amount) => {
    expect(parseCommand(withLine({ amountYuan: amount })).ok).toBe(true);
    expect(parseCommand({ ...samples['targets'], declaredFunds: { totalYuan: amount } }).ok).toBe(true);
  });

  it.each(['2024-02-29', '2000-01-01'])('the day %s', (effectiveDate) => {
    expect(parseCommand({ ...allocate, effectiveDate }).ok).toBe(true);
  });

  it.each(['妇女|儿童', 'a,"b"', '𠮷野家', '项目（一）'])('the project %s', (project) => {
    expect(parseCommand(withLine({ ...projectLine, project })).ok).toBe(true);
  });
});

describe('parseCommand names the field that does not fit:', () => {
  const { documentNumber: _document, ...withoutDocument } = allocate;
  const { commandId: _id, ...withoutId } = allocate;
  const transit = { ...basis, fiscalYear: 2024, transitId: '361100/126@3' };
  it.each<[string, unknown, string]>([
    ['an amount as a number', withLine({ amountYuan: 100 }), 'lines[1].amountYuan'],
    ['three places', withLine({ amountYuan: '1.234' }), 'lines[1].amountYuan'],
    ['sixteen digits', withLine({ amountYuan: '1000000000000000' }), 'lines[1].amountYuan'],
    ['a negative amount', withLine({ amountYuan: '-1' }), 'lines[1].amountYuan'],
    ['no document number', withoutDocument, 'documentNumber'],
    ['an empty document number', { ...allocate, documentNumber: '' }, 'documentNumber'],
    ['a blank document number', { ...allocate, documentNumber: '　 ' }, 'documentNumber'],
    ['no id', withoutId, 'commandId'],
    ['an id with a space', { ...allocate, commandId: 'a b' }, 'commandId'],
    ['a Chinese id', { ...allocate, commandId: '编号' }, 'commandId'],
    ['an id of 129 characters', { ...allocate, commandId: 'x'.repeat(129) }, 'commandId'],
    ['an unknown field', { ...allocate, amount: '1.00' }, 'amount'],
    ['an unknown field of a line', withLine({ amount: '1.00' }), 'lines[1].amount'],
    ['a field of the prototype', JSON.parse(`{"__proto__":{"a":1},${JSON.stringify(allocate).slice(1)}`), '__proto__'],
    ['a day that does not exist', { ...allocate, effectiveDate: '2024-02-30' }, 'effectiveDate'],
    ['29 February of a common year', { ...allocate, effectiveDate: '2023-02-29' }, 'effectiveDate'],
    ['an instant for a day', { ...allocate, effectiveDate: '2024-01-01T00:00:00Z' }, 'effectiveDate'],
    ['a day without its zeros', { ...allocate, effectiveDate: '2024-1-1' }, 'effectiveDate'],
    ['a project without its category', withLine({ project: '妇女工作经费' }), 'lines[1].project'],
    ['a category without its project', withLine({ category: 'project' }), 'lines[1].project'],
    ['a blank project', withLine({ category: 'project', project: ' ' }), 'lines[1].project'],
    ['a functional code of five digits', withLine({ function: '20129' }), 'lines[1].function'],
    ['a functional code of eight digits', withLine({ function: '20129011' }), 'lines[1].function'],
    ['a functional code as a number', withLine({ function: 2012901 }), 'lines[1].function'],
    ['an economic code of four digits', withLine({ economic: '3020' }), 'lines[1].economic'],
    ['an unknown fund', withLine({ source: 'lottery' }), 'lines[1].source'],
    ['an unknown category', withLine({ category: 'basic' }), 'lines[1].category'],
    ['an unknown procurement', withLine({ procurement: 'none' }), 'lines[1].procurement'],
    ['too many lines', { ...allocate, lines: Array(MAX_LINES + 1).fill(line) }, 'lines'],
    ['no line', { ...allocate, lines: [] }, 'lines'],
    ['a line feed', { ...allocate, documentNumber: '饶财预\n1号' }, 'documentNumber'],
    ['a NUL', withLine({ ...projectLine, project: 'a\u0000b' }), 'lines[1].project'],
    ['a C1 control character', withLine({ ...projectLine, project: 'a\u0085b' }), 'lines[1].project'],
    ['half a surrogate pair', withLine({ ...projectLine, project: 'a\ud842' }), 'lines[1].project'],
    ['a NUL in a paragraph', { ...allocate, reason: 'a\u0000b' }, 'reason'],
    ['half a surrogate pair in a paragraph', { ...allocate, reason: '\udfb7' }, 'reason'],
    ['an origin year on an allocation', withLine({ originYear: 2023 }), 'lines[1].originYear'],
    [
      'an origin year on a supplement',
      { ...samples['supplement'], lines: [{ ...line, originYear: 2023 }] },
      'lines[0].originYear',
    ],
    ['a carry-over without its origin year', { ...samples['carryOver'], lines: [line] }, 'lines[0].originYear'],
    [
      'an opening carry-over with targets',
      { ...samples['carryOver'], kind: 'surplus', to: [{ ...line, originYear: 2023 }] },
      'to',
    ],
    ['a carry-forward with targets', { ...samples['carryForward'], to: [{ ...line, originYear: 2024 }] }, 'to'],
    ['a surplus whose target has no origin year', { ...samples['surplusElsewhere'], to: [line] }, 'to[0].originYear'],
    ['a carry-over that is half an opening one', { ...samples['carryOver'], opening: 'yes' }, 'opening'],
    ['a carry-over of no kind', { ...samples['carryForward'], kind: undefined }, 'kind'],
    ['a hand-down from a unit', { ...samples['handDown'], from: [line] }, 'from[0].unit'],
    ['a hand-down to the pool', { ...samples['handDown'], to: [{ ...line, unit: '126' }] }, 'to[0].unit'],
    ['a freeze of the pool', { ...samples['freeze'], lines: [{ ...line, unit: '126' }] }, 'lines[0].unit'],
    ['a transfer out of the pool', { ...samples['transfer'], from: [{ ...line, unit: '126' }] }, 'from[0].unit'],
    ['a supplement of the pool', { ...samples['supplement'], lines: [{ ...line, unit: '126' }] }, 'lines[0].unit'],
    ['a release of no freeze', { ...samples['releaseAll'], freezeRevision: undefined }, 'freezeRevision'],
    ['a release of an empty list', { ...samples['release'], lines: [] }, 'lines'],
    ['a freeze before the first revision', { ...samples['release'], freezeRevision: 0 }, 'freezeRevision'],
    ['a last payment that is neither', { ...samples['payFromFreeze'], final: 'yes' }, 'final'],
    ['a last payment of no freeze', { ...samples['pay'], final: true }, 'final'],
    ["a reclaim of the year's own money", { ...samples['reclaim'], lines: [line] }, 'lines[0].originYear'],
    ['a ceiling without its limit', { ...samples['ceilingLifted'], limitYuan: undefined }, 'limitYuan'],
    ['a negative ceiling', { ...samples['ceilingLifted'], limitYuan: '-1.00' }, 'limitYuan'],
    ['a ceiling of nothing', { ...samples['ceilingLifted'], scope: { kind: 'unit' } }, 'scope.kind'],
    ['a ceiling of no unit', { ...samples['ceilingLifted'], scope: { kind: 'three-public' } }, 'scope.unit'],
    ['a reversal of revision 0', { ...samples['reverse'], reversedRevision: 0 }, 'reversedRevision'],
    ['a reopening without its reason', { ...samples['reopen'], reason: undefined }, 'reason'],
    ['a dry run that is neither', { ...allocate, dryRun: 'yes' }, 'dryRun'],
    ['a department of no digits', { ...samples['sendTo'], toDepartment: 'abc' }, 'toDepartment'],
    ['too many lines on one side', { ...samples['transfer'], to: Array(MAX_LINES + 1).fill(line) }, 'to'],
    ['a combination of nothing', combine(), 'commands'],
    ['too many parts', combine(...Array<unknown>(501).fill(partOf('freeze'))), 'commands'],
    [
      'too many lines in all parts',
      combine(
        { ...partOf('freeze'), lines: Array(2_500).fill(line) },
        { ...partOf('transfer'), from: Array(2_500).fill(line) },
      ),
      'commands',
    ],
    ['an id of a part', combine({ ...partOf('freeze'), commandId: 'c-2' }), 'commands[0].commandId'],
    [
      'a date of a part',
      combine(partOf('pay'), { ...partOf('pay'), effectiveDate: '2024-01-01' }),
      'commands[1].effectiveDate',
    ],
    ['a dry run of a part', combine({ ...partOf('pay'), dryRun: true }), 'commands[0].dryRun'],
    [
      'a wrong line of a part',
      combine({ ...partOf('pay'), lines: [line, { ...line, unit: '1' }] }),
      'commands[0].lines[1].unit',
    ],
    ...['sendTo', 'reverse', 'close', 'reopen'].map((name): [string, unknown, string] => [
      `${name} as a part`,
      combine(partOf(name)),
      'commands[0].type',
    ]),
    ['a combination as a part', combine({ type: 'CombineCommands', commands: [partOf('pay')] }), 'commands[0].type'],
    [
      "the ledger's own arrival of a transfer",
      { ...transit, type: 'ReceiveTransfer', fromDepartment: '127', lines: [line] },
      'type',
    ],
    [
      "the ledger's own end of a transfer",
      { ...transit, type: 'SettleTransfer', receivedEventId: '361100/127@1' },
      'type',
    ],
    [
      "the ledger's own return of a transfer",
      { ...transit, type: 'ReturnTransfer', refusedEventId: '361100/127@1', refusalCode: 'year-closed' },
      'type',
    ],
    ["an id of the ledger's own", { ...allocate, commandId: 'transit:361100/126@1:receive' }, 'commandId'],
    ['a transfer without its target', { ...samples['transfer'], to: undefined }, 'to'],
    ['a transfer with plain lines', { ...samples['transfer'], lines: [line] }, 'lines'],
    ['a wrong line of a transfer', { ...samples['transfer'], to: [line, { ...line, unit: '12' }] }, 'to[1].unit'],
    ['an unknown kind of adjustment', { ...samples['cut'], kind: 'move' }, 'kind'],
    ['an unknown type', { ...allocate, type: 'BudgetFrozen' }, 'type'],
    ['no type', { ...allocate, type: undefined }, 'type'],
    ['a year as text', { ...allocate, fiscalYear: '2024' }, 'fiscalYear'],
    ['half a year', { ...allocate, fiscalYear: 2024.5 }, 'fiscalYear'],
    ['a division of five digits', { ...allocate, division: '36110' }, 'division'],
    ['a department of six digits', { ...allocate, department: '126001' }, 'department'],
    ['a negative revision', { ...allocate, expectedRevision: -1 }, 'expectedRevision'],
    ['a hash in capitals', { ...allocate, attachmentSha256: 'A'.repeat(64) }, 'attachmentSha256'],
    [
      'a declared amount as a number',
      { ...samples['targets'], declaredFunds: { totalYuan: 1 } },
      'declaredFunds.totalYuan',
    ],
    [
      'a declared amount of sixteen digits',
      { ...samples['targets'], declaredFunds: { totalYuan: '99999999999999.99' } },
      'declaredFunds.totalYuan',
    ],
    [
      'half a person',
      { ...samples['register'], staffing: { ...staffing, actual: { ...staffing.actual, total: 0.5 } } },
      'staffing.actual.total',
    ],
    ['null', null, ''],
    ['an array', [allocate], ''],
    ['text', 'AllocateBudget', ''],
    ['nothing', undefined, ''],
  ])('%s', (_, input, field) => {
    expect([...new Set(fieldsOf(input))]).toEqual([field]);
  });

  it('the limit that is passed', () => {
    const messagesOf = (input: unknown): string[] => {
      const parsed = parseCommand(input);
      return parsed.ok ? [] : parsed.errors.map(({ message }) => message);
    };
    expect(messagesOf({ ...allocate, lines: Array(MAX_LINES + 1).fill(line) })).toEqual([
      expect.stringContaining('5000'),
    ]);
    expect(messagesOf(combine(...Array<unknown>(501).fill(partOf('freeze'))))).toEqual([
      expect.stringContaining('500'),
    ]);
    const half = { ...partOf('freeze'), lines: Array(2_501).fill(line) };
    expect(messagesOf(combine(half, half))).toEqual(['命令合计最多 5000 条明细。 must hold at most 5000 lines in all']);
  });

  it('every one of them, up to twenty', () => {
    expect(
      fieldsOf({ ...allocate, lines: [{ ...line, unit: '1' }, line, { ...line, amountYuan: '-1', economic: 'x' }] }),
    ).toEqual(['lines[0].unit', 'lines[2].economic', 'lines[2].amountYuan']);
    expect(fieldsOf({ ...allocate, lines: Array(MAX_LINES).fill({ ...line, unit: '1' }) })).toHaveLength(20);
  });

  it('a text as long as a body may be, quickly', () => {
    const long = '长'.repeat(300_000);
    const started = performance.now();
    expect(fieldsOf({ ...allocate, documentNumber: long, reason: long })).toEqual(['documentNumber', 'reason']);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
