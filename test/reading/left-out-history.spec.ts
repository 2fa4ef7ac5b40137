import { STEPS } from '../../apps/standalone/src/example-year/plan';
import { steps, World } from '../../libs/domain/test/random-years';
import { type Command, formatPosition } from '#domain';
import { OWN_VERSION, openReadModel, ownVersion, Projection, type ReadModelVersion, schemaOf } from '#read-model';
import { parseCommand } from '#wire';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import fc from 'fast-check';

import { createTestDatabase, serveEmpty, type TestDatabase } from '../support/database';
import { startQueryApp } from '../support/query-app';
import { addressesOf, asking, FORMATS, queriesOf, type Read, readsOf } from '../support/reads';
import { TestLog, TestReader } from '../support/test-log';
import { TestRecaller } from '../support/test-recaller';

const PARTITIONS = 3;
const FIRST_YEAR = 2025;

/** The same log in two ledgers: one version holds all of it, and the other no history of before 2025. */
interface Side {
  test: TestDatabase;
  app: NestFastifyApplication;
}
let whole: Side;
let part: Side;
let log: TestLog;
let recaller: TestRecaller;
let reads: Read[];

function parsedOf(posted: object): Command {
  const parsed = parseCommand(posted);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.command;
}
function post(posted: object): void {
  log.post(parsedOf(posted));
}

/** The example year, random years beside it, and corrections of both that were recorded a year later. */
function writeLog(): void {
  log = new TestLog(PARTITIONS);
  const revisions = new Map<string, number>();
  for (const { commands } of STEPS) {
    for (const one of commands((id) => revisions.get(id) ?? 1)) {
      post(one);
      revisions.set(one.commandId, log.streamHead(parsedOf(one)).revision);
    }
  }
  const [all = []] = fc.sample(steps(120), { numRuns: 1, seed: 7 });
  for (const { stream, command, event } of new World().play(all).drain().decided) {
    log.append(stream, { ...event, commandid: command.commandId });
  }
  log.waitUntil('2025-03-01T00:00:00Z');
  for (const fiscalYear of [2024, 2025]) {
    const late = {
      commandId: `late-${fiscalYear}`,
      division: '361100',
      department: '128',
      documentNumber: '样例〔2025〕1号',
    };
    const line = { unit: '128001', source: 'general-public-budget', function: '2012901', economic: '30201' };
    const lines = [{ ...line, category: 'operating', amountYuan: '5.00' }];
    const names = { unit: '128001', name: '单位', departmentName: '部门' };
    post({ ...late, commandId: `unit-${fiscalYear}`, type: 'RegisterUnit', effectiveDate: '2024-01-01', ...names });
    post({ ...late, type: 'AllocateBudget', effectiveDate: `${fiscalYear}-06-01`, fiscalYear, lines });
  }
  for (const department of ['305', '126']) {
    log.append(`361100/${department}`, {
      type: 'budget.adjusted.v1',
      data: {
        ...{ documentNumber: '样例〔2025〕2号', effectiveDate: '2024-12-31', fiscalYear: 2024, kind: 'supplement' },
        chartHash: '0'.repeat(64),
        lines: [
          {
            ...{ unit: `${department}001`, source: 'general-public-budget', function: '2012901', economic: '30201' },
            ...{ category: 'operating', amountYuan: '12.34' },
          },
        ],
      },
    });
  }
}

async function project({ test }: Pick<Side, 'test'>, version: ReadModelVersion): Promise<void> {
  const database = openReadModel(test.url, () => undefined, schemaOf(version.version));
  const reader = new TestReader(log, new Projection(database, PARTITIONS, version));
  await reader.start();
  await reader.finish(50);
  await database.end();
}

async function begin(version: ReadModelVersion): Promise<Side> {
  const test = await createTestDatabase();
  await serveEmpty(test.database, version);
  await project({ test }, version);
  return { test, app: await startQueryApp(test.url) };
}

beforeAll(async () => {
  writeLog();
  [whole, part] = await Promise.all([begin(OWN_VERSION), begin(ownVersion(FIRST_YEAR))]);
  recaller = new TestRecaller(part.test.url, ownVersion(FIRST_YEAR), log);
  recaller.start();
  reads = readsOf((await get(whole, '/docs-json')).body);
}, 120_000);
afterAll(async () => {
  await Promise.all([whole.app.close(), part.app.close(), recaller.stop()]);
  await Promise.all([whole.test.drop(), part.test.drop()]);
});

interface Got {
  status: number;
  headers: Record<string, unknown>;
  text: string;
  body: Record<string, unknown>;
}

async function get({ app }: Side, url: string): Promise<Got> {
  const { statusCode: status, headers, payload: text } = await app.inject({ url });
  const isJson = String(headers['content-type']).includes('json');
  return { status, headers, text, body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {} };
}

