import {
  type Command,
  decide,
  evolve,
  type LedgerEvent,
  type PostingLine,
  previewCarryOver,
  type TransitCommand,
} from '#domain';
import { Projection, TRANSIT_STATUSES } from '#read-model';
import { loadChart, parseCommand } from '#wire';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { z } from 'zod';

import {
  carryOverAnswer,
  departmentYearAnswer,
  eventsAnswer,
  freezesAnswer,
  linesAnswer,
  transitsAnswer,
} from '../../apps/query/src/answers';
import { createTestDatabase, type TestDatabase, serveEmpty } from '../support/database';
import { startQueryApp } from '../support/query-app';
import { TestLog, TestReader } from '../support/test-log';

const STREAM = '/v1/streams/361100/126';
const FAR = '/v1/streams/361100/127';

let test: TestDatabase;
let app: NestFastifyApplication;
let reader: TestReader;
const log = new TestLog();
let sequence = 0;

const meetings: Omit<PostingLine, 'amountYuan'> = {
  unit: '126001',
  source: 'general-public-budget',
  function: '2012901',
  economic: '30201',
  category: 'operating',
};
const printing = { ...meetings, economic: '30202' };
const pool = { ...meetings, unit: '126' };
const at = (line: Omit<PostingLine, 'amountYuan'>, amountYuan: string): PostingLine => ({ ...line, amountYuan });

type Asked<T> = T extends unknown
  ? Omit<T, 'commandId' | 'division' | 'documentNumber' | 'effectiveDate' | 'department'>
  : never;

function post(
  asked: Asked<Command | TransitCommand>,
  { on = '2024-03-01', department = '126' }: { on?: string; department?: string } = {},
): LedgerEvent {
  sequence += 1;
  const basis = { commandId: `c-${sequence}`, division: '361100', documentNumber: `样例〔2024〕${sequence}号` };
  return log.post({ ...basis, effectiveDate: on, department, ...asked });
}

function accepted(event: LedgerEvent): LedgerEvent {
  expect(event).not.toMatchObject({ type: 'command.refused.v1' });
  return event;
}

function newestRevision(stream = '361100/126'): number {
  return log.states.get(stream)!.history.length;
}

async function read<T>(url: string, schema: z.ZodType<T>): Promise<T> {
  const response = await app.inject({ method: 'GET', url });
  expect([url, response.statusCode]).toEqual([url, 200]);
  return schema.parse(response.json());
}

async function csv(url: string): Promise<string[]> {
  const response = await app.inject({ method: 'GET', url: `${url}${url.includes('?') ? '&' : '?'}format=csv` });
  expect(response.headers['content-type']).toBe('text/csv; charset=utf-8');
  return response.body.trim().split('\r\n');
}

beforeAll(async () => {
  test = await createTestDatabase();
  app = await startQueryApp(test.url);
  await serveEmpty(test.database);
  reader = new TestReader(log, new Projection(test.database, log.partitions));
  await reader.start();

  for (const department of ['126', '127']) {
    const unit = `${department}001`;
    accepted(post({ type: 'RegisterUnit', unit, name: '单位', departmentName: '部门' }, { department }));
  }
  accepted(post({ type: 'AllocateBudget', fiscalYear: 2024, lines: [at(pool, '100.00')] }, { on: '2024-01-01' }));
  accepted(
    post({
      type: 'HandDownBudget',
      fiscalYear: 2024,
      from: [at(pool, '90.00')],
      to: [at(meetings, '60.00'), at(printing, '30.00')],
    }),
  );
});
afterAll(async () => {
  await app.close();
  await test.drop();
});

async function linesOf2024(): Promise<Map<string, z.infer<typeof linesAnswer>['lines'][number]>> {
  await reader.finish();
  const { lines } = await read('/v1/units/361100/126001/years/2024/lines', linesAnswer);
  return new Map(lines.map((line) => [line.economic, line]));
}

it('shows what was handed down and what is still in the pool, each once', async () => {
  const lines = await linesOf2024();
  expect(lines.get('30201')).toMatchObject({ originalYuan: '60.00', currentYuan: '60.00', events: ['361100/126@3'] });
  const year = await read(`${STREAM}/years/2024`, departmentYearAnswer);
  expect(year).toMatchObject({ closed: false, ceilings: [], inTransit: [] });
  expect(year.pool).toMatchObject([{ unit: '126', originalYuan: '10.00', availableYuan: '10.00' }]);
  expect(year.totals).toMatchObject({ originalYuan: '100.00', currentYuan: '100.00', availableYuan: '100.00' });
});

