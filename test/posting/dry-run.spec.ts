import { KafkaLog } from '#log';

import { createTestDatabase, type TestDatabase } from '../support/database';
import { newPrefix, testBrokers } from '../support/kafka';
import { type Service, startService, TOKEN } from '../support/service';

const prefix = newPrefix();
const databases: TestDatabase[] = [];
const services: Service[] = [];
let log: KafkaLog;
let first: Service;
let second: Service;
let ids = 0;

beforeAll(async () => {
  const start = async () => {
    const database = await createTestDatabase();
    databases.push(database);
    const service = await startService({ prefix, databaseUrl: database.url });
    services.push(service);
    return service;
  };
  first = await start();
  second = await start();
  log = await KafkaLog.open({
    brokers: testBrokers(),
    ledgerId: 'budget-ledger',
    clientId: 'dry-run-spec',
    prefix,
    create: false,
  });
});
afterAll(async () => {
  await log.close();
  await Promise.all(services.map((service) => service.stop()));
  await Promise.all(databases.map((database) => database.drop()));
});

const LINE = {
  source: 'general-public-budget',
  function: '2012901',
  economic: '30201',
  category: 'operating',
};

/** A department that no other test of this file uses. */
function department(number: string) {
  const unit = `${number}001`;
  const command = (type: string, fields: object) => ({
    type,
    commandId: `c-${(ids += 1)}`,
    division: '361100',
    department: number,
    documentNumber: '样例〔2024〕1号',
    effectiveDate: '2024-03-01',
    ...fields,
  });
  const posting = (type: string, amountYuan: string, fields: object = {}) =>
    command(type, { fiscalYear: 2024, lines: [{ unit, ...LINE, amountYuan }], ...fields });
  return {
    register: () => command('RegisterUnit', { unit, name: '单位', departmentName: '部门' }),
    allocate: (amountYuan: string) => posting('AllocateBudget', amountYuan),
    pay: (amountYuan: string, fields: object = {}) => posting('RecordPayment', amountYuan, fields),
    close: () => command('CloseYear', { fiscalYear: 2024, effectiveDate: '2024-12-31' }),
    freeze: (amountYuan: string) => posting('FreezeFunds', amountYuan),
    transfer: (amountYuan: string) =>
      command('TransferToDepartment', {
        fiscalYear: 2024,
        toDepartment: '999',
        from: [{ unit, ...LINE, amountYuan }],
        to: [{ ...LINE, unit: '999001', amountYuan }],
      }),
  };
}

interface Told {
  status: number;
  body: Record<string, unknown> & { lines: Record<string, unknown>[]; event: { type: string; data: unknown } };
}

