import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '#embedded';
import { KafkaLog } from '#log';
import { moveServing, OWN_VERSION, ownVersion, recalledRoom, type ReadModelVersion } from '#read-model';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { checkProjections } from '../../apps/projector/src/check-projections';
import { ServiceProcess } from '../chaos/service-process';
import { until } from '../chaos/wait';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { newPrefix, testBrokers } from '../support/kafka';
import { startQueryApp } from '../support/query-app';
import { registrationOf, SAMPLE_LINE } from '../support/sample';
import { TestLog } from '../support/test-log';

const PARTITIONS = 4;
const FROM_2025 = ownVersion(2025);
const DEPARTMENTS = Array.from({ length: 8 }, (_, n) => String(100 + n));

let folder: string;
let prefix: string;
let place: TestDatabase;
let kafka: KafkaLog;
let history: TestLog;
let app: NestFastifyApplication;
const running: ServiceProcess[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'budget-ledger-history-'));
  prefix = newPrefix();
  place = await createTestDatabase();
  history = new TestLog(PARTITIONS);
  const settings = { brokers: testBrokers(), ledgerId: 'test', clientId: 'history-spec', prefix };
  kafka = await KafkaLog.open({ ...settings, partitions: PARTITIONS, create: true });
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((projector) => projector.kill()));
  await app.close();
  await kafka.close();
  await place.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function startProjector(historyFrom?: number): Promise<ServiceProcess> {
  const projector = new ServiceProcess('projector', `projector-${running.length}`, await freePort(), folder, {
    KAFKA_BROKERS: testBrokers().join(','),
    DATABASE_URL: place.url,
    LEDGER_ID: 'test',
    TOPIC_PREFIX: prefix,
    LOG_LEVEL: 'info',
    ...(historyFrom === undefined ? {} : { HISTORY_FROM_YEAR: String(historyFrom) }),
  });
  running.push(projector);
  projector.start();
  return projector;
}

let serial = 0;
/** So many events in each department. Those of 2024 are recorded then, as the log's clock says. */
async function post(each: number): Promise<void> {
  const before = history.ends();
  for (const department of DEPARTMENTS) {
    if (!history.states.has(`361100/${department}`)) {
      history.post({ ...registrationOf(department), commandId: `register-${department}` });
    }
    const { unit, name: _, departmentName: __, ...basis } = registrationOf(department);
    for (let n = 0; n < each; n += 1) {
      const lines = [{ ...SAMPLE_LINE, unit, economic: `3020${1 + (n % 7)}`, amountYuan: '1.00' }];
      history.post({
        ...basis,
        type: 'AllocateBudget',
        commandId: `allocate-${(serial += 1)}`,
        fiscalYear: 2024,
        lines,
      });
    }
  }
  for (const [partition, records] of history.records.entries()) {
    const added = records.slice(before[partition]).map(({ key, value }) => ({ key: key!.toString(), value: value! }));
    for (let at = 0; at < added.length; at += 500) await kafka.append(partition, added.slice(at, at + 500));
  }
}

async function untilServed({ version }: ReadModelVersion): Promise<void> {
  await until(`${version} is read`, async () => {
    const { rows } = await place.database
      .query<{ version: string }>('select version from read_model.serving')
      .catch(() => ({ rows: [] }));
    return rows[0]?.version === version;
  });
}

interface Got {
  status: number;
  isFromLog: boolean;
  lines: Record<string, unknown>[] | undefined;
  code: unknown;
}
async function lines(department: string): Promise<Got> {
  const position = history.ends().map((end, partition) => `${partition}:${end - 1}`);
  const {
    statusCode: status,
    headers,
    payload,
  } = await app.inject({
    url: `/v1/departments/361100/${department}/years/2024/lines`,
    headers: { 'ledger-min-position': position.join(',') },
  });
  const { lines: found, code } = JSON.parse(payload) as { lines?: Record<string, unknown>[]; code?: string };
  return { status, isFromLog: headers['ledger-answered-from'] === 'log', lines: found, code };
}

