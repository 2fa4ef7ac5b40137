import type { Command } from '#domain';
import { Projection } from '#read-model';
import { problemSchema } from '#wire';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { z } from 'zod';

import {
  comparisonAnswer,
  eventsAnswer,
  linesAnswer,
  streamAnswer,
  tableAnswer,
  unitAnswer,
} from '../../apps/query/src/answers';
import { createTestDatabase, type TestDatabase, serveEmpty } from '../support/database';
import { startQueryApp } from '../support/query-app';
import { shangraoCommands } from '../support/shangrao';
import { TestLog, TestReader } from '../support/test-log';
import { adjustment } from '../support/sample';

const UNIT = '/v1/units/361100/126001';
const STREAM = '/v1/streams/361100/126';

let test: TestDatabase;
let app: NestFastifyApplication;
let reader: TestReader;
const log = new TestLog();

beforeAll(async () => {
  test = await createTestDatabase();
  app = await startQueryApp(test.url);
});
afterAll(async () => {
  await app.close();
  await test.drop();
});

async function get(url: string, headers: Record<string, string> = {}) {
  return app.inject({ method: 'GET', url, headers });
}

/** Fetches an answer and holds it to the schema that the documentation shows. */
async function read<T>(url: string, schema: z.ZodType<T>, headers: Record<string, string> = {}): Promise<T> {
  const response = await get(url, headers);
  expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
  const answer: { position?: string } = response.json();
  expect(response.headers['ledger-position']).toBe(answer.position);
  return schema.parse(answer);
}

describe('before the projector has made the tables', () => {
  it.each([UNIT, `${STREAM}/events`])('%s is answered 503 and readiness says why', async (url) => {
    expect((await get(url)).json()).toMatchObject({ status: 503, code: 'unavailable' });
    expect((await get(url, { 'ledger-min-position': '0:1' })).statusCode).toBe(503);
    const ready = await get('/health/ready');
    expect(ready.statusCode).toBe(503);
    expect(ready.json()).toMatchObject({ parts: { query: 'the projector has not made the tables yet' } });
  });
});

