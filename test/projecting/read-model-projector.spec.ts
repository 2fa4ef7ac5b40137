import { setTimeout as pause } from 'node:timers/promises';

import { reasonOf } from '#basics';
import type { Command } from '#domain';
import { KafkaLog, PartitionFold, partitionOf } from '#log';
import { createHttpApp, loggerModule, readConfig } from '#platform';
import { openReadModel, READ_MODEL_SCHEMA } from '#read-model';
import { Logger, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { ProjectorModule } from '../../apps/projector/src/projector.module';
import { QueryModule } from '../../apps/query/src/query.module';
import { until } from '../chaos/wait';
import { knownCallers, readAsReader } from '../support/callers';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { newPrefix, testBrokers } from '../support/kafka';
import { shangraoCommands } from '../support/shangrao';
import { dumpTables } from '../support/table-dump';
import { TestLog } from '../support/test-log';
import { adjustment } from '../support/sample';

const STREAM = '361100/126';
const PARTITIONS = 3;
const TABLE = '/v1/units/361100/126001/years/2024/tables/3';

let kafka: KafkaLog;
let prefix: string;
let test: TestDatabase;
let history: TestLog;
let apps: NestFastifyApplication[];

beforeEach(async () => {
  prefix = newPrefix();
  test = await createTestDatabase();
  history = new TestLog(PARTITIONS);
  apps = [];
  kafka = await KafkaLog.open({
    brokers: testBrokers(),
    ledgerId: 'test',
    clientId: 'projector-spec',
    prefix,
    partitions: PARTITIONS,
    create: true,
  });
});
afterEach(async () => {
  await Promise.all(apps.map((app) => stop(app)));
  await kafka.close();
  await test.drop();
});

/** A process with a projector and the queries, as standalone composes them. */
async function start(databaseUrl = test.url): Promise<NestFastifyApplication> {
  const config = readConfig({
    KAFKA_BROKERS: testBrokers().join(','),
    DATABASE_URL: databaseUrl,
    LEDGER_ID: 'test',
    TOPIC_PREFIX: prefix,
    LOG_LEVEL: 'silent',
    ...knownCallers({}),
  });

  @Module({ imports: [loggerModule(config), ProjectorModule.forRoot({ config }), QueryModule.forRoot({ config })] })
  class TestApp {}

  const app = await createHttpApp(TestApp);
  readAsReader(app);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  apps.push(app);
  return app;
}

/** Decides commands and appends their records to Kafka. Answers the position of the newest one. */
async function post(...commands: Command[]): Promise<string> {
  const partition = partitionOf(STREAM, PARTITIONS);
  const from = history.records[partition]!.length;
  for (const command of commands) history.post(command);
  const records = history.records[partition]!.slice(from);
  await kafka.append(
    partition,
    records.map(({ value }) => ({ key: STREAM, value: value! })),
  );
  return `${partition}:${(await kafka.endOffsets())[partition]! - 1}`;
}

async function stop(app: NestFastifyApplication): Promise<void> {
  apps = apps.filter((other) => other !== app);
  await app.close();
}

/** What readiness says of the projector, once it says what is waited for. */
async function untilSaid(app: NestFastifyApplication, expected: RegExp): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const { parts } = (await app.inject('/health/ready')).json<{ parts: { projector: string } }>();
    if (expected.test(parts.projector)) return;
    await pause(50);
  }
  throw new Error(`the projector never said ${String(expected)}`);
}

async function untilReady(app: NestFastifyApplication): Promise<void> {
  await untilSaid(app, /^ready$/);
}

async function untilStatus(app: NestFastifyApplication, status: number, withinMs: number): Promise<void> {
  let said = '';
  const isSo = async (): Promise<boolean> => {
    const { statusCode, body } = await app.inject('/health/ready');
    said = body;
    return statusCode === status;
  };
  await until(`readiness is ${status}`, isSo, { withinMs }).catch((error: unknown) => {
    throw new Error(`${reasonOf(error)}: ${said}`);
  });
}

async function total(app: NestFastifyApplication, position: string): Promise<string | undefined> {
  const response = await app.inject({ url: TABLE, headers: { 'ledger-min-position': position } });
  return response.json<{ rows?: string[][] }>().rows?.[0]?.[2];
}

async function metric(app: NestFastifyApplication, name: string): Promise<number> {
  const { body } = await app.inject('/metrics');
  return Number(new RegExp(`^${name} (.*)$`, 'm').exec(body)?.[1]);
}

const [register, ...others] = shangraoCommands();
const more: Command = adjustment('more', '10000.00');

