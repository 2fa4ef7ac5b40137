import type { Command, PostingLine } from '#domain';
import { listen } from '#platform';
import { Projection } from '#read-model';
import { SUBSCRIPTION_MESSAGES } from '#wire';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import type { SubscriptionLimits } from '../../apps/query/src/subscriptions/limits';
import { until } from '../chaos/wait';
import { createTestDatabase, type TestDatabase, serveEmpty } from '../support/database';
import { createQueryApp } from '../support/query-app';
import { dumpTables } from '../support/table-dump';
import { shangraoCommands } from '../support/shangrao';
import { type Received, SseClient } from '../support/sse-client';
import { TestLog, TestReader } from '../support/test-log';

let test: TestDatabase;
let app: NestFastifyApplication;
let url: string;
let log: TestLog;
let reader: TestReader;
let clients: SseClient[];

beforeEach(async () => {
  test = await createTestDatabase();
  log = new TestLog();
  clients = [];
  await serveEmpty(test.database);
  reader = new TestReader(log, new Projection(test.database, log.partitions));
  await reader.start();
  app = await startQuery();
});
afterEach(async () => {
  for (const client of clients) client.close();
  await app.close();
  await test.drop();
});

async function startQuery(subscriptions: Partial<SubscriptionLimits> = {}): Promise<NestFastifyApplication> {
  const { app: started, config } = await createQueryApp(test.url, { subscriptions });
  url = `${await listen(started, config)}/v1/subscriptions`;
  return started;
}

async function restart(subscriptions: Partial<SubscriptionLimits>): Promise<void> {
  await app.close();
  app = await startQuery(subscriptions);
}

function subscribe(query = '', headers: Record<string, string> = {}): SseClient {
  const client = new SseClient(`${url}${query}`, headers);
  clients.push(client);
  return client;
}

const post = async (...commands: Command[]): Promise<void> => {
  for (const command of commands) log.post(command);
  await reader.finish();
};

let serial = 0;
function basisOf(department: string, year: number) {
  serial += 1;
  return {
    commandId: `command-${serial}`,
    division: '361100',
    department,
    documentNumber: `样例〔2024〕${serial}号`,
    effectiveDate: `${year}-06-01`,
  };
}

function supplement(yuan: string, { department = '126', year = 2024, source = 'general-public-budget' } = {}): Command {
  return {
    type: 'AdjustBudget',
    kind: 'supplement',
    ...basisOf(department, year),
    reason: '样例原因',
    fiscalYear: year,
    lines: [
      {
        unit: `${department}001`,
        source: source as 'general-public-budget',
        function: '2012901',
        economic: '30101',
        category: 'personnel',
        amountYuan: yuan,
      },
    ],
  };
}

function register(department: string): Command {
  return {
    type: 'RegisterUnit',
    commandId: `register-${department}`,
    division: '361100',
    department,
    documentNumber: '样例〔2024〕0号',
    effectiveDate: '2024-01-01',
    unit: `${department}001`,
    name: `单位${department}`,
    departmentName: `部门${department}`,
  };
}

/** Every message fits its schema, and ids never go back. */
function expectWellFormed(client: SseClient): void {
  for (const { event, data } of client.messages) {
    SUBSCRIPTION_MESSAGES[event as keyof typeof SUBSCRIPTION_MESSAGES].parse(data);
  }
}

/** The problem of who was not let in: in a stream that ends, or as an answer of its own where coming again cannot help. */
function problemOf(client: SseClient): unknown {
  if (client.status !== 200) return JSON.parse(client.body);
  expectWellFormed(client);
  expect(client.messages.map(({ event }) => event)).toEqual(['come-again']);
  return client.messages[0]!.data['problem'];
}

const revisions = (messages: readonly Received[]): unknown[] => messages.map(({ data }) => data['revision']);

