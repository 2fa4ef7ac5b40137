import { emptyLine, type LineDimensions } from '#domain';
import type { Change } from '#read-model';

import { messageFor, prepare, stateMessageOf, type SubscriptionFilter } from './subscription-filter';

const dimensions = (unit: string, economic: string): LineDimensions => ({
  unit,
  source: 'general-public-budget',
  function: '2012901',
  economic,
  category: 'operating',
});
const lineChange = (unit: string, economic: string, fiscalYear = 2024) => {
  const before = emptyLine(dimensions(unit, economic), fiscalYear);
  return { before, after: { ...before, original: 100_000n } };
};
const change: Change = {
  eventId: '361100/126@7',
  type: 'budget.allocated.v1',
  actor: 'me',
  recordedAt: '2024-06-30T10:00:00.000Z',
  revision: 7,
  hash: 'aa',
  partition: 3,
  offset: 41,
  stream: '361100/126',
  division: '361100',
  department: '126',
  commandId: 'c',
  correlationId: 'k',
  lines: [lineChange('126001', '30201'), lineChange('126002', '30217')],
  parts: [],
};

const unitsTold = (filter: SubscriptionFilter, of: Change = change): string[] | undefined => {
  const message = messageFor(filter, prepare(of));
  if (message === undefined) return undefined;
  return (JSON.parse(message) as { lines: { unit: string }[] }).lines.map(({ unit }) => unit);
};

describe('what a subscription is sent of a change', () => {
  it.each<[string, SubscriptionFilter, string[] | undefined]>([
    ['all of it to who filters nothing', {}, ['126001', '126002']],
    ['all of it to the department', { division: '361100', department: '126' }, ['126001', '126002']],
    ['its own lines to a unit', { division: '361100', unit: '126001' }, ['126001']],
    ['nothing to another division', { division: '360000' }, undefined],
    ['nothing to another department', { department: '127' }, undefined],
    ["nothing to a unit that it says nothing of, in the change's department", { unit: '126009' }, undefined],
    ['nothing to another year', { year: 2023 }, undefined],
    ['the lines that a table shows to who asks for the table', { table: 7 }, ['126002']],
  ])('is %s', (_, filter, units) => {
    expect(unitsTold(filter)).toEqual(units);
  });

  it('is a message made once, for all who filter none of it', () => {
    const prepared = prepare(change);
    expect(messageFor({}, prepared)).toBe(prepared.whole);
    expect(messageFor({ division: '361100' }, prepared)).toBe(prepared.whole);
  });

  it('leaves out what a reader has been sent already with a state', () => {
    const message = messageFor({}, prepare(change), ({ unit }) => unit === '126002') ?? '';
    expect((JSON.parse(message) as { lines: unknown[] }).lines).toHaveLength(1);
  });

  it('is a name that stands over all tables, and nothing of what no table shows', () => {
    const registered = { ...change, lines: [], parts: [{ type: 'unit.registered.v1', unit: '126001' }] };
    expect(unitsTold({ unit: '126001', table: 3 }, registered)).toEqual([]);
    expect(unitsTold({ unit: '126002' }, registered)).toBeUndefined();
    const closed = { ...change, lines: [], parts: [{ type: 'year.closed.v1', fiscalYear: 2024 }] };
    expect(unitsTold({ year: 2024 }, closed)).toEqual([]);
    expect(unitsTold({ table: 3 }, closed)).toBeUndefined();
  });
});

it('a state has the lines alone that stand in the table that is asked for', () => {
  const state = {
    division: '361100',
    department: '126',
    departmentName: '妇女联合会',
    unit: '126001',
    name: '机关',
    fiscalYear: 2024,
    head: { revision: 7, hash: 'aa' },
    lines: [lineChange('126001', '30201').after, lineChange('126001', '30217').after],
  } as unknown as Parameters<typeof stateMessageOf>[1];
  expect(stateMessageOf({}, state).lines).toHaveLength(2);
  expect(stateMessageOf({ table: 7 }, state).lines).toMatchObject([{ economic: '30217', originalYuan: '1000.00' }]);
});
