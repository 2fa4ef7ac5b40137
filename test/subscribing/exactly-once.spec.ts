import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { amountsInYuan, type Command, dimensionsOf } from '#domain';
import { freePort } from '#embedded';
import { KafkaLog, topicsOf } from '#log';
import { Projection, readStates, type UnitYearState, unitYearId } from '#read-model';
import type { TablesRecord } from '#wire';

import { ServiceProcess } from '../chaos/service-process';
import { until } from '../chaos/wait';
import { knownCallers, READER } from '../support/callers';
import { createTestDatabase, type TestDatabase, serveEmpty } from '../support/database';
import { newPrefix, testBrokers } from '../support/kafka';
import { dumpTables } from '../support/table-dump';
import { TestLog, TestReader } from '../support/test-log';
import { TopicWatch } from '../support/topic-watch';

const PARTITIONS = 3;
const DEPARTMENTS = ['126', '127', '128', '129', '130', '131'];

let folder: string;
let prefix: string;
let test: TestDatabase;
let kafka: KafkaLog;
let history: TestLog;
let services: ServiceProcess[];
let readers: Reader[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'budget-ledger-exactly-once-'));
  prefix = newPrefix();
  test = await createTestDatabase();
  history = new TestLog(PARTITIONS);
  services = [];
  readers = [];
  kafka = await KafkaLog.open({
    brokers: testBrokers(),
    ledgerId: 'test',
    clientId: 'exactly-once-spec',
    prefix,
    partitions: PARTITIONS,
    create: true,
  });
  await alignOpening();
});
afterEach(async () => {
  await Promise.all([...services, ...readers].map((each) => each.kill()));
  await kafka.close();
  await test.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** The log on Kafka begins with its opening record; what is compared with it must hold the same record at the same place. */
async function alignOpening(): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const from = new Array<number>(PARTITIONS).fill(0);
    kafka
      .read((partition, [record]) => {
        if (record?.offset === 0 && history.records[partition]!.length === 0) {
          history.adopt(record);
          resolve();
        }
        return Promise.resolve();
      }, from)
      .then(async (reader) => {
        await until('the opening record is read', () => history.ends().some((end) => end > 0));
        await reader.stop();
      })
      .catch(reject);
  });
}

async function service(role: 'projector' | 'query', name: string): Promise<ServiceProcess> {
  const started = new ServiceProcess(role, name, await freePort(), folder, {
    KAFKA_BROKERS: testBrokers().join(','),
    DATABASE_URL: `${test.url}?application_name=${name}`,
    LEDGER_ID: 'test',
    TOPIC_PREFIX: prefix,
    EVENTS_PARTITIONS: String(PARTITIONS),
    ...knownCallers({}),
  });
  services.push(started);
  return started;
}

/** A plain reader in a process of its own, with its file. */
class Reader {
  private child: ChildProcess | undefined;
  readonly file: string;

  constructor(
    private readonly script: string,
    name: string,
    private readonly args: string[],
  ) {
    this.file = join(folder, `${name}.json`);
    readers.push(this);
  }

  start(): void {
    const log = openSync(`${this.file}.log`, 'a');
    const script = join(__dirname, '..', 'readers', this.script);
    this.child = spawn(process.execPath, [script, ...this.args, this.file], { stdio: ['ignore', log, log] });
  }

  async kill(): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  get kept(): Record<string, unknown> {
    return existsSync(this.file) ? (JSON.parse(readFileSync(this.file, 'utf8')) as Record<string, unknown>) : {};
  }
}

let serial = 0;
function command(department: string): Command {
  serial += 1;
  const basis = {
    commandId: `command-${serial}`,
    division: '361100',
    department,
    documentNumber: `样例〔2024〕${serial}号`,
    effectiveDate: '2024-06-01',
  };
  const unit = `${department}00${1 + (serial % 2)}`;
  const ofYear = { ...basis, fiscalYear: 2024 };
  const line = { unit, source: 'general-public-budget', function: '2012901', economic: '30101', category: 'personnel' };
  const amountYuan = `${1 + (serial % 9)}.00`;
  const pool = { ...line, unit: department, amountYuan };
  // Some of the money comes through the department's pool, which has states of its own.
  if (serial % 7 === 0) return { ...ofYear, type: 'AllocateBudget', lines: [pool] } as Command;
  if (serial % 7 === 1) {
    return { ...ofYear, type: 'HandDownBudget', from: [pool], to: [{ ...pool, unit }] } as Command;
  }
  const kind = serial % 5 === 0 ? 'cut' : 'supplement';
  return { ...ofYear, type: 'AdjustBudget', kind, lines: [{ ...line, amountYuan }] } as Command;
}

