import { KafkaLog } from '#log';

import { readiness as readinessOf } from '../support/readiness';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { newPrefix, testBrokers } from '../support/kafka';
import { type Service, startService, TOKEN } from '../support/service';
import { TestLog } from '../support/test-log';
import { registrationOf } from '../support/sample';
import { until } from '../chaos/wait';

const PARTITIONS = 3;
const MINUTE_MS = 60_000;

let prefix: string;
let database: TestDatabase;
let service: Service;

beforeAll(async () => {
  prefix = newPrefix();
  database = await createTestDatabase();
  const env = { LEDGER_ID: 'test', EVENTS_PARTITIONS: String(PARTITIONS) };
  service = await startService({ prefix, databaseUrl: database.url, env });
});
afterEach(() => jest.restoreAllMocks());
afterAll(async () => {
  await service.stop();
  await database.drop();
});

const registration = (commandId: string, department: string) => ({ ...registrationOf(department), commandId });

async function post(commandId: string, department = '126') {
  const answer = await fetch(`${service.url}/v1/commands`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify(registration(commandId, department)),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

const readiness = () => readinessOf(service.url);

/** As if somebody had set the clock of this machine. */
function setClock(aheadMs: number): void {
  const start = Date.now();
  const since = performance.now();
  jest.spyOn(Date, 'now').mockImplementation(() => start + aheadMs + Math.round(performance.now() - since));
}

test.each([
  ['ahead', 5 * MINUTE_MS],
  ['behind', -5 * MINUTE_MS],
])(
  'a clock five minutes %s is told with its figures, stamps nothing, and goes on once it is right',
  async (_, aheadMs) => {
    setClock(aheadMs);
    const { status, body } = await post(`apart${aheadMs}`);
    expect({ status, code: body['code'] }).toEqual({ status: 503, code: 'clock-apart' });
    const apart = Date.parse(String(body['own'])) - Date.parse(String(body['broker']));
    expect(Math.abs(apart - aheadMs)).toBeLessThan(MINUTE_MS / 2);
    expect(await readiness()).toMatchObject({
      ready: false,
      parts: {
        ledger: expect.stringMatching(/this clock says .*, the brokers' .*: \d+ s (ahead|behind); set it right/),
      },
    });
    jest.restoreAllMocks();
    expect((await post(`apart${aheadMs}`)).status).toBe(201);
    expect((await readiness()).parts['ledger']).toBe('ready');
  },
);

test('a stream whose newest record lies in the future takes nothing until then; all others do, and the ledger is ready', async () => {
  const stream = '361100/127';
  const future = new Date(Date.now() + 60 * MINUTE_MS).toISOString();
  const event = new TestLog(PARTITIONS).post(registration('by-others', '127'));
  const record = new TestLog(PARTITIONS).append(stream, { ...event, commandid: 'by-others', time: future });
  const log = await KafkaLog.open({
    brokers: testBrokers(),
    ledgerId: 'test',
    clientId: 'spec',
    prefix,
    create: false,
  });
  await log.append(record.partition, [{ key: stream, value: record.value! }]);
  await log.close();
  let said = await readiness();
  // On a busy machine another reader of the same process may not have begun by then.
  await until('the ledger has read it, and is ready all the same', async () => {
    said = await readiness();
    return said.ready && said.parts['ledger'] !== 'ready';
  });
  expect(said).toMatchObject({
    ready: true,
    parts: { ledger: expect.stringMatching(/^ready; the newest record of 361100\/127 lies in the future/) },
  });
  const { status, body } = await post('too-early', '127');
  expect({ status, code: body['code'], head: body['headTime'] }).toEqual({
    status: 503,
    code: 'stream-ahead',
    head: future,
  });
  expect(Date.parse(String(body['until']))).toBe(Date.parse(future) - MINUTE_MS);
  // What is recorded already is answered, and so is everybody else.
  expect([200, 409]).toContain((await post('by-others', '127')).status);
  expect((await post('another', '128')).status).toBe(201);
  const metrics = await (await fetch(`${service.url}/metrics`)).text();
  expect(metrics).toMatch(/^ledger_streams_ahead 1$/m);
});
