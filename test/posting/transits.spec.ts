import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import {
  type Command,
  type LedgerEvent,
  type PostingLine,
  type State,
  STATE_VERSION,
  stateFromJson,
  stateToJson,
  streamOf,
  unitYearOf,
  yuanOf,
} from '#domain';
import { freePort } from '#embedded';
import { hashOf, KafkaLog, LedgerWriter, type LedgerWriterSettings, partitionOf } from '#log';
import { openDatabase } from '#postgres';
import { loadChart } from '#wire';

import { snapshotStore } from '../../apps/ledger/src/snapshot-store';
import { type AnyCommand, budgetDecider, submissionOf } from '../../apps/ledger/src/submission';
import type { BudgetVerdict } from '../../apps/ledger/src/verdict';
import { receiveOf, transitPlace } from '../../apps/ledger/src/transit-commands';
import { ServiceProcess } from '../chaos/service-process';
import { until } from '../chaos/wait';
import { createTestDatabase } from '../support/database';
import { newPrefix, testBrokers } from '../support/kafka';
import { knownCallers } from '../support/callers';

const TOKEN = 'a-token-for-the-transits';
const KILLS = 6;
const NEAR = '361100/126';
const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-transits-'));
const OFFICE: Omit<PostingLine, 'amountYuan'> = {
  unit: '126001',
  source: 'general-public-budget',
  function: '2012901',
  economic: '30201',
  category: 'operating',
};

let prefix: string;
let log: KafkaLog;
/** Writes what a ledger had written before it died, and follows what the ledgers write. It carries no transfer anywhere. */
let writer: LedgerWriter<State, AnyCommand, LedgerEvent, BudgetVerdict>;
let ids = 0;
let onStep = (): void => undefined;
const events = {
  alarm: () => undefined,
  advanced: () => {
    onStep();
  },
};
const processes: ServiceProcess[] = [];