it('shows frozen, paid, refunded and available for every line, with the events that made it', async () => {
  accepted(post({ type: 'FreezeFunds', fiscalYear: 2024, lines: [at(meetings, '20.00')] }));
  const freezeRevision = newestRevision();
  accepted(
    post(
      { type: 'RecordPayment', fiscalYear: 2024, freezeRevision, lines: [at(meetings, '15.00')] },
      { on: '2024-04-01' },
    ),
  );
  accepted(post({ type: 'RecordRefund', fiscalYear: 2024, lines: [at(meetings, '1.00')] }, { on: '2024-05-01' }));
  const line = (await linesOf2024()).get('30201');
  expect(line).toMatchObject({
    currentYuan: '60.00',
    frozenYuan: '5.00',
    paidYuan: '15.00',
    refundedYuan: '1.00',
    availableYuan: '41.00',
    events: [3, freezeRevision, freezeRevision + 1, freezeRevision + 2].map((revision) => `361100/126@${revision}`),
  });
  const freezes = await read(`${STREAM}/freezes?year=2024`, freezesAnswer);
  expect(freezes.held).toMatchObject([
    { freezeRevision, freezeEventId: `361100/126@${freezeRevision}`, heldYuan: '5.00' },
  ]);
  expect(await csv(`${STREAM}/freezes`)).toHaveLength(2);
  expect((await read(`${STREAM}/freezes?year=2023`, freezesAnswer)).held).toEqual([]);

  const { events } = await read(`${STREAM}/events?after=${freezeRevision}&limit=1`, eventsAnswer);
  expect(events[0]?.postings).toMatchObject([
    {
      column: 'paid',
      deltaYuan: '15.00',
      availableBeforeYuan: '40.00',
      availableAfterYuan: '25.00',
      effectiveDate: '2024-04-01',
    },
    {
      column: 'frozen',
      deltaYuan: '-15.00',
      availableBeforeYuan: '25.00',
      availableAfterYuan: '40.00',
      freezeRevision,
    },
  ]);
});

it('shows ceilings with what they still leave', async () => {
  accepted(
    post({
      type: 'SetCeiling',
      fiscalYear: 2024,
      scope: { kind: 'source', source: 'general-public-budget' },
      limitYuan: '120',
    }),
  );
  await reader.finish();
  expect((await read(`${STREAM}/years/2024`, departmentYearAnswer)).ceilings).toEqual([
    {
      scope: { kind: 'source', source: 'general-public-budget' },
      limitYuan: '120.00',
      currentYuan: '100.00',
      roomYuan: '20.00',
    },
  ]);
  accepted(
    post({
      type: 'SetCeiling',
      fiscalYear: 2024,
      scope: { kind: 'source', source: 'general-public-budget' },
      limitYuan: null,
    }),
  );
  await reader.finish();
  expect((await read(`${STREAM}/years/2024`, departmentYearAnswer)).ceilings).toEqual([]);
});

it('links a reversal and what it reverses in the audit trail', async () => {
  accepted(post({ type: 'AdjustBudget', kind: 'cut', fiscalYear: 2024, lines: [at(printing, '2.00')] }));
  const cut = newestRevision();
  accepted(post({ type: 'ReverseEvent', reversedRevision: cut }));
  await reader.finish();
  const { events } = await read(`${STREAM}/events?after=${cut - 1}`, eventsAnswer);
  expect(events).toMatchObject([
    { revision: cut, reversedBy: cut + 1 },
    { revision: cut + 1, reverses: cut, postings: [{ column: 'cut', deltaYuan: '-2.00' }] },
  ]);
  expect(await csv(`${STREAM}/events?after=${cut}`)).toHaveLength(2);
});

