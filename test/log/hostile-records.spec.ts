import type { Command } from '#domain';
import { Projection, readChecksums, readStops, type StreamStop } from '#read-model';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { createTestDatabase, type TestDatabase, serveEmpty } from '../support/database';
import { HOSTILE_RECORDS } from '../support/hostile-records';
import { startQueryApp } from '../support/query-app';
import { addressesOf, asking, FORMATS, type Read, readsOf } from '../support/reads';
import { TestLog, TestReader } from '../support/test-log';
import { SAMPLE_LINE } from '../support/sample';

/**
 * What stands in the log may have been written by anybody, well chained. Each of these records stands in a stream of its own, between
 * the streams of departments that have nothing to do with it.
 */
const GOOD = ['801', '802', '803'];
const basis = (department: string, commandId: string) => ({
  commandId,
  division: '361100',
  department,
  documentNumber: '样例〔2024〕1号',
  effectiveDate: '2024-01-01',
});

function register(department: string, commandId = 'r'): Command {
  const names = { unit: `${department}001`, name: '单位', departmentName: '部门' };
  return { type: 'RegisterUnit', ...basis(department, commandId), ...names };
}

function allocate(department: string, commandId: string): Command {
  const line = { ...SAMPLE_LINE, unit: `${department}001`, amountYuan: '1.00' };
  return { type: 'AllocateBudget', ...basis(department, commandId), fiscalYear: 2024, lines: [line] };
}

const departmentOf = (index: number): string => String(200 + index);
const streamOf = (index: number): string => `361100/${departmentOf(index)}`;

const log = new TestLog(3);
let live: TestDatabase;
let rebuilt: TestDatabase;
let app: NestFastifyApplication;

async function projected(database: TestDatabase, count: number): Promise<void> {
  await serveEmpty(database.database);
  const reader = new TestReader(log, new Projection(database.database, log.partitions));
  await reader.start();
  await reader.finish(count);
}

beforeAll(async () => {
  [live, rebuilt] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  for (const department of GOOD) log.post(register(department));
  for (const [index, { write }] of HOSTILE_RECORDS.entries()) {
    log.post(register(departmentOf(index)));
    log.post(allocate(departmentOf(index), 'a'));
    write(log, streamOf(index), departmentOf(index));
    for (const department of GOOD) log.post(allocate(department, `good-${index}`));
    // What collapses a row must not carry an event past what it cannot pass alone.
    log.append(streamOf(index), { type: 'unit.registered.v1', data: registered(departmentOf(index)) });
  }
  await projected(live, 1);
  await projected(rebuilt, 1_000);
  app = await startQueryApp(live.url);
});
afterAll(async () => {
  await app.close();
  await Promise.all([live.drop(), rebuilt.drop()]);
});

function registered(department: string): object {
  return {
    documentNumber: '样例〔2024〕1号',
    effectiveDate: '2024-01-01',
    unit: `${department}001`,
    name: '新名',
    departmentName: '部门',
  };
}

it('stops its own stream, with its reason and place, or is readable; and no other stream', async () => {
  const stops = new Map((await readStops(live.database, {})).map((stop) => [stop.stream, stop]));
  for (const [index, { name, isReadable = false }] of HOSTILE_RECORDS.entries()) {
    const stop = stops.get(streamOf(index));
    expect([name, stop?.reason ?? 'goes on']).toEqual([
      name,
      isReadable ? 'goes on' : expect.stringMatching(/^revision 3 \(partition \d offset \d+\): ./),
    ]);
    if (stop !== undefined) expect([name, stop.revision, stop.reason.length < 700]).toEqual([name, 2, true]);
  }
  for (const department of GOOD) expect(stops.has(`361100/${department}`)).toBe(false);
  for (const department of GOOD) {
    const answer = await app.inject(`/v1/departments/361100/${department}/years/2024/lines`);
    const body = answer.json<{ lines: object[]; stopped?: object[] }>();
    expect([department, answer.statusCode, body.lines.length, body.stopped]).toEqual([department, 200, 1, undefined]);
    expect(answer.headers['ledger-stopped']).toBeUndefined();
  }
});

it('is met the same one by one and in one go: live tables and rebuilt ones are equal', async () => {
  expect(await readChecksums(rebuilt.database)).toEqual(await readChecksums(live.database));
});

