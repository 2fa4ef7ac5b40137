import {
  type Command,
  decide,
  emptyState,
  EVENT_TYPES,
  evolve,
  type LedgerEvent,
  type State,
  type TransitCommand,
} from '#domain';
import fc from 'fast-check';

import { anyCommand } from '../test/any-command';
import { loadChart } from './chart-file';
import { parseCommand } from './parse-command';
import { eventOf, UnknownEvent } from './event-schema';

const chart = loadChart([]);

const registered: LedgerEvent[] = ['126001', '126002'].map((code) => ({
  type: 'unit.registered.v1',
  data: { documentNumber: '文', effectiveDate: '2024-01-01', unit: code, name: '单位', departmentName: '部门' },
}));

const money = { source: 'general-public-budget', function: '2012901', economic: '302', category: 'operating' } as const;
const of2024 = { documentNumber: '文', effectiveDate: '2024-01-01', fiscalYear: 2024, chartHash: 'h' };
const before: LedgerEvent[] = [
  ...registered,
  {
    type: 'budget.allocated.v1',
    data: {
      ...of2024,
      lines: ['126', '126001'].map((unit) => ({ ...money, unit, amountYuan: '100.00' })),
    },
  },
  {
    type: 'balance.carried-over.v2',
    data: {
      ...of2024,
      kind: 'carry-forward',
      opening: true,
      lines: [{ ...money, unit: '126001', originYear: 2023, amountYuan: '100.00' }],
    },
  },
  { type: 'funds.frozen.v1', data: { ...of2024, lines: [{ ...money, unit: '126001', amountYuan: '20.00' }] } },
  { type: 'payment.recorded.v1', data: { ...of2024, lines: [{ ...money, unit: '126001', amountYuan: '20.00' }] } },
];

/** What the ledger itself asks for of a transfer that is under way, here as though both ends were this department. */
function transitCommands(state: State, { division, department }: Command): TransitCommand[] {
  return [...state.transits.values()].flatMap(({ transitId, fiscalYear, from, toDepartment: _to, ...sent }) => {
    const { documentNumber, effectiveDate } = sent;
    const basis = { commandId: 't', division, department, documentNumber, effectiveDate, fiscalYear, transitId };
    const received = { ...basis, type: 'ReceiveTransfer' as const, fromDepartment: department, lines: from };
    const end: TransitCommand =
      from[0]?.amountYuan === '0.01'
        ? { ...basis, type: 'ReturnTransfer', refusedEventId: 'there', refusalCode: 'year-closed' }
        : { ...basis, type: 'SettleTransfer', receivedEventId: 'there' };
    return [received, end];
  });
}

/** Decides commands one after another, each event being read back before the next, and answers the types that were met. */
function played(inputs: readonly unknown[]): string[] {
  let state = before.reduce(evolve, emptyState);
  const types: string[] = [];
  const ask = (command: Command | TransitCommand): void => {
    const event = decide(state, command, { chart });
    expect(decide(state, command, { chart })).toEqual(event);
    const readBack = eventOf(JSON.parse(JSON.stringify(event)) as LedgerEvent);
    expect(readBack).toEqual(event);
    state = evolve(state, readBack);
    types.push(event.type);
  };
  for (const input of inputs) {
    const parsed = parseCommand(input);
    if (!parsed.ok) throw new Error(`the sample is no command: ${JSON.stringify(parsed.errors)}`);
    ask(parsed.command);
    for (const command of transitCommands(state, parsed.command)) ask(command);
  }
  return types;
}

describe('any command that is well formed', () => {
  const commands = fc.array(anyCommand, { minLength: 1, maxLength: 16 });

  it('is decided without a throw, twice the same, and its event is read back from JSON as it was', () => {
    fc.assert(
      fc.property(commands, (inputs) => {
        played(inputs);
      }),
      { numRuns: 200 },
    );
  });

  it('is any of them: those above become events of every type', () => {
    const met = new Set(fc.sample(commands, { numRuns: 250, seed: 1 }).flatMap(played));
    expect([...met].sort()).toEqual([...EVENT_TYPES].sort());
  });
});

const line = {
  unit: '126001',
  source: 'general-public-budget',
  function: '2012901',
  economic: '302',
  category: 'operating',
  amountYuan: '1.00',
};
const data = { documentNumber: '文', effectiveDate: '2024-01-01', fiscalYear: 2024, chartHash: 'h', lines: [line] };
const allocated = { type: 'budget.allocated.v1', data };
const basis = { documentNumber: '文', effectiveDate: '2024-01-01' };
const moved = { ...basis, fiscalYear: 2024, chartHash: 'h', from: [line], to: [line] };
const { amountYuan: _amount, ...dimensions } = line;
const signed = { ...dimensions, fiscalYear: 2024, column: 'cut', deltaYuan: '-1.00', effectiveDate: '2024-01-01' };
const reversed = { ...basis, reversedRevision: 1, reversedEventId: '361100/126@1', reversedType: 'budget.adjusted.v1' };

