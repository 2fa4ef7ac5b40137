import { join } from 'node:path';

import { formatPosition, parsePosition } from '#domain';
import { commandSchema, parseCommand } from '#wire';
import { readStops } from '#read-model';
import fc from 'fast-check';
import { Kafka, logLevel } from 'kafkajs';

import { checkProjections } from '../../apps/projector/src/check-projections';
import { runAuditVerb } from '../../apps/auditor/src/verbs';
import { LedgerClient } from '../../apps/standalone/src/ledger-client';
import { readConfig } from '#platform';
import { topicsOf } from '#log';
import { arbitraryOf } from '../support/arbitrary-of';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { HOSTILE_RECORDS } from '../support/hostile-records';
import { newPrefix, testBrokers } from '../support/kafka';
import { addressesOf, asking, FORMATS, type Read, readsOf } from '../support/reads';
import { type Service, startService, TOKEN } from '../support/service';
import { TestLog } from '../support/test-log';

/**
 * Whatever the schemas accept can be decided, stored, projected, published, read back in every format, and rebuilt; and whatever stands in
 * the log stops its own stream at most. Against a real ledger, projector and query, on a real Kafka and a real Postgres.
 */
const prefix = newPrefix();
const PARTITIONS = 3;
const LEDGER_ID = 'test';
const env = { LEDGER_ID, EVENTS_PARTITIONS: String(PARTITIONS) };
const KNOWN = {
  division: ['361100'],
  department: ['126'],
  toDepartment: ['127'],
  unit: ['126001'],
  fiscalYear: [2024, 2024, 2025],
  originYear: [2023],
  effectiveDate: ['2024-01-01', '2024-03-01'],
  function: ['2012901'],
  economic: ['30201'],
  category: ['operating'],
  source: ['general-public-budget'],
  amountYuan: ['0.01', '1.00'],
};

let database: TestDatabase;
let service: Service;
let client: LedgerClient;
let position = '';

function passed(newer: unknown): void {
  if (typeof newer === 'string')
    position = formatPosition(parsePosition(`${position === '' ? '' : `${position},`}${newer}`) ?? new Map());
}

async function start(): Promise<void> {
  service = await startService({ prefix, databaseUrl: database.url, env });
  client = new LedgerClient(service.url, TOKEN);
}

async function posted(commands: readonly unknown[]): Promise<number[]> {
  const answers = await client.post(commands);
  for (const { body } of answers) passed(body['position']);
  return answers.map(({ status }) => status);
}

beforeAll(async () => {
  database = await createTestDatabase();
  await start();
});
afterAll(async () => {
  await service.stop();
  await database.drop();
});

const basis = { division: '361100', documentNumber: '样例〔2024〕1号', effectiveDate: '2024-01-01' };

it('decides whatever the schemas accept, and every read of it is answered in every format', async () => {
  const line = { unit: '126001', source: 'general-public-budget', function: '2012901', economic: '30201' };
  const lines = [{ ...line, category: 'operating', amountYuan: '1000000.00' }];
  const names = { unit: '126001', name: '单位', departmentName: '部门' };
  const before = [
    { ...basis, type: 'RegisterUnit', department: '126', commandId: 'r', ...names },
    { ...basis, type: 'RegisterUnit', department: '127', commandId: 'r', ...names, unit: '127001' },
    { ...basis, type: 'AllocateBudget', department: '126', commandId: 'a', fiscalYear: 2024, lines },
  ];
  expect(await posted(before)).toEqual([201, 201, 201]);
  const arbitrary = arbitraryOf(commandSchema, { known: KNOWN, mostItems: 60 });
  const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
  const commands = fc
    .sample(arbitrary, { seed, numRuns: 240 })
    .filter((command) => !isHostile(command))
    .map((command, index) => {
      return { ...command, commandId: `any-${index}`, expectedRevision: undefined, dryRun: undefined };
    });
  const statuses = new Map<number, number>();
  for (let from = 0; from < commands.length; from += 20) {
    const asked = commands.slice(from, from + 20);
    for (const [index, status] of (await posted(asked)).entries()) {
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      const isTold = [201, 422].includes(status);
      if (!isTold)
        throw new Error(
          `SEED=${seed}, ${status}: ${JSON.stringify(asked[index]).slice(0, 2_000)} ${JSON.stringify(parseCommand(asked[index]))}`,
        );
    }
  }
  // Both kinds of answers, or too little was tried.
  expect([...statuses.keys()].sort()).toEqual([201, 422]);
  await expectEveryRead(await readsNow());
  expect(await readStops(database.database, {})).toEqual([]);
});

it('rebuilds the same tables, and a ledger that is started again goes on from its snapshot', async () => {
  await expectSameTables();
  await service.stop();
  await start();
  await expectOthersGoOn('after');
  await expectEveryRead((await readsNow()).slice(0, 3));
});