describe('a read that touches a stopped stream', () => {
  const index = HOSTILE_RECORDS.findIndex(({ name }) => name === 'a name with NUL');
  const stream = streamOf(index);
  const PARTS = {
    division: ['361100'],
    department: [departmentOf(index)],
    unit: [`${departmentOf(index)}001`],
    year: ['2024'],
    table: ['3'],
    row: ['total'],
    column: ['total'],
    revision: ['1'],
  };
  let reads: Read[];
  let stop: StreamStop;

  const addressOf = (read: Read): string => {
    const [address = ''] = addressesOf(read.path, PARTS);
    return read.path.endsWith('/diff') ? asking(address, 'effectiveFrom', '2024-01-31') : address;
  };

  beforeAll(async () => {
    reads = readsOf((await app.inject('/docs-json')).json());
    stop = (await readStops(live.database, {})).find((one) => one.stream === stream)!;
  });

  it('says so in every format, at every level, with a tag of its own', async () => {
    const said = { stream, revision: 2, position: `${stop.partition}:${stop.offset}`, reason: stop.reason };
    for (const read of reads) {
      const address = addressOf(read);
      const { headers, ...answer } = await app.inject(address);
      expect([address, answer.statusCode]).toEqual([address, 200]);
      const { stopped } = answer.json<{ stopped?: object[] }>();
      expect([address, stopped]).toEqual([address, expect.arrayContaining([said])]);
      // A department says nothing of others; a division names all of its own.
      expect([address, stopped!.length > 1]).toEqual([address, read.path.startsWith('/v1/divisions/')]);
      expect([address, headers['ledger-stopped']]).toEqual([
        address,
        expect.stringMatching(/^361100\/\d{3}@\d+=\d:\d+/),
      ]);
      expect([address, headers['etag']]).toEqual([address, expect.stringContaining(String(headers['ledger-stopped']))]);
      for (const format of read.types.flatMap((type) => FORMATS[type] ?? [])) {
        const other = await app.inject(asking(address, 'format', format));
        expect([address, format, other.headers['ledger-stopped']]).toEqual([
          address,
          format,
          headers['ledger-stopped'],
        ]);
        if (format === 'html')
          expect(other.body).toMatch(/<body[^>]*>\s*<div role="alert"[^>]*><strong>数据不完整：<\/strong>/);
      }
    }
  });

  it('says so where what is asked for is not found', async () => {
    const unknown = await app.inject(`/v1/units/361100/${departmentOf(index)}999`);
    expect([unknown.statusCode, unknown.json<{ stopped: object[] }>().stopped]).toMatchObject([404, [{ stream }]]);
  });

  it('is answered 503 at once where a position or a revision behind the stop is asked for, and says nothing of it before', async () => {
    const behind = `${stop.partition}:${stop.offset}`;
    for (const read of reads.filter(({ path }) => !path.startsWith('/v1/divisions/'))) {
      const address = addressOf(read);
      const field = read.path.endsWith('/diff') ? 'to' : 'asOf';
      const waiting = await app.inject({ url: address, headers: { 'ledger-min-position': behind } });
      for (const answer of [
        waiting,
        await app.inject(asking(address, field, behind)),
        await app.inject(asking(address, field, '3')),
      ]) {
        expect([address, answer.statusCode]).toEqual([address, 503]);
        expect(answer.json()).toMatchObject({ code: 'stream-stopped', stopped: [{ stream, revision: 2 }] });
      }
      const past = await app.inject(asking(address, field, '2'));
      expect([address, past.statusCode, past.headers['ledger-stopped']]).toEqual([address, 200, undefined]);
    }
  });

  it('is answered where a position names another stream that has gone on in the same partition', async () => {
    const good = GOOD.map((department) => `361100/${department}`);
    const { rows } = await live.database.query<{ partition: number; log_offset: string }>(
      'select partition, log_offset from event where stream = any($1) and partition = $2 order by log_offset desc limit 1',
      [good, stop.partition],
    );
    const position = `${stop.partition}:${rows[0]!.log_offset}`;
    const url = `/v1/departments/361100/${departmentOf(index)}/years/2024/lines`;
    const answer = await app.inject({ url, headers: { 'ledger-min-position': position } });
    expect([answer.statusCode, answer.json<{ stopped: object[] }>().stopped]).toMatchObject([200, [{ stream }]]);
  });
});