async function post(body: object, to = first, path = ''): Promise<Told> {
  const response = await fetch(`${to.url}/v1/commands${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Told['body'] };
}
const dry = (command: object, to = first): Promise<Told> => post({ ...command, dryRun: true }, to);
async function dryBatch(commands: object[]): Promise<Told[]> {
  const { body } = await post({ commands, dryRun: true }, first, '/batch');
  return (body as unknown as { answers: Told[] }).answers;
}
const size = async (): Promise<number> => (await log.endOffsets()).reduce((sum, end) => sum + end, 0);

test('the close of a year with balances that nobody carried over warns of them: tried, recorded, and asked again anywhere', async () => {
  const { register, allocate, freeze, close } = department('212');
  await post({ commands: [register(), allocate('100.00'), freeze('30.00')] }, first, '/batch');
  const asked = close();
  const figures = { units: 1, lines: 1, leftYuan: '70.00', frozenYuan: '30.00' };
  const warnings = [
    { code: 'not-carried-over', message: expect.stringMatching(/^有 1 个单位.+ 1 lines of 1 units/), ...figures },
  ];
  const tried = await dry(asked);
  expect(tried.body).toMatchObject({ outcome: 'accepted', event: { data: { notCarriedOver: figures } }, warnings });
  const recorded = await post(asked);
  expect(recorded).toMatchObject({ status: 201, body: { warnings } });
  expect(await post(asked)).toEqual({ status: 200, body: recorded.body });
  expect(await post(asked, second)).toEqual({ status: 200, body: recorded.body });
});

test('it tells the event and each touched line before and after, and writes nothing; the command itself then does the same', async () => {
  const { register, allocate, pay } = department('201');
  await post(register());
  const { body: receipt } = await post(allocate('100.00'));
  const before = await size();
  const asked = pay('40.00');
  const tried = await dry(asked);
  expect(tried.status).toBe(200);
  expect(tried.body).toMatchObject({
    dryRun: true,
    commandId: asked.commandId,
    outcome: 'accepted',
    stream: '361100/201',
    revision: 2,
    hash: receipt['hash'],
    event: { type: 'payment.recorded.v1' },
    lines: [
      {
        unit: '201001',
        ...LINE,
        fiscalYear: 2024,
        before: { originalYuan: '100.00', paidYuan: '0.00', currentYuan: '100.00', availableYuan: '100.00' },
        after: { originalYuan: '100.00', paidYuan: '40.00', currentYuan: '100.00', availableYuan: '60.00' },
      },
    ],
  });
  expect(await size()).toBe(before);
  expect(await dry(asked)).toEqual(tried);
  expect((await post(asked)).status).toBe(201);
  expect(await size()).toBe(before + 1);
  const { body: next } = await dry(pay('60.00'));
  expect(next).toMatchObject({ outcome: 'accepted', revision: 3, lines: [{ after: { availableYuan: '0.00' } }] });
});

test('a refusal is told with all that the refusal itself would tell, and refuses nothing', async () => {
  const { register, allocate, pay } = department('202');
  await post(register());
  await post(allocate('100.00'));
  const before = await size();
  const asked = pay('100.01');
  const { status, body } = await dry(asked);
  expect(status).toBe(200);
  expect(body).toMatchObject({ dryRun: true, outcome: 'refused', event: { type: 'command.refused.v1' }, lines: [] });
  expect(await size()).toBe(before);
  const refused = await post(asked);
  expect(refused.status).toBe(422);
  const { commandId: _c, eventId: _e, stream: _s, revision: _r, position: _p, hash: _h, ...problem } = refused.body;
  expect(body['problem']).toEqual(problem);
  expect(problem).toMatchObject({
    code: 'line-below-zero',
    figures: [{ askedYuan: '100.01', availableYuan: '100.00' }],
  });
});

test('an id that is known is answered as a repeat; another body under it as one', async () => {
  const { register, allocate, pay } = department('203');
  await post(register());
  await post(allocate('100.00'));
  const [good, bad] = [pay('1.00'), pay('1000.00')];
  const { body: receipt } = await post(good);
  const { body: refusal } = await post(bad);
  expect(await dry(good)).toEqual({ status: 200, body: receipt });
  expect(await dry(bad)).toEqual({ status: 422, body: refusal });
  const reused = await dry({ ...good, documentNumber: '样例〔2024〕2号' });
  expect(reused).toMatchObject({ status: 409, body: { code: 'command-id-reused' } });
});

test('it is decided at the end of the log, whichever ledger wrote that; a wrong expected revision is 412', async () => {
  const { register, allocate, pay } = department('204');
  await post(register());
  for (let round = 1; round <= 20; round += 1) {
    const { body: receipt } = await post(allocate('10.00'), first);
    const asked = pay(`${round * 10}.00`, { expectedRevision: receipt['revision'] });
    expect(await dry(asked, second)).toMatchObject({
      status: 200,
      body: { outcome: 'accepted', hash: receipt['hash'] },
    });
  }
  for (const [expectedRevision, actual] of [
    [20, 21],
    [22, 21],
  ]) {
    const answer = await dry(pay('1.00', { expectedRevision }));
    expect(answer).toMatchObject({ status: 412, body: { code: 'wrong-revision', expected: expectedRevision, actual } });
  }
});

test('what is no command is 400, and a department that nobody knows is refused', async () => {
  expect(await dry({ ...department('205').pay('1.00'), extra: 1 })).toMatchObject({ status: 400 });
  const { body } = await dry(department('205').pay('1.00'));
  expect(body).toMatchObject({ outcome: 'refused', revision: 0, problem: { code: 'unit-not-registered' } });
});

describe('a batch', () => {
  test('is decided one after another, each against what those before it would leave', async () => {
    const [a, b] = [department('206'), department('207')];
    const before = await size();
    const answers = await dryBatch([
      a.register(),
      b.register(),
      a.allocate('100.00'),
      a.freeze('30.00'),
      a.pay('80.00'),
      a.pay('80.00', { freezeRevision: 3, beyondFreeze: true }),
      a.transfer('20.00'),
      b.pay('1.00'),
    ]);
    expect(answers.map(({ status, body }) => [status, body['outcome'], body['revision'], body.event.type])).toEqual([
      [200, 'accepted', 0, 'unit.registered.v1'],
      [200, 'accepted', 0, 'unit.registered.v1'],
      [200, 'accepted', 1, 'budget.allocated.v1'],
      [200, 'accepted', 2, 'funds.frozen.v1'],
      [200, 'refused', 3, 'command.refused.v1'],
      [200, 'accepted', 4, 'payment.recorded.v1'],
      [200, 'accepted', 5, 'department-transfer.sent.v1'],
      [200, 'refused', 1, 'command.refused.v1'],
    ]);
    expect(answers[5]?.body.lines).toMatchObject([
      {
        before: { frozenYuan: '30.00', paidYuan: '0.00', availableYuan: '70.00' },
        after: { frozenYuan: '0.00', paidYuan: '80.00', availableYuan: '20.00' },
      },
    ]);
    expect(answers[6]?.body.event.data).toMatchObject({ transitId: '361100/206@6' });
    expect(await size()).toBe(before);
  });

  test('answers what is no command, a repeat within it and an id that is used twice, each in its place', async () => {
    const { register, pay } = department('208');
    const registration = register();
    const answers = await dryBatch([
      registration,
      { type: 'Nonsense' },
      registration,
      { ...pay('1.00'), commandId: registration.commandId },
      pay('1.00', { expectedRevision: 1 }),
      pay('1.00', { expectedRevision: 1 }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 400, 200, 409, 200, 412]);
    expect(answers[2]).toEqual(answers[0]);
  });
});
