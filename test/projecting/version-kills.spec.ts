import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { freePort } from '#embedded';
import { KafkaLog } from '#log';
import {
  markUnbuilt,
  moveServing,
  openReadModel,
  OWN_VERSION,
  Projection,
  ReadModels,
  readChecksums,
  readVersions,
  schemaOf,
} from '#read-model';

import { checkProjections } from '../../apps/projector/src/check-projections';
import { ServiceProcess } from '../chaos/service-process';
import { until } from '../chaos/wait';
import { createTestDatabase, type TestDatabase, serveEmpty } from '../support/database';
import { newPrefix, testBrokers } from '../support/kafka';
import { registrationOf, SAMPLE_LINE } from '../support/sample';
import { TestLog, TestReader } from '../support/test-log';

const PARTITIONS = 4;
const KILLS = 10;
const DEPARTMENTS = Array.from({ length: 12 }, (_, n) => String(100 + n));
const LATER = { ...OWN_VERSION, version: 'later' };

let folder: string;
let prefix: string;
let place: TestDatabase;
let kafka: KafkaLog;
let history: TestLog;
let projector: ServiceProcess;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'budget-ledger-kills-'));
  prefix = newPrefix();
  place = await createTestDatabase();
  history = new TestLog(PARTITIONS);
  const settings = { brokers: testBrokers(), ledgerId: 'test', clientId: 'kills-spec', prefix };
  kafka = await KafkaLog.open({ ...settings, partitions: PARTITIONS, create: true });
  projector = new ServiceProcess('projector', 'projector', await freePort(), folder, {
    KAFKA_BROKERS: testBrokers().join(','),
    DATABASE_URL: place.url,
    LEDGER_ID: 'test',
    TOPIC_PREFIX: prefix,
  });
});
afterEach(async () => {
  await projector.kill();
  await kafka.close();
  await place.drop();
  rmSync(folder, { recursive: true, force: true });
});

let serial = 0;
/** So many events in each department, which are spread over all partitions; the first ones register a unit each. */
async function post(each: number): Promise<void> {
  const before = history.ends();
  for (const department of DEPARTMENTS) {
    const known = history.states.has(`361100/${department}`);
    if (!known) history.post({ ...registrationOf(department), commandId: `register-${department}` });
    for (let n = 0; n < each; n += 1) {
      serial += 1;
      const lines = [
        { ...SAMPLE_LINE, unit: `${department}001`, economic: `3020${1 + (serial % 7)}`, amountYuan: '1.00' },
      ];
      const { unit: _, name: __, departmentName: ___, ...basis } = registrationOf(department);
      history.post({ ...basis, type: 'AllocateBudget', commandId: `allocate-${serial}`, fiscalYear: 2024, lines });
    }
  }
  for (const [partition, records] of history.records.entries()) {
    const added = records.slice(before[partition]).map(({ key, value }) => ({ key: key!.toString(), value: value! }));
    for (let at = 0; at < added.length; at += 500) await kafka.append(partition, added.slice(at, at + 500));
  }
}

async function expectEqualToOneFromNothing(): Promise<void> {
  const { tables, stops } = await checkProjections({
    brokers: testBrokers(),
    prefix,
    ledgerId: 'test',
    databaseUrl: place.url,
  });
  expect(tables.filter(({ isEqual }) => !isEqual)).toEqual([]);
  expect(stops).toEqual([]);
  expect(tables.find(({ table }) => table === 'event')?.live?.rows).toBe(eventCount());
}

function eventCount(): number {
  return history.records.reduce((sum, { length }) => sum + length, 0);
}

async function pointers(): Promise<string[]> {
  const { rows } = await place.database.query<{ version: string }>('select version from read_model.serving');
  return rows.map(({ version }) => version);
}

/** When it was told last how far the filling is. */
async function toldAt(): Promise<number> {
  const [version] = await readVersions(place.database);
  return version?.progress?.toldAt.getTime() ?? 0;
}