describe('an accepted event is not understood when', () => {
  it.each<[string, { type: string; data: unknown }]>([
    ['its type is unknown', { ...allocated, type: 'budget.frozen.v1' }],
    ['its version is newer', { ...allocated, type: 'budget.allocated.v2' }],
    ['its type is one of the log itself', { type: 'ledger.opened.v1', data: {} }],
    ['it has an unknown field', { ...allocated, data: { ...data, weight: '0.5' } }],
    ['a line has an unknown field', { ...allocated, data: { ...data, lines: [{ ...line, currency: 'USD' }] } }],
    ['a field is missing', { ...allocated, data: { ...data, chartHash: undefined } }],
    ['it moves nothing', { ...allocated, data: { ...data, lines: [] } }],
    ['an amount has no two places', { ...allocated, data: { ...data, lines: [{ ...line, amountYuan: '1' }] } }],
    ['an amount is negative', { ...allocated, data: { ...data, lines: [{ ...line, amountYuan: '-1.00' }] } }],
    ['an amount is a number', { ...allocated, data: { ...data, lines: [{ ...line, amountYuan: 1 }] } }],
    ['a fund is unknown', { ...allocated, data: { ...data, lines: [{ ...line, source: 'lottery' }] } }],
    ['its kind of adjustment is unknown', { type: 'budget.adjusted.v1', data: { ...data, kind: 'frozen' } }],
    ['a transfer has plain lines', { type: 'budget.adjusted.v1', data: { ...data, kind: 'transfer' } }],
    [
      'a carry-over of the first version is none',
      { type: 'balance.carried-over.v1', data: { ...data, kind: 'surplus' } },
    ],
    [
      'a carry-over of the first version says what only the second can',
      { type: 'balance.carried-over.v1', data: { ...moved, kind: 'surplus', opening: false } },
    ],
    [
      'a carry-over of the first version has another flaw',
      { type: 'balance.carried-over.v1', data: { ...data, kind: 'free', opening: true } },
    ],
    ['a carry-over of the first version has no data', { type: 'balance.carried-over.v1', data: undefined }],
    [
      'a carry-over does not say that it is an opening one',
      { type: 'balance.carried-over.v2', data: { ...data, kind: 'surplus' } },
    ],
    [
      'an opening carry-over has two sides',
      { type: 'balance.carried-over.v2', data: { ...moved, kind: 'surplus', opening: true } },
    ],
    [
      'a computed carry-over has one',
      { type: 'balance.carried-over.v2', data: { ...data, kind: 'surplus', opening: false } },
    ],
    ['a release names no freeze', { type: 'funds.released.v1', data }],
    ['a payment released nothing', { type: 'payment.recorded.v1', data: { ...data, freezeRevision: 1, released: [] } }],
    ['a ceiling has no scope', { type: 'ceiling.set.v1', data: { ...basis, fiscalYear: 2024, limitYuan: '1.00' } }],
    ['a reversal has no postings', { type: 'event.reversed.v1', data: { ...reversed, postings: [] } }],
    [
      'a posting of a reversal has an unknown column',
      { type: 'event.reversed.v1', data: { ...reversed, postings: [{ ...signed, column: 'current' }] } },
    ],
    [
      'a posting of a reversal has no two places',
      { type: 'event.reversed.v1', data: { ...reversed, postings: [{ ...signed, deltaYuan: '-1' }] } },
    ],
    ['a combination is empty', { type: 'commands.combined.v1', data: { ...basis, events: [] } }],
    [
      'a combination holds what cannot be combined',
      {
        type: 'commands.combined.v1',
        data: { ...basis, events: [{ type: 'year.closed.v1', data: { ...basis, fiscalYear: 2024 } }] },
      },
    ],
    [
      'a part of a combination is of an old version',
      {
        type: 'commands.combined.v1',
        data: {
          ...basis,
          events: [{ type: 'balance.carried-over.v1', data: { ...data, kind: 'surplus', opening: true } }],
        },
      },
    ],
    [
      'a transfer between departments has no id',
      { type: 'department-transfer.sent.v1', data: { ...moved, toDepartment: '127' } },
    ],
    [
      'a refusal has no code',
      { type: 'command.refused.v1', data: { refusal: { figures: [] }, command: { type: 'x' } } },
    ],
    ['it has no data', { ...allocated, data: undefined }],
  ])('%s', (_, record) => {
    expect(() => eventOf(record)).toThrow(UnknownEvent);
    expect(() => eventOf(record)).toThrow(record.type);
  });

  it('is understood otherwise', () => {
    expect(eventOf(allocated)).toEqual(allocated);
    const mirror = { type: 'event.reversed.v1', data: { ...reversed, postings: [signed] } };
    expect(eventOf(mirror)).toEqual(mirror);
  });

  it('reads a carry-over of the first version as the opening one that it was', () => {
    const opening = { ...data, kind: 'surplus', opening: true, lines: [{ ...line, originYear: 2023 }] };
    expect(eventOf({ type: 'balance.carried-over.v1', data: opening })).toEqual({
      type: 'balance.carried-over.v2',
      data: opening,
    });
  });

  it('names the field in its error', () => {
    expect(() => eventOf({ ...allocated, data: { ...data, lines: [line, { ...line, unit: 1 }] } })).toThrow(
      'data.lines.1.unit',
    );
  });
});