describe('reads over HTTP', () => {
  let position: string;

  beforeAll(async () => {
    await serveEmpty(test.database);
    for (const command of shangraoCommands()) log.post(command);
    const cut: Command = adjustment('too-much', '99999999.00', {
      kind: 'cut',
      documentNumber: '=1+1',
      effectiveDate: '2024-05-01',
    });
    expect(log.post(cut, '-李四').type).toBe('command.refused.v1');
    log.post({
      ...cut,
      commandId: 'register',
      type: 'RegisterUnit',
      unit: '126002',
      name: '<b>新单位</b>',
      departmentName: '上饶市妇女联合会',
    });
    reader = new TestReader(log, new Projection(test.database, log.partitions));
    await reader.start();
    await reader.finish();
    const partition = log.ends().findIndex((end) => end > 0);
    position = `${partition}:${log.ends()[partition]! - 1}`;
  });

  it('a unit, with the years of which anything is known', async () => {
    expect(await read(UNIT, unitAnswer)).toMatchObject({
      name: '上饶市妇女联合会',
      department: '126',
      years: [2023, 2024],
      stream: '361100/126',
      position,
      staffing: { establishment: { total: 14 } },
    });
    expect(await read('/v1/units/361100/126002', unitAnswer)).toMatchObject({ years: [] });
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])('table %i as JSON, CSV and a page', async (number) => {
    const url = `${UNIT}/years/2024/tables/${number}`;
    const table = await read(url, tableAnswer);
    expect(table).toMatchObject({ table: String(number), year: 2024, currencyUnit: '万元', position });
    expect(table).not.toHaveProperty('header');
    const csv = await get(`${url}?format=csv`);
    expect(csv.headers).toMatchObject({ 'content-type': 'text/csv; charset=utf-8', 'ledger-position': position });
    expect(csv.headers['content-disposition']).toMatch(
      new RegExp(
        `^attachment; filename="126001-2024-table-${number}-current-20240101-\\d{6}-[\\d_-]+\\.csv"; filename\\*=`,
      ),
    );
    const html = await get(`${url}?format=html&measure=original`);
    expect(html.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(html.body).toContain(table.title);
  });

  it('the current budget, and the approved one where that is asked for', async () => {
    const url = `${UNIT}/years/2024/tables/3`;
    const total = async (): Promise<(string | undefined)[]> => {
      const tables = [await read(url, tableAnswer), await read(`${url}?measure=original`, tableAnswer)];
      return tables.map(({ rows }) => rows[0]?.[2]);
    };
    expect(await total()).toEqual(['691.29', '691.29']);
    log.post(adjustment('more', '10000.00'));
    const [partition = '', offset = ''] = position.split(':');
    const newest = `${partition}:${Number(offset) + 1}`;
    const waiting = read(url, tableAnswer, { 'Ledger-Min-Position': newest });
    await reader.finish();
    expect((await waiting).rows[0]?.[2]).toBe('692.29');
    expect(await total()).toEqual(['692.29', '691.29']);
    position = newest;
  });

  it('the comparison, whose prior year is unknown where nothing was posted', async () => {
    const of2024 = await read(`${UNIT}/years/2024/comparison?measure=original`, comparisonAnswer);
    expect(of2024).toMatchObject({ year: 2024, priorYear: 2023, position });
    expect(of2024.measures.every(({ prior }) => prior !== null)).toBe(true);
    const of2023 = await read(`${UNIT}/years/2023/comparison`, comparisonAnswer);
    expect(of2023.measures.length).toBeGreaterThan(0);
    expect(of2023.measures.every(({ prior, change, ratio }) => (prior ?? change ?? ratio) === null)).toBe(true);
    expect((await get(`${UNIT}/years/2024/comparison?format=csv`)).body).toContain('2023');
  });

  it('the lines behind the tables', async () => {
    const { lines } = await read(`${UNIT}/years/2024/lines`, linesAnswer);
    expect(lines.length).toBeGreaterThan(20);
    const csv = (await get(`${UNIT}/years/2024/lines?format=csv`)).body.split('\r\n');
    expect(csv).toHaveLength(lines.length + 2);
    expect(csv[0]).toBe(
      '\ufefffiscalYear,unit,source,function,economic,category,project,originYear,procurement,' +
        'originalYuan,carriedOverYuan,supplementedYuan,cutYuan,transferredYuan,frozenYuan,paidYuan,refundedYuan,' +
        'carriedOutYuan,reclaimedYuan,currentYuan,availableYuan,revisions',
    );
    expect(csv[1]).toMatch(/^2024,126001,general-public-budget,/);
  });

  it('the audit trail, page by page, refusals among it', async () => {
    const all = await read(`${STREAM}/events`, eventsAnswer);
    const pages: typeof all.events = [];
    for (let after: number | undefined = 0; after !== undefined;) {
      const page: typeof all = await read(`${STREAM}/events?after=${after}&limit=2`, eventsAnswer);
      expect(page.events.length).toBeLessThanOrEqual(2);
      pages.push(...page.events);
      after = page.next;
    }
    expect(pages).toEqual(all.events);
    expect(all.events.map(({ revision }) => revision)).toEqual(all.events.map((_, index) => index + 1));
    expect(all.events.find(({ refused }) => refused)).toMatchObject({
      actor: '-李四',
      data: { refusal: { code: 'line-below-zero' } },
    });
    const head = await read(STREAM, streamAnswer);
    expect(head).toMatchObject({ revision: all.events.length, hash: all.events.at(-1)?.hash, position });
  });

  it('the audit trail as CSV, one row a posting, without a formula that somebody has written', async () => {
    const { events } = await read(`${STREAM}/events`, eventsAnswer);
    const response = await get(`${STREAM}/events?format=csv`);
    const rows = response.body.trim().split('\r\n');
    expect(rows).toHaveLength(1 + events.reduce((sum, { postings }) => sum + Math.max(1, postings.length), 0));
    expect(rows.find((row) => row.includes('line-below-zero'))).toContain("'=1+1,'-李四,too-much");
    expect(response.headers['ledger-next']).toBeUndefined();
    expect((await get(`${STREAM}/events?format=csv&limit=3`)).headers['ledger-next']).toBe('3');
  });

  it('OpenAPI that describes every read', async () => {
    const document: {
      paths: Record<string, { get: { responses: Record<string, object>; parameters: { name: string }[] } }>;
      components: { schemas: Record<string, object> };
    } = (await get('/docs-json')).json();
    const table = document.paths['/v1/units/{division}/{unit}/years/{year}/tables/{table}']!.get;
    expect(table.parameters.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['division', 'unit', 'year', 'table', 'format', 'measure', 'Ledger-Min-Position']),
    );
    expect(table.responses['200']).toMatchObject({
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Table' } }, 'text/html': {} },
    });
    expect(document.components.schemas['Table']).toMatchObject({ properties: { rows: { type: 'array' } } });
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/v1/streams/{division}/{department}', '/v1/streams/{division}/{department}/events']),
    );
  });

  describe('that cannot be answered', () => {
    const year = `${UNIT}/years/2024`;

    it.each([
      [`/v1/units/36110/126001`, 'division'],
      [`/v1/units/361100/126`, 'unit'],
      [`${UNIT}/years/24/tables/3`, 'year'],
      [`${UNIT}/years/1999/lines`, 'year'],
      [`${year}/tables/0`, 'table'],
      [`${year}/tables/12`, 'table'],
      [`${year}/tables/03`, 'table'],
      [`${year}/tables/3?format=pdf`, 'format'],
      [`${year}/tables/3?format=csv&format=html`, 'format'],
      [`${year}/tables/3?measure=approved`, 'measure'],
      [`${year}/tables/3?messure=original`, 'messure'],
      [`${year}/comparison?format=html`, 'format'],
      [`${year}/lines?measure=current`, 'measure'],
      [`${STREAM}0`, 'department'],
      [`${STREAM}?x=1`, 'x'],
      [`${STREAM}/events?limit=0`, 'limit'],
      [`${STREAM}/events?limit=501`, 'limit'],
      [`${STREAM}/events?limit=1e2`, 'limit'],
      [`${STREAM}/events?after=-1`, 'after'],
      [`${STREAM}/events?after=99999999999999999999`, 'after'],
    ])('%s names %s', async (url, field) => {
      const response = await get(url);
      expect(response.statusCode).toBe(400);
      expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
      expect(problemSchema.parse(response.json())).toMatchObject({ code: 'invalid-request', errors: [{ field }] });
    });

    it.each([
      '/v1/units/361100/126009',
      '/v1/units/361101/126001/years/2024/tables/3',
      `${UNIT}/years/2022/tables/3`,
      '/v1/units/361100/126002/years/2024/comparison',
      '/v1/streams/361100/127',
      '/v1/streams/361100/127/events',
      '/v1/nothing',
      '/',
    ])('%s is not found', async (url) => {
      const response = await get(url);
      expect(response.statusCode).toBe(404);
      expect(problemSchema.parse(response.json())).toMatchObject({ code: 'not-found' });
    });

    it('a position that is none, or that is not reached in time', async () => {
      for (const url of [UNIT, `${year}/tables/3`, STREAM]) {
        const wrong = await get(url, { 'ledger-min-position': 'newest' });
        expect(wrong.json()).toMatchObject({ status: 400, errors: [{ field: 'Ledger-Min-Position' }] });
      }
      const [partition = ''] = position.split(':');
      const late = await get(UNIT, { 'ledger-min-position': `${partition}:999,77:1` });
      expect(late.json()).toMatchObject({ status: 409, code: 'position-not-reached', position });

      // What is asked about may be of the future as well: a short wait, and then where the tables stand.
      for (const path of [`${year}/tables/3?asOf=${partition}:999`, `${year}/tables/3/diff?from=${partition}:999`]) {
        expect((await get(path)).json()).toMatchObject({ status: 409, code: 'position-not-reached', position });
      }
      const { revision } = (await get(STREAM)).json<{ revision: number }>();
      for (const path of [`${year}/lines?asOf=${revision + 1}`, `${STREAM}/events?asOf=${revision + 1}`]) {
        expect((await get(path)).json()).toMatchObject({ status: 409, code: 'position-not-reached', revision });
      }
      expect((await get(`${year}/lines?asOf=${revision}`)).statusCode).toBe(200);
    });
  });
});

describe('a stream that has stopped', () => {
  it('says so until it goes on, whatever the reader has', async () => {
    const before = (await get(STREAM)).headers['etag'];
    log.append('361100/126', { type: 'budget.frozen.v9', data: {} });
    await reader.finish();
    const stopped = await get(STREAM);
    const reason = expect.stringContaining('budget.frozen.v9') as string;
    expect(stopped.json()).toMatchObject({ stopped: [{ stream: '361100/126', reason }] });
    await test.database.query('update stream_head set stopped = null, stopped_offset = null');
    const again = await get(STREAM, { 'if-none-match': String(stopped.headers['etag']) });
    expect([again.statusCode, again.json<{ stopped?: string }>().stopped]).toEqual([200, undefined]);
    // Nothing of it has changed but that, so whoever had it before has it again.
    expect(again.headers['etag']).toBe(before);
    expect((await get(STREAM, { 'if-none-match': String(again.headers['etag']) })).statusCode).toBe(304);
  });
});