beforeEach(async () => {
  prefix = newPrefix();
  log = await KafkaLog.open({
    brokers: testBrokers(),
    ledgerId: 'budget-ledger',
    clientId: 'transits-spec',
    prefix,
    partitions: 6,
    create: true,
  });
  writer = await startWriter();
});
afterEach(async () => {
  await Promise.all(processes.splice(0).map((process) => process.kill()));
  await writer.stop();
  await log.close();
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Settles when the log has more records of some stream, or after a while in which nothing happened. */
function nextStep(): Promise<void> {
  return Promise.race([new Promise<void>((seen) => (onStep = seen)), pause(2_000, undefined, { ref: false })]);
}

function startWriter(settings?: LedgerWriterSettings<State>): Promise<typeof writer> {
  return LedgerWriter.start(log, budgetDecider({ chart: loadChart([]) }), events, settings);
}

/** A ledger in a process of its own, which may be killed. */
async function ledger(name: string, env: Record<string, string> = {}): Promise<ServiceProcess> {
  const process = new ServiceProcess('ledger', `${prefix}-${name}`, await freePort(), folder, {
    KAFKA_BROKERS: testBrokers().join(','),
    TOPIC_PREFIX: prefix,
    MANAGEMENT_PORT: String(await freePort()),
    ...knownCallers({ 财政局: TOKEN }),
    ...env,
  });
  processes.push(process);
  process.start();
  await process.untilReady();
  return process;
}

type Asked<T> = T extends unknown
  ? Omit<T, 'commandId' | 'division' | 'department' | 'documentNumber' | 'effectiveDate'>
  : never;

function command(asked: Asked<Command>, department = '126', effectiveDate = '2024-03-01'): Command {
  ids += 1;
  const basis = { commandId: `c-${ids}`, division: '361100', documentNumber: `样例〔2024〕${ids}号`, effectiveDate };
  return { ...basis, department, ...asked };
}

/** Has a command recorded by the writer of this test, whatever it becomes. */
async function write(asked: AnyCommand): Promise<void> {
  const outcome = await writer.submit(streamOf(asked), submissionOf(asked, { actor: '财政局', correlationId: 'c' }));
  expect(outcome.kind).toBe('recorded');
}

async function register(...departments: string[]): Promise<void> {
  for (const department of departments) {
    const unit = `${department}001`;
    await write(command({ type: 'RegisterUnit', unit, name: '单位', departmentName: '部门' }, department));
  }
}

const allocated = (amountYuan: string): Command =>
  command({ type: 'AllocateBudget', fiscalYear: 2024, lines: [{ ...OFFICE, amountYuan }] }, '126', '2024-01-01');

const transfer = (toDepartment: string, unit: string, amountYuan = '10.00'): Command =>
  command({
    type: 'TransferToDepartment',
    fiscalYear: 2024,
    toDepartment,
    from: [{ ...OFFICE, amountYuan }],
    to: [{ ...OFFICE, unit, amountYuan }],
  });

function transferred(stream: string, unit: string): string {
  const lines = [...unitYearOf(writer.stateOf(stream), 2024, unit).lines.values()];
  return yuanOf(lines.reduce((sum, line) => sum + line.transferred, 0n));
}

function count(stream: string, type: LedgerEvent['type']): number {
  return [...writer.stateOf(stream).history].filter((past) => past.split(' ')[0] === type).length;
}

const isOver = (): boolean => writer.stateOf(NEAR).transits.size === 0;

describe('a ledger that died leaves a transfer to the next one', () => {
  beforeEach(async () => {
    await register('126', '127');
    await write(allocated('100.00'));
  });

  /** What the dead ledger had done of a transfer, step by step. */
  async function received(sent: Command): Promise<void> {
    const [data] = [...writer.stateOf(NEAR).transits.values()];
    await write(receiveOf(data!, transitPlace(NEAR, data!)));
    expect(sent.type).toBe('TransferToDepartment');
  }

  it.each([
    ['sent', false],
    ['received, and not yet settled', true],
  ])('that was %s: it arrives once', async (_, wasReceived) => {
    const sent = transfer('127', '127001');
    await write(sent);
    if (wasReceived) await received(sent);
    await ledger('next');
    await until('the transfer is over', isOver);
    expect([transferred(NEAR, '126001'), transferred('361100/127', '127001')]).toEqual(['-10.00', '10.00']);
    expect(count('361100/127', 'department-transfer.received.v1')).toBe(1);
    expect([count(NEAR, 'department-transfer.settled.v1'), count(NEAR, 'department-transfer.returned.v1')]).toEqual([
      1, 0,
    ]);
  });

  it.each([
    ['sent to a unit that is not there', false],
    ['refused there, and not yet returned', true],
  ])('that was %s: it comes back once', async (_, wasRefused) => {
    const sent = transfer('127', '127009');
    await write(sent);
    if (wasRefused) await received(sent);
    await ledger('next');
    await until('the transfer is over', isOver);
    expect(transferred(NEAR, '126001')).toBe('0.00');
    expect(count('361100/127', 'command.refused.v1')).toBe(1);
    expect([count(NEAR, 'department-transfer.settled.v1'), count(NEAR, 'department-transfer.returned.v1')]).toEqual([
      0, 1,
    ]);
  });

  it('also to a department of which nothing was ever heard, whose stream then begins with the refusal', async () => {
    await write(transfer('999', '999001'));
    await ledger('next');
    await until('the transfer is over', isOver);
    expect(count('361100/999', 'command.refused.v1')).toBe(1);
    expect(transferred(NEAR, '126001')).toBe('0.00');
  });

  it('also to a department whose ceiling leaves no room for it; what fits arrives', async () => {
    const scope = { kind: 'source' as const, source: 'general-public-budget' as const };
    await write(command({ type: 'SetCeiling', fiscalYear: 2024, scope, limitYuan: '10.00' }, '127'));
    await write(transfer('127', '127001', '10.01'));
    await ledger('next');
    await until('the transfer is over', isOver);
    expect(transferred(NEAR, '126001')).toBe('0.00');
    await write(transfer('127', '127001', '10.00'));
    await until('the transfer is over', isOver);
    expect([transferred(NEAR, '126001'), transferred('361100/127', '127001')]).toEqual(['-10.00', '10.00']);
  });

  it('comes back into its year from a closed one and past a ceiling', async () => {
    await write(command({ type: 'CloseYear', fiscalYear: 2024 }, '127', '2024-12-31'));
    await write(transfer('127', '127001'));
    const ceiling = { kind: 'source' as const, source: 'general-public-budget' as const };
    await write(command({ type: 'SetCeiling', fiscalYear: 2024, scope: ceiling, limitYuan: '1.00' }));
    const close = command({ type: 'CloseYear', fiscalYear: 2024 }, '126', '2024-12-31');
    await write(close);
    expect(count(NEAR, 'year.closed.v1')).toBe(0);
    await ledger('next');
    await until('the transfer is over', isOver);
    expect(transferred(NEAR, '126001')).toBe('0.00');
    await write(command({ type: 'CloseYear', fiscalYear: 2024 }, '126', '2024-12-31'));
    expect(count(NEAR, 'year.closed.v1')).toBe(1);
  });
});

it('two ledgers that start at once share what a third one left: each transfer ends once', async () => {
  await register('126', '127');
  await write(allocated('1000.00'));
  const units = Array.from({ length: 40 }, (_, index) => (index % 4 === 0 ? '127009' : '127001'));
  await Promise.all(units.map((unit) => write(transfer('127', unit))));
  await Promise.all([ledger('one'), ledger('two')]);
  await until('the transfers are over', isOver);
  expect(count('361100/127', 'department-transfer.received.v1')).toBe(30);
  expect(count('361100/127', 'command.refused.v1')).toBe(10);
  expect(count(NEAR, 'department-transfer.settled.v1')).toBe(30);
  expect(count(NEAR, 'department-transfer.returned.v1')).toBe(10);
  expect([transferred(NEAR, '126001'), transferred('361100/127', '127001')]).toEqual(['-300.00', '300.00']);
});

it('a transfer that stands in a snapshot as under way is carried on from there', async () => {
  const database = await createTestDatabase();
  const pool = openDatabase(database.url, () => undefined);
  try {
    const store = snapshotStore(pool, { ledgerId: 'budget-ledger', topicPrefix: prefix });
    const codec = { version: STATE_VERSION, toJson: stateToJson, fromJson: stateFromJson };
    const keeping = await startWriter({ snapshots: { store, codec, everyRecords: 1 } });
    await register('126', '127');
    await write(allocated('100.00'));
    await write(transfer('127', '127001'));
    await until('the other writer has read it', () => keeping.stateOf(NEAR).transits.size === 1);
    await keeping.stop();
    const next = await ledger('next', { DATABASE_URL: database.url });
    await until('the transfer is over', isOver);
    expect(transferred('361100/127', '127001')).toBe('10.00');
    // What was read since the start is the end of the transfer and nothing before it.
    expect(await next.metric('ledger_records_accepted')).toBe(2);
    expect(await next.metric('ledger_open_transits')).toBe(0);
    await next.stop();
  } finally {
    await pool.end();
    await database.drop();
  }
});

it('a stream that has stopped keeps its transfers in transit, which the metrics tell; the others go on', async () => {
  await register('126', '127', '128');
  await write(allocated('100.00'));
  const stream = '361100/128';
  const forged = {
    specversion: '1.0',
    id: `${stream}@2`,
    type: 'year.closed.v1',
    source: 'urn:budget-ledger:budget-ledger',
    subject: stream,
    time: '2024-01-01T00:00:00.000Z',
    datacontenttype: 'application/json',
    revision: 2,
    prevhash: hashOf('nobody knows this parent'),
    commandid: 'forged',
    commandhash: hashOf('forged'),
    actor: 'forger',
    correlationid: 'forged',
    data: {},
  };
  await log.append(partitionOf(stream, 6), [{ key: stream, value: Buffer.from(JSON.stringify(forged)) }]);
  const first = await ledger('first');
  await write(transfer('128', '128001'));
  await write(transfer('127', '127001'));
  await until('the other transfer is over', () => writer.stateOf(NEAR).transits.size === 1);
  await until('it is told', async () => (await first.metric('ledger_waiting_transits')) === 1);
  expect(await first.metric('ledger_open_transits')).toBe(1);
  expect(transferred(NEAR, '126001')).toBe('-20.00');
});

it('no client may carry a transfer, or take an id that belongs to one', async () => {
  await register('126', '127');
  await write(allocated('100.00'));
  const only = await ledger('only');
  await write(transfer('127', '127009'));
  await until('the transfer is over', isOver);
  const transitId = `${NEAR}@3`;
  const asked = [
    { ...command({ type: 'CloseYear', fiscalYear: 2024 }), type: 'SettleTransfer', transitId, receivedEventId: 'x@1' },
    { ...command({ type: 'CloseYear', fiscalYear: 2024 }, '127'), commandId: `transit:${transitId}:receive` },
  ];
  for (const body of asked) {
    const response = await send(only, body);
    expect([response.status, await response.json()]).toEqual([
      400,
      expect.objectContaining({ code: 'invalid-request' }),
    ]);
  }
});

it('kill -9 of two ledgers at any moment loses no transfer and carries none twice', async () => {
  const far = ['127', '128', '129'];
  await register('126', ...far);
  await write(allocated('100000.00'));
  await write(command({ type: 'CloseYear', fiscalYear: 2024 }, '129', '2024-12-31'));
  const ledgers = [await ledger('one'), await ledger('two')];
  const transfers: Command[] = [];
  let kills = 0;
  const client = async (index: number): Promise<void> => {
    while (kills < KILLS) {
      const n = transfers.length;
      const department = far[n % far.length]!;
      const unit = n % 7 === 0 ? `${department}009` : `${department}001`;
      const asked = transfer(department, unit, `${(n % 50) + 1}.00`);
      transfers.push(asked);
      await postUntilAnswered(ledgers, asked, index);
      await pause(30);
    }
  };
  const clients = Promise.all([0, 1, 2, 3].map(client));
  for (; kills < KILLS; kills += 1) {
    // Every other time both at once, as soon as a step of some transfer is seen in the log; otherwise one, at any moment.
    const victims = kills % 2 === 0 ? ledgers : [ledgers[(kills >> 1) % 2]!];
    await (kills % 2 === 0 ? nextStep() : pause(20 + Math.random() * 400));
    await Promise.all(victims.map((victim) => victim.kill()));
    for (const victim of victims) victim.start();
    await Promise.all(victims.map((victim) => victim.untilReady()));
  }
  await clients;
  await until('all transfers are over', isOver);

  const expected = transfers.map((asked) => (asked as { to: PostingLine[] }).to[0]!);
  const arriving = expected.filter(({ unit }) => unit.endsWith('001') && !unit.startsWith('129'));
  const sumOf = (lines: PostingLine[]): string =>
    yuanOf(lines.reduce((sum, { amountYuan }) => sum + BigInt(amountYuan.replace('.', '')), 0n));
  expect(count(NEAR, 'department-transfer.sent.v1')).toBe(transfers.length);
  expect(count(NEAR, 'department-transfer.settled.v1')).toBe(arriving.length);
  expect(count(NEAR, 'department-transfer.returned.v1')).toBe(transfers.length - arriving.length);
  expect(transferred(NEAR, '126001')).toBe(`-${sumOf(arriving)}`);
  for (const department of far) {
    const own = arriving.filter(({ unit }) => unit === `${department}001`);
    expect(transferred(`361100/${department}`, `${department}001`)).toBe(sumOf(own));
    expect(count(`361100/${department}`, 'department-transfer.received.v1')).toBe(own.length);
  }
});

/** As a finance bureau does: the same id again, to whoever is there, until it is answered. */
async function postUntilAnswered(ledgers: ServiceProcess[], asked: Command, index: number): Promise<void> {
  await until(`${asked.commandId} is answered`, async () => {
    index += 1;
    try {
      const response = await send(ledgers[index % ledgers.length]!, asked);
      return response.status === 200 || response.status === 201;
    } catch {
      return false;
    }
  });
}

function send(to: ServiceProcess, body: object): Promise<Response> {
  return fetch(`${to.url}/v1/commands`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(5_000),
  });
}