describe('the projector on a real log', () => {
  it('is ready when it has read what stood in the log, goes on from its place, and rebuilds the same rows', async () => {
    await post(register!, ...others);
    const first = await start();
    expect((await first.inject('/health/ready')).statusCode).toBe(503);
    await untilReady(first);
    expect(await metric(first, 'projector_events_total')).toBe(others.length + 1);
    await stop(first);

    const position = await post(more);
    const second = await start();
    expect(await total(second, position)).toBe('692.29');
    expect(await metric(second, 'projector_events_total')).toBe(1);
    expect(await metric(second, 'projector_lag_records')).toBe(0);
    expect(await metric(second, 'projector_stopped_streams')).toBe(0);
    await stop(second);

    const once = await dumpTables(test.database);
    await test.database.query(`drop schema ${READ_MODEL_SCHEMA} cascade`);
    const third = await start();
    await untilReady(third);
    expect(await dumpTables(test.database)).toEqual(once);
  });

  it('reads what came since it was stopped and nothing else of the log, whatever stands before that', async () => {
    await post(register!, ...others, ...Array.from({ length: 400 }, (_, n) => adjustment(`before ${n}`, '1.00')));
    const first = await start();
    await untilReady(first);
    await stop(first);
    const position = await post(more, adjustment('after', '1.00'));
    const read = jest.spyOn(PartitionFold.prototype, 'read');
    try {
      const second = await start();
      expect(await total(second, position)).toBe('692.33');
      await stop(second);
      // Of each partition the newest record is met again: it must be the one that was read last.
      expect(read.mock.calls.length).toBeLessThanOrEqual(2 + PARTITIONS);
      expect(read.mock.calls.length).toBeGreaterThan(2);
    } finally {
      read.mockRestore();
    }
  });

  it('counts each event once beside a second projector', async () => {
    const [one, other] = await Promise.all([start(), start()]);
    await Promise.all([untilReady(one), untilReady(other)]);
    let position = '';
    for (const command of [register!, ...others]) position = await post(command);
    expect(await total(one, position)).toBe('691.29');
    const counted = (await metric(one, 'projector_events_total')) + (await metric(other, 'projector_events_total'));
    expect(counted).toBe(others.length + 1);
  });

  it('is ready within seconds after a database was lost for some, also where another process publishes the tables', async () => {
    await post(register!, ...others);
    const both = await Promise.all([start(), start()]);
    for (const app of both) await untilReady(app);
    const name = new URL(test.url).pathname.slice(1);
    const server = openReadModel(process.env['TEST_DATABASE_URL']!, () => undefined);
    await server.query(`alter database ${name} allow_connections false`);
    await server.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
    // Long enough for every reader to have failed more than once.
    for (const app of both) await untilStatus(app, 503, 30_000);
    await pause(3_000);
    await server.query(`alter database ${name} allow_connections true`);
    await server.end();
    await Promise.all(both.map((app) => untilStatus(app, 200, 15_000)));
  });

  it('waits for a database that is lost, and goes on when it is back', async () => {
    await post(register!, ...others);
    const app = await start();
    await untilReady(app);
    const name = new URL(test.url).pathname.slice(1);
    const server = openReadModel(process.env['TEST_DATABASE_URL']!, () => undefined);
    await server.query(`alter database ${name} allow_connections false`);
    await server.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
    const position = await post(more);
    expect((await app.inject(TABLE)).json()).toMatchObject({ status: 503, code: 'unavailable' });
    await pause(500);
    await server.query(`alter database ${name} allow_connections true`);
    await server.end();
    expect(await total(app, position)).toBe('692.29');
    expect(await metric(app, 'projector_events_total')).toBe(others.length + 2);
  });

  it('lives without a database, and starts when there is one', async () => {
    await post(register!, ...others);
    const later = new URL(test.url);
    later.pathname += '_later';
    const app = await start(later.href);
    await untilSaid(app, /does not exist/);
    expect((await app.inject('/health/live')).statusCode).toBe(200);
    expect((await app.inject(TABLE)).json()).toMatchObject({ status: 503, code: 'unavailable' });
    await test.database.query(`create database ${later.pathname.slice(1)}`);
    await untilReady(app);
    await stop(app);
    await test.database.query(`drop database ${later.pathname.slice(1)} with (force)`);
  });

  it('stops a stream that it does not understand, and shows it', async () => {
    const partition = partitionOf(STREAM, PARTITIONS);
    const { value } = history.append(STREAM, { type: 'budget.frozen.v9', data: {} });
    await kafka.append(partition, [{ key: STREAM, value: value! }]);
    const app = await start();
    await untilSaid(app, new RegExp(`^ready; streams that wait for an operator: ${STREAM}@`));
    expect(await metric(app, 'projector_stopped_streams')).toBe(1);
    expect(await metric(app, 'projector_alarms_total')).toBe(1);
  });

  it('says at once that its tables do not fit, calls nobody twice, stops no stream, and goes on when they do', async () => {
    const fatal = jest.spyOn(Logger.prototype, 'fatal');
    await post(register!, ...others);
    const app = await start();
    await untilReady(app);
    const database = openReadModel(test.url, () => undefined);
    await database.query('alter table event rename actor to acted');
    const position = await post(more);
    await untilSaid(app, /no stream is stopped: column "actor".*\(SQLSTATE 42703\)/);
    await pause(500);
    await database.query('alter table event rename acted to actor');
    await database.end();
    expect(await total(app, position)).toBe('692.29');
    await untilReady(app);
    expect(fatal.mock.calls).toHaveLength(1);
    expect(await metric(app, 'projector_stopped_streams')).toBe(0);
  });

  it('says that the log is not the one it has read, and does not touch the tables', async () => {
    await post(register!, ...others);
    const app = await start();
    await untilReady(app);
    await stop(app);
    const before = await dumpTables(test.database);
    await test.database.query('update checkpoint set next_offset = next_offset + 1000');
    const damaged = await start();
    await untilSaid(damaged, /budget.*the log ends here, but was read up to/);
    expect((await damaged.inject('/health/live')).statusCode).toBe(200);
    const { checkpoint: _, ...rows } = await dumpTables(test.database);
    expect(before).toMatchObject(rows);
  });
});