function registrations(department: string): Command[] {
  return [1, 2].map((n) => ({
    type: 'RegisterUnit',
    commandId: `register-${department}-${n}`,
    division: '361100',
    department,
    documentNumber: '样例〔2024〕0号',
    effectiveDate: '2024-01-01',
    unit: `${department}00${n}`,
    name: `单位${department}00${n}`,
    departmentName: `部门${department}`,
  }));
}

async function post(...commands: Command[]): Promise<void> {
  const before = history.ends();
  for (const each of commands) history.post(each);
  for (const [partition, records] of history.records.entries()) {
    const added = records.slice(before[partition]);
    if (added.length === 0) continue;
    await kafka.append(
      partition,
      added.map(({ key, value }) => ({ key: key!.toString(), value: value! })),
    );
  }
}

async function untilProjected(): Promise<void> {
  const isDone = async (): Promise<boolean> => {
    const { rows } = await test.database.query<{ partition: number; next: number }>(
      'select partition, next_offset as next from checkpoint',
    );
    const next = new Map(rows.map((row) => [row.partition, row.next]));
    return history.ends().every((end, partition) => (next.get(partition) ?? 0) >= end);
  };
  await until('the log is projected to its end', isDone, { everyMs: 100 });
}

/** What the tables would be if nobody had ever been killed. */
async function expectTablesAsNeverKilled(): Promise<void> {
  const fresh = await createTestDatabase();
  try {
    await serveEmpty(fresh.database);
    const reader = new TestReader(history, new Projection(fresh.database, PARTITIONS));
    await reader.start();
    await reader.finish();
    expect(await dumpTables(test.database)).toEqual(await dumpTables(fresh.database));
  } finally {
    await fresh.drop();
  }
}

async function allStates(): Promise<UnitYearState[]> {
  return (await readStates(test.database, {}, undefined, 1_000)).states;
}

/** The lines as the example of a subscription by SSE keeps them. */
function asSseReaderKeeps(states: readonly UnitYearState[]): Record<string, string> {
  const lines = states.flatMap(({ division, fiscalYear, lines: own }) =>
    own.map((line) => {
      const { unit, source, function: code, economic, category, originYear, procurement, project } = dimensionsOf(line);
      const key = [division, fiscalYear, unit, source, code, economic, category];
      const rest = [originYear ?? '', procurement ?? '', project ?? ''];
      return [[...key, ...rest].join('|'), amountsInYuan(line).currentYuan] as const;
    }),
  );
  return Object.fromEntries(lines);
}

describe('a projector that is killed with -9', () => {
  it.each(['checkpoint', 'event', 'posting', 'saying', 'unit_year', 'budget_line', 'stream_head'])(
    'while it writes %s, twice in a row, changes nothing',
    async (table) => {
      await serveEmpty(test.database);
      await post(...DEPARTMENTS.flatMap(registrations));
      await post(...Array.from({ length: 60 }, (_, n) => command(DEPARTMENTS[n % DEPARTMENTS.length]!)));
      await test.database.query(`
        create function hold() returns trigger language plpgsql as $$ begin perform pg_sleep(1); return null; end $$;
        create trigger hold before insert or update on ${table} for each statement execute function hold()`);
      const projector = await service('projector', 'projector-1');
      for (let kills = 0; kills < 2; kills += 1) {
        projector.start();
        await until(`the projector is writing ${table}`, () => isHeld('projector-1'), { everyMs: 10 });
        await projector.kill();
        await until('its transaction is gone', async () => !(await isHeld('projector-1')));
      }
      await test.database.query(`drop trigger hold on ${table}`);
      projector.start();
      await untilProjected();
      await expectTablesAsNeverKilled();
    },
  );
});

async function isHeld(name: string): Promise<boolean> {
  const { rows } = await test.database.query(
    "select 1 from pg_stat_activity where application_name = $1 and wait_event = 'PgSleep'",
    [name],
  );
  return rows.length > 0;
}

