import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  type Command,
  decide,
  emptyState,
  evolve,
  type LedgerEvent,
  type PostingLine,
  type State,
  streamOf,
  unitYearOf,
  yuanOf,
} from '#domain';
import { freePort } from '#embedded';
import { type Decider, KafkaLog, LedgerWriter } from '#log';
import { eventOf, loadChart } from '#wire';

import { submissionOf } from '../apps/ledger/src/ledger';
import { placeOf, receiveOf } from '../apps/ledger/src/transit-relay';
import type { AnyCommand } from '../apps/ledger/src/trial';
import { ServiceProcess } from './chaos/service-process';
import { until } from './chaos/wait';
import { newPrefix, testBrokers } from './support/kafka';

jest.setTimeout(180_000);

const TOKEN = 'a-token-for-the-transits';
const NEAR = '361100/126';
const CHART = loadChart([]);
const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-transits-'));
const OFFICE: Omit<PostingLine, 'amountYuan'> = {
  unit: '126001',
  source: 'general-public-budget',
  function: '2012901',
  economic: '30201',
  category: 'operating',
};

const decider: Decider<State, AnyCommand, LedgerEvent> = {
  initial: emptyState,
  decide: (state, command) => decide(state, command, { chart: CHART }),
  evolve,
  read: eventOf,
  refusalOf: (event) => (event.type === 'command.refused.v1' ? event.data.refusal : undefined),
};

let prefix: string;
let log: KafkaLog;
/** Writes what a ledger had written before it died, and follows what the ledgers write. It carries no transfer anywhere. */
let writer: LedgerWriter<State, AnyCommand, LedgerEvent>;
let ids = 0;
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
  writer = await LedgerWriter.start(log, decider, { alarm: () => undefined });
});
afterEach(async () => {
  await Promise.all(processes.splice(0).map((process) => process.kill()));
  await writer.stop();
  await log.close();
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function ledger(name: string): Promise<ServiceProcess> {
  const process = new ServiceProcess('ledger', `${prefix}-${name}`, await freePort(), folder, {
    KAFKA_BROKERS: testBrokers().join(','),
    TOPIC_PREFIX: prefix,
    LEDGER_TOKENS: `财政局=${TOKEN}`,
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
  return [...writer.stateOf(stream).history].filter((past) => past.type === type).length;
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
    await write(receiveOf(data!, { ...placeOf(NEAR, data!), commandId: `transit:${data!.transitId}:receive` }));
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

it('kill -9 of two ledgers at any moment loses no transfer and carries none twice', async () => {
  const far = ['127', '128', '129'];
  await register('126', ...far);
  await write(allocated('100000.00'));
  await write(command({ type: 'CloseYear', fiscalYear: 2024 }, '129', '2024-12-31'));
  const ledgers = [await ledger('one'), await ledger('two')];
  const transfers = Array.from({ length: 60 }, (_, index) => {
    const department = far[index % far.length]!;
    return transfer(department, index % 7 === 0 ? `${department}009` : `${department}001`, `${index + 1}.00`);
  });
  const killing = { goesOn: true };
  const killer = (async () => {
    for (let round = 0; killing.goesOn; round += 1) {
      const victim = ledgers[round % ledgers.length]!;
      await new Promise((later) => setTimeout(later, 20 + Math.random() * 400));
      await victim.kill();
      victim.start();
      await victim.untilReady();
    }
  })();
  await Promise.all(transfers.map((asked, index) => postUntilAnswered(ledgers, asked, index)));
  await until('most transfers are over', () => writer.stateOf(NEAR).transits.size < 5);
  killing.goesOn = false;
  await killer;
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
      const response = await fetch(`${ledgers[index % ledgers.length]!.url}/v1/commands`, {
        method: 'POST',
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
        body: JSON.stringify(asked),
        signal: AbortSignal.timeout(5_000),
      });
      return response.status === 200 || response.status === 201;
    } catch {
      return false;
    }
  });
}