/** What may differ: cursors name the version that they go on in. */
function pageOf(next: unknown): unknown {
  if (typeof next !== 'string') return next;
  return (JSON.parse(Buffer.from(next, 'base64url').toString()) as unknown[]).slice(0, 2);
}

/** Asks both; answers whether the history was read from the log. */
async function expectSame(
  url: string,
  ofPart = url,
): Promise<{ isFromLog: boolean; next: [string, string] | undefined }> {
  const [ofWhole, other] = [await get(whole, url), await get(part, ofPart)];
  const { answeredFrom, next, ...shown } = other.body;
  const { next: nextOfWhole, ...shownOfWhole } = ofWhole.body;
  const isJson = Object.keys(ofWhole.body).length > 0;
  expect({ url, status: other.status, ...shown }).toEqual({ url, status: ofWhole.status, ...shownOfWhole });
  expect([url, pageOf(next)]).toEqual([url, pageOf(nextOfWhole)]);
  if (!isJson) expect([url, other.text]).toEqual([url, ofWhole.text]);
  for (const name of ['ledger-position', 'ledger-prior-position', 'content-type']) {
    expect([url, name, other.headers[name]]).toEqual([url, name, ofWhole.headers[name]]);
  }
  const isFromLog = other.headers['ledger-answered-from'] === 'log';
  expect(ofWhole.headers['ledger-answered-from']).toBeUndefined();
  if (isJson) expect([url, answeredFrom === 'log']).toEqual([url, isFromLog]);
  const both = typeof next === 'string' && typeof nextOfWhole === 'string';
  return { isFromLog, next: both ? [nextOfWhole, next] : undefined };
}

const PARTS = {
  division: ['361100'],
  department: ['126', '128'],
  unit: ['126001'],
  year: ['2024', '2025'],
  table: ['3'],
  row: ['total'],
  column: ['total'],
  revision: ['1', '7'],
};

/** Every version that is asked for by either clock, and by both. */
function versionsOf(read: Read): [string, string][][] {
  const fields = queriesOf(read);
  const ends = formatPosition(new Map(log.ends().map((end, partition) => [partition, Math.floor(end / 2)])));
  const asOf = ['2024-01-01T00:03:20Z', ends, ...(read.path.includes('divisions') ? [] : ['9'])];
  const [by, on] = read.path.endsWith('/diff') ? ['from', 'effectiveTo'] : ['asOf', 'effectiveOn'];
  const dates = fields.includes(on) ? ['2024-04-30'] : [];
  return [
    [],
    ...asOf.map((value): [string, string][] => [[by, value]]),
    ...dates.map((value): [string, string][] => [[on, value]]),
    [
      [by, asOf[0]!],
      [on, '2024-04-30'],
    ],
  ];
}

it('every read, by both clocks and in every format, is answered as if nothing had been left out', async () => {
  const from = { log: 0, tables: 0 };
  for (const read of reads) {
    for (const address of addressesOf(read.path, PARTS)) {
      for (const version of versionsOf(read)) {
        const asked = version.reduce((path, [field, value]) => asking(path, field, value), address);
        // A diff is of two versions.
        const url =
          read.path.endsWith('/diff') && !asked.includes('from=')
            ? asking(asked, 'effectiveFrom', '2024-02-29')
            : asked;
        const formats = version.length === 0 ? read.types.flatMap((type) => FORMATS[type] ?? []) : [];
        for (const path of [url, ...formats.map((format) => asking(url, 'format', format))]) {
          from[(await expectSame(path)).isFromLog ? 'log' : 'tables'] += 1;
        }
      }
    }
  }
  expect(from.log).toBeGreaterThan(50);
  expect(from.tables).toBeGreaterThan(50);
  // Each stream was read once, and those of which nothing was left out never.
  expect(recaller.fillings.flat().sort()).toEqual(['361100/126', '361100/127', '361100/305']);
}, 600_000);

it('pages go on in the version that they began in, and together are the same', async () => {
  for (const list of [
    '/v1/units/361100/126001/years/2024/lines?limit=2&asOf=2024-01-31',
    '/v1/streams/361100/126/events?limit=5',
    '/v1/departments/361100/305/years/2024/comparison?by=economic&prior=2024&priorEffectiveOn=2024-02-29&limit=3',
  ]) {
    let next: [string, string] | undefined = ['', ''];
    let pages = 0;
    for (; next !== undefined; pages += 1) {
      const [ofWhole, ofPart]: string[] = next.map((cursor) => (cursor === '' ? list : asking(list, 'cursor', cursor)));
      const got: Awaited<ReturnType<typeof expectSame>> = await expectSame(ofWhole!, ofPart);
      expect([list, got.isFromLog]).toEqual([list, true]);
      next = got.next;
    }
    if (!list.includes('events')) expect([list, pages > 1]).toEqual([list, true]);
  }
});