describe('a new subscription', () => {
  beforeEach(() => post(...shangraoCommands()));

  it('gets the current state, then each change as soon as its projection calls', async () => {
    // Nobody looks by himself meanwhile, so what comes was called.
    await restart({ pollMs: 3_600_000 });
    const client = await subscribe().untilReady();
    expect(client.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(client.of('state').map(({ data, id }) => [data['unit'], data['year'], id])).toEqual([
      ['126001', 2023, undefined],
      ['126001', 2024, undefined],
    ]);
    await post(supplement('100.00'));
    await until('the change is there', () => client.of('change').length === 1);
    const [change] = client.of('change');
    const head = log.records.findIndex((records) => records.length > 0);
    const position = `${head}:${log.records[head]!.length - 1}`;
    expect(change).toMatchObject({
      id: position,
      data: {
        stream: '361100/126',
        position,
        type: 'budget.adjusted.v1',
        actor: '张三',
        reason: '样例原因',
        tables: [1, 2, 3, 4, 5, 6],
      },
    });
    const [line] = change!.data['lines'] as { before: object; after: object }[];
    expect(line).toMatchObject({
      unit: '126001',
      year: 2024,
      before: { supplementedYuan: '0.00' },
      after: { supplementedYuan: '100.00' },
    });
    expectWellFormed(client);
    for (let count = 2; count <= 20; count += 1) {
      await post(supplement('1.00'));
      await until('the next one is there', () => client.of('change').length === count, { everyMs: 5 });
    }
  });

  it('gets only what it filters', async () => {
    await post(register('127'));
    const of = (query: string) => subscribe(query).untilReady();
    const clientsOf = await Promise.all(
      [
        '?division=361100',
        '?department=126',
        '?unit=126001&year=2023',
        '?table=9',
        '?department=127',
        '?division=361101',
      ].map(of),
    );
    const states = clientsOf.map((client) => client.of('state').map(({ data }) => data['year']));
    expect(states).toEqual([[2023, 2024], [2023, 2024], [2023], [2023, 2024], [], []]);
    const table9 = clientsOf[3]!.of('state').flatMap(({ data }) => data['lines'] as unknown[]);
    expect(table9).toEqual([]);
    await post(supplement('1.00'), supplement('2.00', { year: 2023 }), supplement('3.00', { source: 'state-capital' }));
    await post(supplement('4.00', { department: '127' }));
    await until('all are there', () => clientsOf[0]!.of('change').length === 4);
    await until('those of 127 are there', () => clientsOf[4]!.of('change').length === 1);
    expect(clientsOf.map((client) => client.of('change').length)).toEqual([4, 3, 1, 1, 1, 0]);
  });

  it('gets what a department has not handed down yet, as its pool', async () => {
    const line = { ...(supplement('90.00') as { lines: PostingLine[] }).lines[0]!, unit: '126' };
    await post({ ...basisOf('126', 2024), type: 'AllocateBudget', fiscalYear: 2024, lines: [line] });
    const client = await subscribe('?department=126&year=2024').untilReady();
    expect(client.of('state').map(({ data }) => [data['unit'], data['unitName']])).toEqual([
      ['126', '上饶市妇女联合会（待下达）'],
      ['126001', '上饶市妇女联合会'],
    ]);
    expect(currentOf(client)['126']).toBe('90.00');
    const handedDown = { ...line, amountYuan: '30.00' };
    await post({
      ...basisOf('126', 2024),
      type: 'HandDownBudget',
      fiscalYear: 2024,
      from: [handedDown],
      to: [{ ...handedDown, unit: '126001' }],
    });
    await until('the change is there', () => client.of('change').length === 1);
    expect(currentOf(client)['126']).toBe('60.00');
    expectWellFormed(client);
  });

  it('is told of names and targets, and not of refusals', async () => {
    const client = await subscribe('?table=11').untilReady();
    const refused = log.post({ ...supplement('99999999.00'), kind: 'cut' } as Command);
    expect(refused.type).toBe('command.refused.v1');
    await post({ ...register('126'), commandId: 'again', name: '新名称' } as Command);
    await until('the name is there', () => client.of('change').length === 1);
    expect(client.of('change')[0]!.data).toMatchObject({
      type: 'unit.registered.v1',
      lines: [],
      besides: [{ unit: '126001' }],
    });
    expect(client.of('change')[0]!.data['tables']).toHaveLength(11);
  });
});

describe('a filter', () => {
  const elsewhere = { division: '361200' };
  /** What is posted, with what each filter would have to name to let it through. */
  const posted: [Command, Record<string, string>][] = [
    [supplement('1.00'), { division: '361100', department: '126', unit: '126001', year: '2024', table: '5' }],
    [
      supplement('2.00', { year: 2023 }),
      { division: '361100', department: '126', unit: '126001', year: '2023', table: '5' },
    ],
    [
      supplement('3.00', { source: 'state-capital' }),
      { division: '361100', department: '126', unit: '126001', year: '2024', table: '9' },
    ],
    [
      supplement('4.00', { department: '127' }),
      { division: '361100', department: '127', unit: '127001', year: '2024', table: '5' },
    ],
    [
      { ...supplement('5.00'), ...elsewhere },
      { division: '361200', department: '126', unit: '126001', year: '2024', table: '5' },
    ],
  ];
  const filters: Record<string, string>[] = [
    {},
    ...['361100', '361200'].map((division) => ({ division })),
    ...['126', '127'].map((department) => ({ department })),
    ...['126001', '127001'].map((unit) => ({ unit })),
    ...['2023', '2024'].map((year) => ({ year })),
    ...['5', '9'].map((table) => ({ table })),
    { division: '361100', department: '126', unit: '126001', year: '2024', table: '9' },
    { division: '361200', department: '127' },
  ];

  it('lets through what it names, while it happens and when it comes again', async () => {
    await post(register('126'), register('127'), { ...register('126'), ...elsewhere });
    const live = await Promise.all(
      filters.map((filter) => subscribe(`?${new URLSearchParams(filter).toString()}`).untilReady()),
    );
    const from = live[0]!.of('ready')[0]!.id!;
    await post(...posted.map(([command]) => command));
    await until('all are there', () => live[0]!.of('change').length === posted.length);
    for (const [index, filter] of filters.entries()) {
      const query = `?${new URLSearchParams(filter).toString()}`;
      const expected = posted
        .filter(([, names]) => Object.entries(filter).every(([name, value]) => names[name] === value))
        .map(([{ commandId }]) => commandId)
        .sort();
      const told = (client: SseClient): unknown[] =>
        client
          .of('change')
          .map(({ data }) => data['commandId'])
          .sort();
      await until('those of the filter are there', () => told(live[index]!).length >= expected.length);
      const again = await subscribe(query, { 'Last-Event-ID': from }).untilReady();
      expect([filter, told(live[index]!), told(again)]).toEqual([filter, expected, expected]);
    }
  });
});

describe('Ledger-Min-Position', () => {
  it('is waited for before anything is sent, a bounded time', async () => {
    await post(register('126'));
    const partition = log.ends().findIndex((end) => end > 0);
    const next = `${partition}:${log.ends()[partition]!}`;
    const waiting = subscribe('', { 'Ledger-Min-Position': next });
    await post(supplement('1.00'));
    expect((await waiting.untilReady()).of('state').map(({ data }) => data['revision'])).toEqual([2]);
    for (const [asked, problem] of [
      [`${partition}:999`, { status: 409, code: 'position-not-reached' }],
      ['soon', { status: 400, errors: [{ field: 'Ledger-Min-Position' }] }],
    ] as const) {
      const refused = await subscribe('', { 'Ledger-Min-Position': asked }).untilEnded();
      expect(problemOf(refused)).toMatchObject(problem);
    }
  });
});

describe('an event of another kind', () => {
  it('that combines several tells of its lines and of what stands besides; a freeze touches no table', async () => {
    await post(register('126'));
    const all = await subscribe().untilReady();
    const table11 = await subscribe('?table=11').untilReady();
    const ofUnit2 = await subscribe('?unit=126002').untilReady();
    const { lines } = supplement('5.00') as { lines?: PostingLine[] };
    await post({
      ...basisOf('126', 2024),
      type: 'CombineCommands',
      commands: [
        { type: 'RegisterUnit', unit: '126002', name: '二单位', departmentName: '部门126' },
        { type: 'AllocateBudget', fiscalYear: 2024, lines: lines! },
      ],
    });
    await until('all are told', () => [all, table11, ofUnit2].every((client) => client.of('change').length === 1));
    expect(all.of('change')[0]!.data).toMatchObject({
      type: 'commands.combined.v1',
      besides: [{ unit: '126002' }],
      lines: [{ unit: '126001', after: { currentYuan: '5.00' } }],
    });
    expect(table11.of('change')[0]!.data).toMatchObject({ besides: [{ unit: '126002' }], lines: [] });
    expect(ofUnit2.of('change')[0]!.data).toMatchObject({ besides: [{ unit: '126002' }], lines: [] });

    await post({ ...basisOf('126', 2024), type: 'FreezeFunds', fiscalYear: 2024, lines: lines! });
    await until('the freeze is told', () => all.of('change').length === 2);
    expect(all.of('change')[1]!.data).toMatchObject({
      tables: [],
      lines: [
        { before: { frozenYuan: '0.00' }, after: { frozenYuan: '5.00', currentYuan: '5.00', availableYuan: '0.00' } },
      ],
    });
    for (const client of [all, table11, ofUnit2]) expectWellFormed(client);
  });
});

describe('a subscription that comes again', () => {
  it('gets exactly what it has not got, in any filter, whatever the partition', async () => {
    const departments = ['126', '127', '128', '129', '130'];
    await post(...departments.map(register));
    const first = await subscribe().untilReady();
    for (let round = 0; round < 5; round += 1)
      await post(...departments.map((department) => supplement('1.00', { department })));
    await until('all are there', () => first.of('change').length === 25);
    for (const cut of [0, 1, 7, 24]) {
      const id = cut === 0 ? first.of('ready')[0]!.id! : first.of('change')[cut - 1]!.id!;
      const again = await subscribe('', { 'Last-Event-ID': id }).untilReady();
      expect(again.of('state')).toEqual([]);
      expect(again.of('change').map(({ data }) => data)).toEqual(
        expect.arrayContaining(
          first
            .of('change')
            .slice(cut)
            .map(({ data }) => data),
        ),
      );
      expect(again.of('change')).toHaveLength(25 - cut);
      expectWellFormed(again);
    }
    const all = await subscribe('?department=128', { 'Last-Event-ID': '0:0' }).untilReady();
    expect(revisions(all.of('change'))).toEqual(expect.arrayContaining([2, 3, 4, 5, 6]));
  });

  it('gets a problem for a position of the future, of another log, or that is none', async () => {
    await post(register('126'), supplement('1.00'));
    const problem = async (query: string, id: string): Promise<unknown> => {
      const client = await subscribe(query, { 'Last-Event-ID': id }).untilEnded();
      return problemOf(client);
    };
    expect(await problem('', '0:999')).toMatchObject({ status: 409, code: 'position-not-reached', asked: '0:999' });
    expect(await problem('', '77:0')).toMatchObject({ status: 409, code: 'position-not-reached' });
    expect(await problem('', 'newest')).toMatchObject({ status: 400, errors: [{ field: 'Last-Event-ID' }] });
    await test.database.query(
      `insert into stream_head (stream, partition, revision, hash, time, void_tips) values ('ledger', 0, 1, $1, '', '[]')`,
      ['a'.repeat(64)],
    );
    expect((await subscribe('').untilReady()).of('ready')[0]!.data['log']).toBe('a'.repeat(64));
    expect(await problem(`?log=${'b'.repeat(64)}`, '0:0')).toMatchObject({ status: 409, code: 'other-log' });
    // An empty id makes a browser forget those of the other log.
    expect(clients.at(-1)).toMatchObject({ status: 200, lastId: '' });
    expect(await problem('?table=12', '0:0')).toMatchObject({ status: 400, errors: [{ field: 'table' }] });
  });
});

describe('a subscription is kept honest', () => {
  it('when the state is read while events come in: state and changes together give what stands', async () => {
    const departments = Array.from({ length: 60 }, (_, n) => String(200 + n));
    await post(...departments.map(register), ...departments.map((department) => supplement('1.00', { department })));
    const busy = (async () => {
      for (let n = 0; n < 40; n += 1)
        await post(...departments.slice(n, n + 20).map((d) => supplement('1.00', { department: d })));
    })();
    const started: SseClient[] = [];
    for (let n = 0; n < 20; n += 1) {
      started.push(subscribe(n % 2 === 0 ? '' : '?year=2024'));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await busy;
    const expected = Object.fromEntries(
      departments.map((department, n) => {
        const times =
          1 + Array.from({ length: 40 }, (_, from) => from).filter((from) => n >= from && n < from + 20).length;
        return [`${department}001`, `${times}.00`];
      }),
    );
    for (const client of started) {
      await client.untilReady();
      await until('the reader has what stands', () => JSON.stringify(currentOf(client)) === JSON.stringify(expected), {
        withinMs: 60_000,
      }).catch(() => expect(currentOf(client)).toEqual(expected));
      expectWellFormed(client);
    }
  });

  it('when nobody calls: the tables are looked at all the same', async () => {
    await post(register('126'));
    await test.database.query('drop trigger checkpoint_moved on checkpoint');
    const client = await subscribe().untilReady();
    await post(supplement('1.00'));
    await until('the change is there', () => client.of('change').length === 1);
  });

  it('when a stream stops, says so and goes on with the others', async () => {
    await post(register('126'), register('127'));
    const client = await subscribe().untilReady();
    const filtered = await subscribe('?department=127').untilReady();
    log.append('361100/126', { type: 'budget.frozen.v9', data: {} });
    await reader.finish();
    await post(supplement('1.00', { department: '127' }));
    await until('the others go on', () => client.of('change').length === 1 && filtered.of('change').length === 1);
    await until('the stop is told', () => client.of('stopped').length === 1);
    expect(client.of('stopped')[0]!.data).toMatchObject({
      stream: '361100/126',
      reason: expect.stringMatching(/revision 2/),
    });
    expect(filtered.of('stopped')).toEqual([]);
    expect((await subscribe().untilReady()).of('stopped')).toHaveLength(1);
  });

  it('when a stream that had stopped goes on, sends those who missed it back to the beginning, whenever they come', async () => {
    await post(register('126'), register('127'));
    const client = await subscribe().untilReady();
    const filtered = await subscribe('?department=127').untilReady();
    log.append('361100/126', { type: 'budget.frozen.v9', data: {} });
    await reader.finish();
    await until('the stop is told', () => client.of('stopped').length === 1);
    await post(supplement('1.00', { department: '127' }));
    await until('the others go on', () => client.of('change').length === 1 && filtered.of('change').length === 1);
    const [id, plain] = [client.lastId!, filtered.lastId!];
    expect(id).toMatch(/^[\d:,]+;stops=[0-9a-f]{12}$/);
    expect(plain).toMatch(/^[\d:,]+$/);
    // While it waits, its id is a place to go on from as any other, and a position for reads.
    const back = await subscribe('', { 'Last-Event-ID': id }).untilReady();
    expect([back.of('stopped').length, back.of('state'), back.of('change')]).toEqual([1, [], []]);
    expect(
      (await app.inject({ url: '/v1/units/361100/127001', headers: { 'ledger-min-position': id } })).statusCode,
    ).toBe(200);
    // As the tables are when they were made again by a program that understands the event.
    await test.database.query('update stream_head set stopped = null, stopped_offset = null');
    for (const told of [client, back]) {
      await told.untilEnded();
      expect([told.of('come-again').map(({ data }) => data['reason']), told.lastId]).toEqual([['mended'], '']);
    }
    const late = await subscribe('', { 'Last-Event-ID': id }).untilEnded();
    expect(late.messages.map(({ event, id: of, data }) => [event, of, data['reason']])).toEqual([
      ['come-again', '', 'mended'],
    ]);
    const anew = await subscribe().untilReady();
    expect([anew.of('state').length, anew.of('stopped')]).toEqual([1, []]);
    // Who had not asked for it has missed nothing.
    const other = await subscribe('?department=127', { 'Last-Event-ID': plain }).untilReady();
    expect([other.of('state'), other.of('come-again')]).toEqual([[], []]);
    expect(filtered.ended).toBe(false);
  });

  it('when the read model is made again: nothing comes twice and nothing is left out', async () => {
    await post(register('126'), supplement('1.00'), supplement('2.00'));
    const client = await subscribe().untilReady();
    await post(supplement('3.00'));
    await until('the change is there', () => client.of('change').length === 1);
    await test.database.query(`truncate ${Object.keys(await dumpTables(test.database)).join(', ')}`);
    const late = subscribe('', { 'Last-Event-ID': client.lastId! });
    expect(problemOf(await late.untilEnded())).toMatchObject({ status: 409, code: 'position-not-reached' });
    reader = new TestReader(log, new Projection(test.database, log.partitions));
    await reader.start();
    await reader.finish(1);
    await post(supplement('4.00'));
    await until('the next change is there', () => client.of('change').length === 2);
    expect(revisions(client.of('change'))).toEqual([4, 5]);
  });
});

describe('a connection', () => {
  it('beats, moves the id with it, and ends when the service stops', async () => {
    await restart({ heartbeatMs: 50 });
    await post(register('126'));
    const client = await subscribe('?department=999').untilReady();
    const before = client.lastId;
    await post(supplement('1.00'));
    await until('the heartbeat brings the new place', () => client.lastId !== before);
    expect(client.comments[0]).toBe(': heartbeat');
    expect(client.of('change')).toEqual([]);
    const closing = app.close();
    await client.untilEnded();
    await closing;
    expect(client.of('come-again')[0]!.data).toMatchObject({ reason: 'shutdown', retryMs: 2_000 });
    app = await startQuery();
  });

  it('of a reader that takes nothing is bounded and told to come again; the others do not wait', async () => {
    // However long the posts below take, the slow one hears that it was told to go.
    await restart({ heartbeatMs: 100, bufferBytes: 32 * 1024, stuckMs: 500, lingerMs: 300_000 });
    await post(register('126'));
    const slow = await subscribe().untilReady();
    const quick = await subscribe().untilReady();
    slow.response!.pause();
    const many = { ...supplement('1.00') } as Extract<Command, { type: 'AdjustBudget'; kind: 'supplement' }>;
    const lines = Array.from({ length: 300 }, (_, n) => ({
      ...many.lines[0]!,
      category: 'project' as const,
      project: `项目${n}`,
    }));
    // Enough that the sockets' own buffers are full too.
    for (let n = 0; n < 60; n += 1) await post({ ...supplement('1.00'), lines } as Command);
    await until('the quick one has all', () => quick.of('change').length === 60);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    slow.response!.resume();
    await slow.untilEnded();
    const got = slow.of('change').length;
    expect(got).toBeLessThan(60);
    expect(slow.of('come-again')[0]!.data).toMatchObject({ reason: 'slow-reader' });
    const again = await subscribe('', { 'Last-Event-ID': slow.lastId! }).untilReady();
    expect(revisions([...slow.of('change'), ...again.of('change')])).toEqual(
      Array.from({ length: 60 }, (_, n) => n + 2),
    );
  });

  it('too many are refused', async () => {
    await restart({ mostSubscribers: 1 });
    await subscribe().untilReady();
    const second = await subscribe().untilEnded();
    expect(problemOf(second)).toMatchObject({ status: 503, code: 'overloaded' });
    const { retryMs } = second.of('come-again')[0]!.data as { retryMs: number };
    expect(second.retryMs).toBe(retryMs);
    expect(retryMs).toBeGreaterThanOrEqual(3_000);
  });

  it('without a database is told to come again, not to stay away', async () => {
    const away = await createTestDatabase();
    const { app: other, config } = await createQueryApp(away.url);
    const address = `${await listen(other, config)}/v1/subscriptions`;
    await away.drop();
    const client = new SseClient(address);
    clients.push(client);
    expect(problemOf(await client.untilEnded())).toMatchObject({ code: 'unavailable' });
    await other.close();
  });

  it('too many of one address are refused until it has closed one, and those that were refused take no place', async () => {
    await restart({ mostByAddress: 2 });
    const first = await subscribe().untilReady();
    await subscribe().untilReady();
    for (let n = 0; n < 3; n += 1) {
      const refused = await subscribe().untilEnded();
      expect(problemOf(refused)).toMatchObject({ status: 429, code: 'too-many-subscriptions', limit: 2 });
    }
    await subscribe('', { 'Last-Event-ID': 'nonsense' }).untilEnded();
    first.close();
    await until('its place is free', async () => {
      const again = subscribe();
      await until('an answer', () => again.ended || again.of('ready').length > 0);
      return !again.ended;
    });
  });

  it('who asks for the headers alone gets them, and holds no place', async () => {
    await restart({ mostByAddress: 1 });
    for (let n = 0; n < 3; n += 1) {
      const answer = await fetch(url, { method: 'HEAD' });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
      expect(await answer.text()).toBe('');
    }
    await subscribe().untilReady();
  });
});

/** What a reader holds of each unit: the newest current budget that it was told. */
function currentOf(client: SseClient): Record<string, string> {
  const current: Record<string, string> = {};
  for (const { event, data } of client.messages) {
    const lines = (data['lines'] ?? []) as { unit: string; currentYuan: string; after: { currentYuan: string } }[];
    if (event === 'state') for (const line of lines) current[line.unit] = line.currentYuan;
    if (event === 'change') for (const line of lines) current[line.unit] = line.after.currentYuan;
  }
  return Object.fromEntries(Object.entries(current).sort());
}
