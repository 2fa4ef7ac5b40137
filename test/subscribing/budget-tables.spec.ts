import { setTimeout as pause } from 'node:timers/promises';

import type { Command, PostingLine } from '#domain';
import { KafkaLog, partitionOf, topicsOf } from '#log';
import { createHttpApp, loggerModule, readConfig } from '#platform';
import { type TablesRecord, tablesRecord } from '#wire';
import { Logger, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Kafka, logLevel, Partitioners, type Producer } from 'kafkajs';

import { ProjectorModule } from '../../apps/projector/src/projector.module';
import { QueryModule } from '../../apps/query/src/query.module';
import { until } from '../chaos/wait';
import { knownCallers, readAsReader } from '../support/callers';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { dumpTables } from '../support/table-dump';
import { newPrefix, testBrokers } from '../support/kafka';
import { shangraoCommands } from '../support/shangrao';
import { TestLog } from '../support/test-log';
import { TopicWatch } from '../support/topic-watch';
import { adjustment } from '../support/sample';

const PARTITIONS = 3;
const KEY = '361100/126001/2024';

let prefix: string;
let kafka: KafkaLog;
let history: TestLog;
let databases: TestDatabase[];
let apps: NestFastifyApplication[];
let producer: Producer;
let watch: TopicWatch;

beforeEach(async () => {
  prefix = newPrefix();
  databases = [await createTestDatabase()];
  apps = [];
  history = new TestLog(PARTITIONS);
  kafka = await KafkaLog.open({
    brokers: testBrokers(),
    ledgerId: 'test',
    clientId: 'tables-spec',
    prefix,
    partitions: PARTITIONS,
    create: true,
  });
  const client = new Kafka({ brokers: testBrokers(), logLevel: logLevel.NOTHING });
  producer = client.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
});
afterEach(async () => {
  await Promise.all(apps.map((app) => app.close()));
  await watch.stop();
  await producer.disconnect();
  await kafka.close();
  await Promise.all(databases.map((database) => database.drop()));
});