async function untilAllIsProjected(): Promise<void> {
  const isDone = async (): Promise<boolean> => {
    const { rows } = await place.database.query<{ sum: string }>(
      'select sum(next_offset)::text as sum from checkpoint',
    );
    return Number(rows[0]!.sum) >= eventCount();
  };
  await until('everything is projected', isDone);
}

it('a projector that is killed while it fills leaves nothing that is read, and the last one fills all of it', async () => {
  await post(1_500);
  const models = new ReadModels(place.url, () => undefined);
  let sawHalfFilled = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const before = await toldAt();
    projector.start();
    await until('it fills', async () => (await toldAt()) > before, { everyMs: 5 });
    await pause(Math.random() * 1_000);
    await projector.kill();
    const [version] = await readVersions(place.database);
    // What is not filled is read by nobody, whatever the pointer says.
    const isFilled = version?.builtAt instanceof Date;
    if (!isFilled) sawHalfFilled += 1;
    const isRead = await models.serving().then(
      () => true,
      () => false,
    );
    expect(isRead).toBe(isFilled && version.isServing);
    if (isFilled) await markUnbuilt(place.database, OWN_VERSION.version);
  }
  await models.end();
  expect(sawHalfFilled).toBeGreaterThan(0);
  projector.start();
  await projector.untilReady();
  expect(await pointers()).toEqual([OWN_VERSION.version]);
  await expectEqualToOneFromNothing();
});

it('a projector that is killed while it follows misses nothing and counts nothing twice', async () => {
  await post(1);
  projector.start();
  await projector.untilReady();
  await projector.kill();
  for (let kill = 0; kill < KILLS; kill += 1) {
    await post(60);
    projector.start();
    await pause(700 + Math.random() * 1_500);
    await projector.kill();
  }
  projector.start();
  await projector.untilReady();
  await untilAllIsProjected();
  expect(await pointers()).toEqual([OWN_VERSION.version]);
  await expectEqualToOneFromNothing();
});

it('whoever is killed while he moves the pointer leaves it at one version or the other, and readers always have one', async () => {
  await post(20);
  await serveEmpty(place.database, OWN_VERSION);
  await serveEmpty(place.database, LATER);
  await moveServing(place.database, OWN_VERSION, { isForced: true });
  for (const version of [OWN_VERSION, LATER]) {
    const database = openReadModel(place.url, () => undefined, schemaOf(version.version));
    const reader = new TestReader(history, new Projection(database, PARTITIONS, version));
    await reader.start();
    await reader.finish();
    await database.end();
  }
  const models = new ReadModels(place.url, () => undefined);
  const seen = new Set<string>();
  const reader = { isDone: false };
  const reading = (async () => {
    while (!reader.isDone) seen.add((await models.serving()).version);
  })();
  let moves = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const script = join(__dirname, 'switch-forever.mjs');
    const dist = join(__dirname, '..', '..', 'dist');
    const child = spawn(process.execPath, [script, dist, place.url, LATER.version, OWN_VERSION.version], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.stdout.on('data', (text: Buffer) => (moves += text.toString().split('\n').length - 1));
    await once(child.stdout, 'data');
    await pause(Math.random() * 200);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const after = await pointers();
    expect(after).toHaveLength(1);
    expect([OWN_VERSION.version, LATER.version]).toContain(after[0]);
  }
  reader.isDone = true;
  await reading;
  expect(moves).toBeGreaterThan(KILLS);
  expect(seen).toEqual(new Set([OWN_VERSION.version, LATER.version]));
  const later = openReadModel(place.url, () => undefined, schemaOf(LATER.version));
  expect(await readChecksums(later)).toEqual(await readChecksums(place.database));
  await later.end();
  await models.end();
  expect(await moveServing(place.database, OWN_VERSION)).toMatchObject({ moved: true });
});