describe('a transfer between departments', () => {
  const far = { ...printing, unit: '127001' };
  let transitId: string;
  const status = async (url: string): Promise<unknown[]> => {
    const { transits } = await read(`${url}/transits?year=2024`, transitsAnswer);
    return transits.map((transit) => [transit.direction, transit.status, transit.amountYuan]);
  };

  /** How many transfers a list by state has, of the states that have any; each with itself alone in it. */
  const standing = async (url: string): Promise<object> => {
    const lists = await Promise.all(
      ['open', ...TRANSIT_STATUSES].map(async (state) => {
        const { transits } = await read(`${url}/transits?status=${state}`, transitsAnswer);
        if (state !== 'open') expect(transits.every((transit) => transit.status === state)).toBe(true);
        expect(await csv(`${url}/transits?status=${state}`)).toHaveLength(transits.length + 1);
        return [state, transits.length] as const;
      }),
    );
    return Object.fromEntries(lists.filter(([, count]) => count > 0));
  };

  it('is in transit on both sides when it is sent', async () => {
    const sent = accepted(
      post({
        type: 'TransferToDepartment',
        fiscalYear: 2024,
        toDepartment: '127',
        from: [at(printing, '4.00')],
        to: [at(far, '4.00')],
      }),
    );
    transitId = (sent.data as { transitId: string }).transitId;
    expect((await linesOf2024()).get('30202')).toMatchObject({ transferredYuan: '-4.00', availableYuan: '26.00' });
    expect(await status(STREAM)).toEqual([['out', 'sent', '4.00']]);
    expect(await status(FAR)).toEqual([['in', 'sent', '4.00']]);
    expect(await standing(STREAM)).toEqual({ open: 1, sent: 1 });
    expect(await standing(FAR)).toEqual({ open: 1, sent: 1 });
    for (const url of [STREAM, FAR]) {
      expect((await read(`${url}/years/2024`, departmentYearAnswer)).inTransit).toMatchObject([{ transitId }]);
    }
  });

  it('is over when it has arrived and the sender knows', async () => {
    const received = { type: 'ReceiveTransfer' as const, fiscalYear: 2024, transitId, fromDepartment: '126' };
    accepted(post({ ...received, lines: [at(far, '4.00')] }, { department: '127' }));
    await reader.finish();
    expect(await status(FAR)).toEqual([['in', 'received', '4.00']]);
    // The receiver has decided, and the sender does not know it yet.
    expect(await standing(STREAM)).toEqual({ open: 1, received: 1 });
    expect(await standing(FAR)).toEqual({ received: 1 });
    expect((await read(`${FAR}/years/2024`, departmentYearAnswer)).inTransit).toEqual([]);
    accepted(
      post({
        type: 'SettleTransfer',
        fiscalYear: 2024,
        transitId,
        receivedEventId: `361100/127@${newestRevision('361100/127')}`,
      }),
    );
    await reader.finish();
    for (const [url, direction] of [
      [STREAM, 'out'],
      [FAR, 'in'],
    ] as const) {
      const { transits } = await read(`${url}/transits`, transitsAnswer);
      expect(transits).toMatchObject([
        { direction, status: 'settled', events: { sent: transitId, received: '361100/127@2' } },
      ]);
      expect((await read(`${url}/years/2024`, departmentYearAnswer)).inTransit).toEqual([]);
    }
  });

  it('comes back when the other end refuses it, and both sides say why', async () => {
    const unknown = { ...far, unit: '127009' };
    const sent = accepted(
      post({
        type: 'TransferToDepartment',
        fiscalYear: 2024,
        toDepartment: '127',
        from: [at(printing, '1.00')],
        to: [at(unknown, '1.00')],
      }),
    );
    const id = (sent.data as { transitId: string }).transitId;
    const lines = [at(unknown, '1.00')];
    const refused = post(
      { type: 'ReceiveTransfer', fiscalYear: 2024, transitId: id, fromDepartment: '126', lines },
      { department: '127' },
    );
    expect(refused).toMatchObject({ type: 'command.refused.v1', data: { refusal: { code: 'unit-not-registered' } } });
    await reader.finish();
    expect((await status(STREAM)).at(-1)).toEqual(['out', 'refused', '1.00']);
    const refusedEventId = `361100/127@${newestRevision('361100/127')}`;
    accepted(
      post({
        type: 'ReturnTransfer',
        fiscalYear: 2024,
        transitId: id,
        refusedEventId,
        refusalCode: 'unit-not-registered',
      }),
    );
    expect((await linesOf2024()).get('30202')).toMatchObject({ transferredYuan: '-4.00', availableYuan: '26.00' });
    for (const url of [STREAM, FAR]) {
      const { transits } = await read(`${url}/transits`, transitsAnswer);
      expect(transits.find((transit) => transit.transitId === id)).toMatchObject({
        status: 'returned',
        refusalCode: 'unit-not-registered',
      });
      expect(await csv(`${url}/transits`)).toHaveLength(3);
      expect(await standing(url)).toEqual({ settled: 1, returned: 1 });
      const { transits: first, next } = await read(`${url}/transits?status=settled&limit=1`, transitsAnswer);
      expect([first.length, next]).toEqual([1, undefined]);
      const wrong = await app.inject({ method: 'GET', url: `${url}/transits?status=under-way` });
      expect([wrong.statusCode, wrong.json<{ errors: object[] }>().errors]).toEqual([
        400,
        [{ field: 'status', message: expect.stringMatching(/^状态应为下列之一：open、sent/) }],
      ]);
    }
  });
});