async function expectCheckEqual(historyFrom?: number): Promise<void> {
  const log = { brokers: testBrokers(), prefix, ledgerId: 'test', databaseUrl: place.url };
  const { tables } = await checkProjections({ ...log, historyFrom });
  expect(tables.filter(({ isEqual }) => !isEqual)).toEqual([]);
}

it('another setting is another version beside the one that is read, which takes its place and can be left again', async () => {
  await post(60);
  const whole = await startProjector();
  await untilServed(OWN_VERSION);
  app = await startQueryApp(place.url, { positionTimeoutMs: 30_000 });
  const ofWhole = await lines('101');
  expect(ofWhole).toMatchObject({ status: 200, isFromLog: false });

  const part = await startProjector(2025);
  await untilServed(FROM_2025);
  expect(await lines('101')).toEqual({ ...ofWhole, isFromLog: true });
  await expectCheckEqual(2025);
  const isReady = async (): Promise<boolean> => (await part.readiness())?.ready === true;
  await until('it is ready', isReady);
  expect((await part.readiness())?.parts['projector']).toContain(
    `history from 2025 on, ${DEPARTMENTS.length} years of departments before it are not closed yet`,
  );
  const { payload } = await app.inject({ url: '/v1/projections' });
  expect(JSON.parse(payload)).toMatchObject({
    serving: FROM_2025.version,
    versions: [
      { version: OWN_VERSION.version, historyFromYear: null },
      { historyFromYear: 2025, leftOut: { openYears: DEPARTMENTS.length, recalledStreams: 1 } },
    ],
  });

  // What is recorded later of a year that was left out is in the tables, and read together with what was left out.
  history.waitUntil('2025-03-01T00:00:00Z');
  await post(1);
  const late = await lines('101');
  expect(late.isFromLog).toBe(true);
  await expectCheckEqual(2025);

  await until('it has caught up', async () => (await moveServing(place.database, OWN_VERSION)).moved);
  expect(await lines('101')).toEqual({ ...late, isFromLog: false });
  await expectCheckEqual();
  await whole.stop();
});

it('a projector that is killed while it reads history leaves nothing of it, and of two that run next one reads it', async () => {
  await post(4_000);
  let projector = await startProjector(2025);
  await untilServed(FROM_2025);
  app = await startQueryApp(place.url, { positionTimeoutMs: 30_000, historyTimeoutMs: 300 });
  const told = async (): Promise<number> => {
    const { rows } = await place.database.query<{ told: string }>(
      'select told_at::text as told from read_model.recalling',
    );
    return rows.length;
  };
  let killed = 0;
  for (; killed < 3; killed += 1) {
    const [first] = await Promise.all([
      lines(DEPARTMENTS[killed]!),
      until('it reads', async () => (await told()) > 0, { everyMs: 5 }),
    ]);
    await projector.kill();
    // It may have been done by then.
    if (first.status !== 200) expect(first).toMatchObject({ status: 503 });
    const { rows } = await place.database.query('select from read_model.recall where filled_at is not null');
    expect((await recalledRoom(place.database, FROM_2025)).streams).toBe(rows.length);
    await place.database.query('delete from read_model.recalling');
    projector = await startProjector(2025);
  }
  await startProjector(2025);
  await until('all is answered', async () => {
    const all = await Promise.all(DEPARTMENTS.map(lines));
    return all.every(({ status, isFromLog }) => status === 200 && isFromLog);
  });
  const [first] = await Promise.all(DEPARTMENTS.map(lines));
  expect(first!.lines!.map((line) => (line['events'] as unknown[]).length).reduce((a, b) => a + b)).toBe(4_000);
  expect((await recalledRoom(place.database, FROM_2025)).streams).toBe(DEPARTMENTS.length);
  // Two that read the same would say so twice.
  const said = readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
  const read = [...said.matchAll(/left-out history of (\d+) streams was read/g)].map(([, streams]) => Number(streams));
  expect(read.length).toBeGreaterThan(0);
  expect(read.reduce((sum, streams) => sum + streams)).toBeLessThanOrEqual(DEPARTMENTS.length);
});