it('stops the streams alone whose records nobody can read, in ledger, projector and query, and after a restart', async () => {
  const log = new TestLog(PARTITIONS);
  for (const [index, { write }] of HOSTILE_RECORDS.entries()) {
    const department = String(200 + index);
    const names = { unit: `${department}001`, name: '单位', departmentName: '部门' };
    log.post({ ...basis, type: 'RegisterUnit', department, commandId: 'r', ...names });
    const line = {
      unit: `${department}001`,
      source: 'general-public-budget',
      function: '2012901',
      economic: '30201',
    } as const;
    const lines = [{ ...line, category: 'operating', amountYuan: '1.00' } as const];
    log.post({ ...basis, type: 'AllocateBudget', department, commandId: 'a', fiscalYear: 2024, lines });
    write(log, `361100/${department}`, department);
  }
  await append(log);
  await expectOthersGoOn('hostile-1');
  const stopped = HOSTILE_RECORDS.flatMap(({ isReadable = false }, index) =>
    isReadable ? [] : [`361100/${200 + index}`],
  );
  expect(await stopsOnce(stopped.length)).toEqual(stopped);
  const health = await fetch(`${service.url}/health/ready`);
  const { parts } = (await health.json()) as { parts: Record<string, string> };
  expect([health.status, parts['projector']]).toEqual([
    200,
    expect.stringMatching(/^ready; streams that wait for an operator: 361100\/200@2 before \d:\d+, /),
  ]);
  await service.stop();
  await start();
  await expectOthersGoOn('hostile-2');
  await expectSameTables();
});

it('is told by the auditor, stream by stream; the others are replayed', async () => {
  const config = readConfig({
    KAFKA_BROKERS: testBrokers().join(','),
    TOPIC_PREFIX: prefix,
    LEDGER_ID,
    LOG_LEVEL: 'silent',
  });
  const out = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  const err = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    expect(await runAuditVerb('verify', ['--json'], config)).toBe(1);
    const report = JSON.parse(out.mock.calls.map(([text]) => String(text)).join('')) as {
      faults: { stream?: string }[];
    };
    const faulty = report.faults.map(({ stream }) => stream ?? 'the partition');
    expect(faulty.filter((stream) => !/^361100\/2\d\d$/.test(stream))).toEqual([]);
    expect(await runAuditVerb('replay', ['--department', '361100/126', '--year', '2024'], config)).toBe(0);
    expect(await runAuditVerb('replay', ['--department', '361100/200', '--year', '2024'], config)).toBe(1);
    const file = join(process.env['TMPDIR'] ?? '/tmp', `${prefix}.ndjson`);
    expect(await runAuditVerb('export', ['--stream', '361100/201', '--out', file], config)).toBe(0);
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
});

/** The departments of the hostile records have to be empty: behind a record of somebody else these would extend nothing, and stop nothing. */
function isHostile(command: object): boolean {
  const { department, toDepartment } = command as { department?: string; toDepartment?: string };
  return [department, toDepartment].some((named) => /^2[0-9]{2}$/.test(named ?? ''));
}

async function readsNow(): Promise<Read[]> {
  return readsOf(await (await fetch(`${service.url}/docs-json`)).json());
}

async function expectEveryRead(reads: readonly Read[]): Promise<void> {
  const parts = {
    division: ['361100'],
    department: ['126'],
    unit: ['126001'],
    year: ['2024'],
    table: ['1', '3', '7', '11'],
    row: ['total'],
    revision: ['1'],
    column: ['total'],
  };
  for (const read of reads) {
    for (const plain of addressesOf(read.path, parts)) {
      const address = read.path.endsWith('/diff') ? asking(plain, 'effectiveFrom', '2024-01-31') : plain;
      for (const format of ['json', ...read.types.flatMap((type) => FORMATS[type] ?? [])]) {
        const url = format === 'json' ? address : asking(address, 'format', format);
        const { status, headers } = await fetch(`${service.url}${url}`, {
          headers: { 'ledger-min-position': position },
        });
        expect([url, [200, 404].includes(status), headers.get('ledger-stopped')]).toEqual([url, true, null]);
      }
    }
  }
}

async function expectSameTables(): Promise<void> {
  const check = await checkProjections({
    brokers: testBrokers(),
    prefix,
    ledgerId: LEDGER_ID,
    databaseUrl: database.url,
  });
  expect(check.tables.filter(({ isEqual }) => !isEqual)).toEqual([]);
}

/** The streams that have stopped, as soon as there are so many, or when the time is over. */
async function stopsOnce(count: number): Promise<string[]> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const stops = await readStops(database.database, {});
    if (stops.length >= count || Date.now() > deadline) return stops.map(({ stream }) => stream);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function expectOthersGoOn(commandId: string): Promise<void> {
  const names = { unit: '126001', name: `单位${commandId}`, departmentName: '部门' };
  expect(await posted([{ ...basis, type: 'RegisterUnit', department: '126', commandId, ...names }])).toEqual([201]);
  expect(await client.get('v1/units/361100/126001', position)).toMatchObject({ name: names.name });
}

/** As somebody else would write them, behind what stands there. */
async function append(log: TestLog): Promise<void> {
  const kafka = new Kafka({ brokers: testBrokers(), logLevel: logLevel.NOTHING });
  const producer = kafka.producer();
  await producer.connect();
  try {
    for (const record of log.records.flat()) {
      const { partition, key, value } = record;
      await producer.send({ topic: topicsOf(prefix).events, messages: [{ partition, key, value }] });
    }
  } finally {
    await producer.disconnect();
  }
}