/** A process with a projector, its publisher and the queries. */
async function start(database = databases[0]!, env: Record<string, string> = {}): Promise<NestFastifyApplication> {
  const config = readConfig({
    KAFKA_BROKERS: testBrokers().join(','),
    DATABASE_URL: database.url,
    LEDGER_ID: 'test',
    TOPIC_PREFIX: prefix,
    EVENTS_PARTITIONS: String(PARTITIONS),
    LOG_LEVEL: 'silent',
    ...knownCallers({}),
    ...env,
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

async function stop(app: NestFastifyApplication): Promise<void> {
  apps = apps.filter((other) => other !== app);
  await app.close();
}

async function post(...commands: Command[]): Promise<void> {
  for (const command of commands) {
    const before = history.ends();
    history.post(command);
    const partition = history.ends().findIndex((end, index) => end > before[index]!);
    const { key, value } = history.records[partition]!.at(-1)!;
    await kafka.append(partition, [{ key: key!.toString(), value: value! }]);
  }
}

let serial = 0;
function supplement(yuan = '100.00'): Command {
  serial += 1;
  return adjustment(`supplement-${serial}`, yuan, { documentNumber: `样例〔2024〕${serial}号` });
}

/** The last record of each key, as somebody reads it who knows nothing but the topic. */
function lastRecords(): Map<string, TablesRecord | undefined> {
  const parsed = [...watch.last].map(
    ([key, { value }]) => [key, tablesRecord.safeParse(jsonOf(value?.toString() ?? 'null')).data] as const,
  );
  return new Map(parsed);
}

function jsonOf(text: string): unknown {
  return JSON.parse(text) as unknown;
}

const headRevision = (): number => history.records[partitionOf('361100/126', PARTITIONS)]!.length;

async function untilNewest(): Promise<Map<string, TablesRecord | undefined>> {
  const isNewest = (): boolean => lastRecords().get(KEY)?.revision === headRevision();
  await until('the last record is the newest state', isNewest);
  return lastRecords();
}

/** Posts the real budget and watches the topic until both years are there. */
async function begin(): Promise<void> {
  await post(...shangraoCommands());
  watch = await TopicWatch.start(testBrokers(), topicsOf(prefix).tables);
  await until('both years are there', () => watch.last.size === 2);
  await untilNewest();
}

describe('budget.tables', () => {
  it('holds each unit-year as HTTP shows it, and each change of it', async () => {
    const app = await start();
    await begin();
    await post(supplement());
    const last = await untilNewest();
    expect([...last.keys()].sort()).toEqual(['361100/126001/2023', KEY]);
    const record = last.get(KEY)!;
    const partition = partitionOf('361100/126', PARTITIONS);
    const position = `${partition}:${headRevision() - 1}`;
    const answer = (await app.inject('/v1/units/361100/126001/years/2024/lines')).json<{
      lines: { events: unknown }[];
    }>();
    const lines = answer.lines.map(({ events: _, ...line }) => line);
    expect(record).toMatchObject({ position, unitName: '上饶市妇女联合会', omitted: [], lines });
    for (const { table, rows, details } of record.tables) {
      const answer = await app.inject(`/v1/units/361100/126001/years/2024/tables/${table}`);
      expect({ rows, details }).toEqual({ rows: answer.json().rows, details: answer.json().details });
    }
    const stream = await app.inject('/v1/streams/361100/126');
    expect(record).toMatchObject({ hash: stream.json().hash, revision: stream.json().revision });
    expect(Buffer.byteLength(JSON.stringify(record))).toBeLessThan(200_000);
  });

  it('holds what a department has not handed down yet, and comes to rest', async () => {
    const app = await start();
    await begin();
    const pool = '361100/126/2024';
    const { lines } = supplement('90.00') as { lines?: PostingLine[] };
    const line = { ...lines![0]!, unit: '126' };
    const basis = {
      division: '361100',
      department: '126',
      documentNumber: '样例〔2024〕9号',
      effectiveDate: '2024-06-01',
    };
    await post({ ...basis, commandId: 'pool', type: 'AllocateBudget', fiscalYear: 2024, lines: [line] });
    await until('the pool is there', () => lastRecords().get(pool)?.revision === headRevision());
    const ofYear = (await app.inject('/v1/streams/361100/126/years/2024')).json<{ pool: unknown[] }>();
    expect(lastRecords().get(pool)).toMatchObject({
      unit: '126',
      unitName: '上饶市妇女联合会（待下达）',
      lines: ofYear.pool,
      tables: [],
    });
    // The name of the department comes with any of its units.
    const renamed = { unit: '126001', name: '新名称', departmentName: '新部门' };
    await post({ ...basis, commandId: 'rename', type: 'RegisterUnit', ...renamed });
    await until('the new name is there', () => lastRecords().get(pool)?.unitName === '新部门（待下达）');
    await untilNewest();
    const behind = async (): Promise<string | undefined> =>
      /^projector_tables_behind (\d+)$/m.exec((await app.inject('/metrics')).body)?.[1];
    await until('nothing is behind', async () => (await behind()) === '0');
  });

  it('is not written again by a publisher that starts anew', async () => {
    const first = await start();
    await begin();
    const count = watch.records.length;
    await stop(first);
    await start();
    await post(supplement());
    await untilNewest();
    expect(watch.records.length).toBe(count + 1);
  });

  it.each([
    ['an older record', (old: string) => old],
    ['a record that is none of ours', () => '{"form":"x"}'],
    [
      'a record of another log',
      (old: string) => JSON.stringify({ ...(jsonOf(old) as object), log: 'other', revision: 999 }),
    ],
    ['a deletion', () => null],
    [
      'a record with a higher revision that the log never led to',
      (old: string) => JSON.stringify({ ...(jsonOf(old) as object), revision: 999_999 }),
    ],
    [
      'a record with a higher revision at a place that the log has not',
      (old: string) => {
        const record = jsonOf(old) as TablesRecord;
        const position = `${record.position.split(':')[0]!}:999999`;
        return JSON.stringify({ ...record, position, revision: 999_999 });
      },
    ],
    [
      'the newest record with other contents',
      (old: string) => JSON.stringify({ ...(jsonOf(old) as object), revision: headRevision(), lines: [] }),
    ],
  ])('is mended after %s arrives late', async (_what, late) => {
    await start();
    await begin();
    const old = watch.last.get(KEY)!.value!.toString();
    await post(supplement());
    await untilNewest();
    const length = watch.records.length;
    await producer.send({ topic: topicsOf(prefix).tables, messages: [{ key: KEY, value: late(old) }] });
    await until('it was written again', () => watch.records.length === length + 2);
    expect(lastRecords().get(KEY)?.revision).toBe(headRevision());
  });

  it('ends with the newest state when two publishers know nothing of each other, and one of them is far behind', async () => {
    databases.push(await createTestDatabase());
    const [one, other] = [await start(databases[0]), await start(databases[1])];
    await begin();
    for (let n = 0; n < 10; n += 1) {
      await post(supplement());
      await pause(100);
    }
    await untilNewest();
    // The second one fills its database again, and must not set the topic back meanwhile.
    await stop(other);
    await databases[1]!.database.query(`truncate ${Object.keys(await dumpTables(databases[1]!.database)).join(', ')}`);
    await start(databases[1]);
    await post(supplement());
    await untilNewest();
    await stop(one);
    await post(supplement());
    const last = await untilNewest();
    expect(
      last.get(KEY)?.lines.find(({ economic, function: code }) => economic === '30101' && code === '2012901'),
    ).toMatchObject({ supplementedYuan: '1200.00' });
  });

  it('leaves out what no record can hold, tells it once, keeps none of the others back, and has it again once it fits', async () => {
    const told = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    const app = await start();
    await begin();
    const basis = {
      division: '361100',
      department: '126',
      documentNumber: '样例〔2024〕9号',
      effectiveDate: '2024-06-01',
    };
    const named = (commandId: string, name: string): Command => ({
      ...basis,
      type: 'RegisterUnit',
      commandId,
      unit: '126002',
      name,
      departmentName: '上饶市妇女联合会',
    });
    const { lines } = supplement() as { lines?: PostingLine[] };
    const first = { ...supplement(), lines: [{ ...lines![0]!, unit: '126002' }] } as Command;
    // Without its lines, without its tables, the name alone is more than a record may hold.
    await post(named('long', 'x'.repeat(7_500_000)));
    await post(first);
    await post(supplement());
    await untilNewest();
    const tellings = (): string[] =>
      told.mock.calls.map(([what]) => String(what)).filter((what) => /cannot be published/.test(what));
    await until('it is told', () => tellings().length > 0);
    const behind = async (): Promise<string | undefined> =>
      /^projector_tables_behind (\d+)$/m.exec((await app.inject('/metrics')).body)?.[1];
    await until('nothing is behind', async () => (await behind()) === '0');
    // Rounds go on with others' news, and it is not tried again.
    await post(supplement());
    await untilNewest();
    const revision = headRevision() - 2;
    expect(tellings()).toEqual([
      `361100/126002/2024 at revision ${revision} cannot be published: no record may be so large, not even without its lines`,
    ]);
    expect(lastRecords().has('361100/126002/2024')).toBe(false);
    await post(named('short', '上饶市妇女儿童活动中心'));
    await until('it is there', () => lastRecords().get('361100/126002/2024')?.unitName === '上饶市妇女儿童活动中心');
    told.mockRestore();
  });

  it('is not used when the topic would forget; the projection goes on', async () => {
    const admin = new Kafka({ brokers: testBrokers(), logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    await admin.createTopics({ waitForLeaders: true, topics: [{ topic: topicsOf(prefix).tables, numPartitions: 1 }] });
    await admin.disconnect();
    const app = await start();
    await post(...shangraoCommands());
    await until('readiness says so', async () => {
      const { parts } = (await app.inject('/health/ready')).json<{ parts: { tables: string } }>();
      return /cleanup\.policy is delete and must be compact/.test(parts.tables);
    });
    await until('the projection goes on', async () => (await app.inject('/v1/units/361100/126001')).statusCode === 200);
  });
});
