import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import type { Command } from '#domain';
import { KafkaLog, partitionOf } from '#log';
import { createHttpApp, loggerModule, readConfig } from '#platform';
import {
  dropVersion,
  moveServing,
  openReadModel,
  OWN_VERSION,
  readChecksums,
  type ReadModelVersion,
  schemaOf,
} from '#read-model';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { ProjectorModule } from '../../apps/projector/src/projector.module';
import { QueryModule } from '../../apps/query/src/query.module';
import { until } from '../chaos/wait';
import { knownCallers, readAsReader } from '../support/callers';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { newPrefix, testBrokers } from '../support/kafka';
import { adjustment } from '../support/sample';
import { shangraoCommands } from '../support/shangrao';
import { TestLog } from '../support/test-log';

const STREAM = '361100/126';
const UNIT = '/v1/units/361100/126001';
const YEAR = `${UNIT}/years/2024`;
const PARTITIONS = 3;
const PARTITION = partitionOf(STREAM, PARTITIONS);

let folder: string;
let changed: ReadModelVersion;
let test: TestDatabase;
let kafka: KafkaLog;
let history: TestLog;
let prefix: string;
const apps = new Set<NestFastifyApplication>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'budget-ledger-upgrade-'));
  // The released tables with a further column and a further index, as a release of the same form may bring them.
  cpSync(OWN_VERSION.folder, folder, { recursive: true });
  const append = (file: string, sql: string): void => {
    writeFileSync(join(folder, file), `${readFileSync(join(folder, file), 'utf8')}\n${sql}\n`);
  };
  append('tables.sql', "alter table budget_line add column remark text not null default '';");
  append('indexes.sql', 'create index budget_line_by_year on budget_line (fiscal_year);');
  changed = { ...OWN_VERSION, version: 'changed', folder };
  prefix = newPrefix();
  test = await createTestDatabase();
  history = new TestLog(PARTITIONS);
  const settings = { brokers: testBrokers(), ledgerId: 'test', clientId: 'upgrade-spec', prefix };
  kafka = await KafkaLog.open({ ...settings, partitions: PARTITIONS, create: true });
  await post(...shangraoCommands());
});
afterAll(async () => {
  await Promise.all([...apps].map((app) => app.close()));
  await kafka.close();
  await test.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function post(...commands: Command[]): Promise<void> {
  const from = history.records[PARTITION]!.length;
  for (const command of commands) history.post(command);
  const records = history.records[PARTITION]!.slice(from);
  await kafka.append(
    PARTITION,
    records.map(({ value }) => ({ key: STREAM, value: value! })),
  );
}

async function start(...modules: ('query' | ReadModelVersion)[]): Promise<NestFastifyApplication> {
  const config = readConfig({
    KAFKA_BROKERS: testBrokers().join(','),
    DATABASE_URL: test.url,
    LEDGER_ID: 'test',
    TOPIC_PREFIX: prefix,
    LOG_LEVEL: 'silent',
    ...knownCallers({}),
  });
  const imports = modules.map((module) =>
    module === 'query' ? QueryModule.forRoot({ config }) : ProjectorModule.forRoot({ config, version: module }),
  );

  @Module({ imports: [loggerModule(config), ...imports] })
  class TestApp {}

  const app = await createHttpApp(TestApp);
  readAsReader(app);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  apps.add(app);
  return app;
}

async function stop(app: NestFastifyApplication): Promise<void> {
  apps.delete(app);
  await app.close();
}

async function untilReady(app: NestFastifyApplication): Promise<void> {
  await until('it is ready', async () => (await app.inject('/health/ready')).statusCode === 200);
}

async function serving(query: NestFastifyApplication): Promise<string | null> {
  return (await query.inject('/v1/projections')).json<{ serving: string | null }>().serving;
}

/** Each command adds one yuan to the same line, so that a revision tells what the line must come to. */
const FIRST_REVISION = 1 + shangraoCommands().length;
let posted = 0;
async function load(isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await post(...Array.from({ length: 5 }, () => adjustment(`load-${(posted += 1)}`, '1.00')));
    await pause(5);
  }
}

interface Seen {
  reads: number;
  versions: Set<string>;
}
/** Reads all the while: every answer is there, right, and not of before the one that came before it. */
async function read(query: NestFastifyApplication, isOver: () => boolean, seen: Seen): Promise<void> {
  let newest = 0;
  let base: bigint | undefined;
  const paths = [`${YEAR}/lines?limit=500`, `${YEAR}/tables/3`, `${YEAR}/comparison`, UNIT, `${YEAR}/explanation`];
  while (!isOver()) {
    for (const path of paths) {
      const { statusCode, body } = await query.inject(path);
      expect([path, statusCode, statusCode === 200 ? '' : body]).toEqual([path, 200, '']);
      const answer = JSON.parse(body) as { revision: number; position: string; lines?: { currentYuan: string }[] };
      expect(answer.revision).toBeGreaterThanOrEqual(newest);
      newest = answer.revision;
      if (answer.lines !== undefined) {
        const total = answer.lines.reduce((sum, { currentYuan }) => sum + BigInt(currentYuan.replace('.', '')), 0n);
        const without = total - BigInt(answer.revision - FIRST_REVISION) * 100n;
        base ??= without;
        expect([answer.revision, without]).toEqual([answer.revision, base]);
      }
      seen.reads += 1;
    }
    seen.versions.add((await serving(query)) ?? 'none');
  }
}

/** All pages of the lines, read slowly; they are of the state of the first one. */
async function readPages(query: NestFastifyApplication, first: { next: string; position: string }): Promise<string[]> {
  const keys: string[] = [];
  for (let next: string | undefined = first.next; next !== undefined;) {
    const answer = await query.inject(`${YEAR}/lines?limit=3&cursor=${next}`);
    expect([answer.statusCode, answer.json<{ position: string }>().position]).toEqual([200, first.position]);
    const page: { lines: { lineKey?: string }[]; next?: string } = answer.json();
    keys.push(...page.lines.map((line) => JSON.stringify(line)));
    next = page.next;
  }
  return keys;
}

it('another version takes over under load, read all the while: no 404, no 5xx, no wrong figure, no position that goes back', async () => {
  const query = await start('query');
  expect((await query.inject('/health/ready')).statusCode).toBe(503);
  expect((await query.inject(UNIT)).json()).toMatchObject({ status: 503, code: 'unavailable' });
  const old = await start(OWN_VERSION);
  await Promise.all([untilReady(old), untilReady(query)]);
  const firstPage = (await query.inject(`${YEAR}/lines?limit=3`)).json<{ next: string; position: string }>();
  const whole = await readPages(query, firstPage);

  let isOver = false;
  const seen: Seen = { reads: 0, versions: new Set() };
  const working = [load(() => isOver), ...[1, 2].map(() => read(query, () => isOver, seen))];
  const endings = Promise.all(working);
  try {
    await pause(500);
    const later = await start(changed);
    await until('the new version is read', async () => (await serving(query)) === changed.version);
    await untilReady(later);
    await pause(1_000);
    // Pages that began in the old version go on in it, to the same lines.
    expect(await readPages(query, firstPage)).toEqual(whole);
    // Back with one statement, while both are followed, and forth again.
    await until('back', async () => (await moveServing(test.database, OWN_VERSION)).moved);
    await pause(500);
    await until('forth', async () => (await moveServing(test.database, changed)).moved);
    await pause(500);
    await stop(old);
    await pause(500);
  } finally {
    isOver = true;
  }
  await endings;
  expect(seen.reads).toBeGreaterThan(50);
  expect(seen.versions).toEqual(new Set([OWN_VERSION.version, changed.version]));

  expect(await dropVersion(test.database, OWN_VERSION.version)).toEqual({ dropped: true });
  const gone = await query.inject(`${YEAR}/lines?limit=3&cursor=${firstPage.next}`);
  expect(gone.json()).toMatchObject({ status: 410, code: 'page-expired', readModel: OWN_VERSION.version });
  expect((await query.inject(`${YEAR}/lines?limit=3`)).statusCode).toBe(200);
});

it('the version of before comes back to life with its projector, and is equal but for what the other one added', async () => {
  const old = await start(OWN_VERSION);
  const query = await start('query');
  await untilReady(old);
  await until('back', async () => (await serving(query)) === OWN_VERSION.version);
  const newer = openReadModel(test.url, () => undefined, schemaOf(changed.version));
  await newer.query('alter table budget_line drop column remark');
  const [of, other] = [await readChecksums(test.database), await readChecksums(newer)];
  await newer.end();
  expect(of).toEqual(other);
});