it('readers of either kind, projectors and the query service are killed at random: all end as if nobody had been', async () => {
  const projectors = [await service('projector', 'projector-1'), await service('projector', 'projector-2')];
  const query = await service('query', 'query');
  for (const each of services) each.start();
  await Promise.all(projectors.map((each) => each.untilReady()));
  await query.untilReady();
  await post(...DEPARTMENTS.flatMap(registrations));

  await (await TopicWatch.start(testBrokers(), topicsOf(prefix).tables)).stop();

  const address = `${query.url}/v1/subscriptions`;
  const tokenFile = join(folder, 'token');
  writeFileSync(tokenFile, `${READER.token}\n`);
  const tables = [testBrokers().join(','), topicsOf(prefix).tables];
  const steady = [
    new Reader('sse-reader.mjs', 'sse-steady', [address, tokenFile]),
    new Reader('tables-reader.mjs', 'tables-steady', tables),
  ];
  const killed = [
    new Reader('sse-reader.mjs', 'sse-killed', [address, tokenFile]),
    new Reader('tables-reader.mjs', 'tables-killed', tables),
  ];
  for (const each of readers) each.start();

  const until20s = Date.now() + 20_000;
  const goesOn = (): boolean => Date.now() < until20s;
  const killing = async (each: { kill(): Promise<void>; start(): void }, mostMs: number): Promise<number> => {
    let kills = 0;
    for (; goesOn(); kills += 1) {
      await pause(200 + Math.random() * mostMs);
      await each.kill();
      each.start();
    }
    return kills;
  };
  const posting = (async () => {
    while (goesOn()) {
      await post(
        ...Array.from({ length: 5 }, () => command(DEPARTMENTS[Math.floor(Math.random() * DEPARTMENTS.length)]!)),
      );
      await pause(50);
    }
  })();
  const kills = await Promise.all([
    ...killed.map((each) => killing(each, 2_000)),
    ...projectors.map((each) => killing(each, 6_000)),
    killing(query, 10_000),
  ]);
  await posting;
  expect(Math.min(...kills)).toBeGreaterThan(1);

  await untilProjected();
  await expectTablesAsNeverKilled();
  const states = await allStates();
  const lines = asSseReaderKeeps(states);
  const revisions = Object.fromEntries(states.map((state) => [unitYearId(state), state.touched.revision]));
  const sse = [steady[0]!, killed[0]!];
  const kafkaReaders = [steady[1]!, killed[1]!];
  const hasLines = (reader: Reader): boolean => sameJson(sorted(reader.kept['lines']), sorted(lines));
  const hasStates = (reader: Reader): boolean => sameJson(sorted(revisionsIn(reader)), sorted(revisions));
  await until('the subscriptions by SSE have all', () => sse.every(hasLines)).catch(() =>
    expect(sse.map(({ kept }) => kept['lines'])).toEqual([lines, lines]),
  );
  await until('the subscriptions by Kafka have all', () => kafkaReaders.every(hasStates)).catch(() =>
    expect(kafkaReaders.map(revisionsIn)).toEqual([revisions, revisions]),
  );
  expect(kafkaReaders[0]!.kept['states']).toEqual(kafkaReaders[1]!.kept['states']);
  expect(sorted(linesIn(kafkaReaders[0]!))).toEqual(sorted(lines));
  expect(states.some(({ unit }) => unit.length === 3)).toBe(true);
});

function revisionsIn(reader: Reader): Record<string, number> {
  const states = (reader.kept['states'] ?? {}) as Record<string, { revision: number }>;
  return Object.fromEntries(Object.entries(states).map(([key, { revision }]) => [key, revision]));
}

/** The lines of all states, as the other kind of reader keeps them. */
function linesIn(reader: Reader): Record<string, string> {
  const states = Object.values((reader.kept['states'] ?? {}) as Record<string, TablesRecord>);
  const lines = states.flatMap(({ division, year, lines: own }) =>
    own.map((line) => {
      const { unit, source, function: code, economic, category, originYear, procurement, project } = line;
      const key = [division, year, unit, source, code, economic, category];
      return [[...key, originYear ?? '', procurement ?? '', project ?? ''].join('|'), line.currentYuan] as const;
    }),
  );
  return Object.fromEntries(lines);
}

function sorted(value: unknown): [string, unknown][] {
  return Object.entries(value ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
}

function sameJson(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