describe('year-end', () => {
  it('shows line by line what is left and what would become of it', async () => {
    const origin = { ...meetings, originYear: 2023 };
    accepted(
      post(
        {
          type: 'CarryOverBalance',
          opening: true,
          kind: 'carry-forward',
          fiscalYear: 2024,
          lines: [{ ...at(origin, '7.00'), originYear: 2023 }],
        },
        { on: '2024-01-01' },
      ),
    );
    await reader.finish();
    const preview = await read(`${STREAM}/years/2024/carry-over`, carryOverAnswer);
    expect(preview).toMatchObject({ year: 2024, intoYear: 2025, closed: false });
    expect(preview.totals).toEqual({ carryForwardYuan: '77.00', surplusYuan: '7.00', frozenYuan: '5.00' });
    expect(preview.lines.map(({ unit, leftYuan, kind, into }) => [unit, leftYuan, kind, into.originYear])).toEqual([
      ['126', '10.00', 'carry-forward', 2024],
      ['126001', '7.00', 'surplus', 2023],
      ['126001', '41.00', 'carry-forward', 2024],
      ['126001', '26.00', 'carry-forward', 2024],
    ]);
    expect(await csv(`${STREAM}/years/2024/carry-over`)).toHaveLength(5);
  });

  it('shows lines that CarryOverBalance takes as they are, and of which nothing is left then', async () => {
    const { lines } = await read(`${STREAM}/years/2024/carry-over`, carryOverAnswer);
    let state = log.states.get('361100/126')!;
    for (const kind of ['carry-forward', 'surplus']) {
      const parsed = parseCommand({
        ...{ type: 'CarryOverBalance', commandId: `as-told-${kind}`, division: '361100', department: '126', kind },
        ...{ documentNumber: '样例〔2025〕1号', effectiveDate: '2025-01-01', fiscalYear: 2025 },
        lines: lines.flatMap((line) => (line.kind === kind && line.posting !== undefined ? [line.posting] : [])),
      });
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
      const event = accepted(decide(state, parsed.command, { chart: loadChart([]) }));
      state = evolve(state, event);
    }
    const lines2024 = [...state.years.get(2024)!.values()].flatMap((unitYear) => [...unitYear.lines.values()]);
    expect(previewCarryOver(2024, lines2024).map(({ posting }) => posting)).toEqual([undefined]);
  });

  it('moves the money from year to year, and the year is closed', async () => {
    accepted(
      post(
        { type: 'CarryOverBalance', kind: 'carry-forward', fiscalYear: 2025, lines: [at(printing, '26.00')] },
        { on: '2025-01-01' },
      ),
    );
    accepted(post({ type: 'CloseYear', fiscalYear: 2024 }, { on: '2024-12-31' }));
    expect((await linesOf2024()).get('30202')).toMatchObject({
      currentYuan: '26.00',
      carriedOutYuan: '26.00',
      availableYuan: '0.00',
    });
    const { lines } = await read('/v1/units/361100/126001/years/2025/lines', linesAnswer);
    expect(lines).toMatchObject([
      { economic: '30202', originYear: 2024, carriedOverYuan: '26.00', availableYuan: '26.00' },
    ]);
    expect((await read(`${STREAM}/years/2024`, departmentYearAnswer)).closed).toBe(true);
    accepted(post({ type: 'ReopenYear', fiscalYear: 2024, reason: '补记' }, { on: '2025-02-01' }));
    await reader.finish();
    expect((await read(`${STREAM}/years/2024`, departmentYearAnswer)).closed).toBe(false);
  });
});

it('takes a combination apart into what it holds', async () => {
  accepted(
    post({
      type: 'CombineCommands',
      commands: [
        { type: 'RegisterUnit', unit: '126002', name: '新单位', departmentName: '部门' },
        {
          type: 'AdjustBudget',
          kind: 'supplement',
          fiscalYear: 2024,
          lines: [at({ ...meetings, unit: '126002' }, '3.00')],
        },
        { type: 'SetCeiling', fiscalYear: 2024, scope: { kind: 'three-public', unit: '126002' }, limitYuan: '0' },
      ],
    }),
  );
  await reader.finish();
  const { lines } = await read('/v1/units/361100/126002/years/2024/lines', linesAnswer);
  expect(lines).toMatchObject([{ supplementedYuan: '3.00', events: [`361100/126@${newestRevision()}`] }]);
  expect((await read(`${STREAM}/years/2024`, departmentYearAnswer)).ceilings).toMatchObject([{ limitYuan: '0.00' }]);
});
