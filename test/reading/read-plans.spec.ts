import { listen } from '#platform';
import { type Database, type ReadModels } from '#read-model';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { READ_MODELS } from '../../apps/query/src/configuration';
import { until } from '../chaos/wait';
import { createTestDatabase, type TestDatabase, serveEmpty } from '../support/database';
import { createQueryApp } from '../support/query-app';
import { addressesOf, asking, queriesOf, type Read, readsOf } from '../support/reads';
import { SseClient } from '../support/sse-client';

let test: TestDatabase;
let app: NestFastifyApplication;
let url: string;

interface Statement {
  text: string;
  values: unknown[];
}
/** Every statement that the reads have sent, with each set of values that it was sent with. */
const statements = new Map<string, Statement & { path: string }>();
let asked = '';

beforeAll(async () => {
  test = await createTestDatabase();
  await serveEmpty(test.database);
  await test.database.query(MANY_LINES);
  const { app: created, config } = await createQueryApp(test.url);
  app = created;
  url = await listen(app, config);
  watch((await app.get<ReadModels>(READ_MODELS).serving()).database);
});
afterAll(async () => {
  await app.close();
  await test.drop();
});

/** 20 divisions of 10 departments of 10 units, with 50 lines of each of two years: 200,000 lines of 400,000 postings in 40,000 events. */
const MANY_LINES = `
  insert into checkpoint select n, 100000, '' from generate_series(0, 5) n;
  create temporary table place as
    select (361000 + d)::text as division, (100 + p)::text as department, row_number() over () % 6 as partition
      from generate_series(1, 20) d, generate_series(1, 10) p;
  insert into stream_head (stream, partition, revision, hash, time, void_tips)
    select division || '/' || department, partition, 200, 'h200', '2024-01-01T00:03:20Z', '[]' from place;
  create temporary table unit as
    select division, department, partition, department || lpad(n::text, 3, '0') as unit from place, generate_series(1, 10) n;
  insert into unit_year (division, department, unit, fiscal_year, first_revision, revision, partition, log_offset)
    select division, department, unit, year, 1, 200, partition, 2000 from unit, generate_series(2023, 2024) year;
  insert into saying (stream, kind, fiscal_year, unit, item, revision, place, content)
    select division || '/' || department, 'unit', 0, unit, '', n, 0, '{"name":"单位","departmentName":"部门"}' from unit, generate_series(1, 10) n;
  insert into saying (stream, kind, fiscal_year, unit, item, revision, place, effective_date, content)
    select division || '/' || department, 'targets', fiscal_year, unit, '项目' || n, n, 0, '2024-01-01',
           '{"declaredFunds":{"totalYuan":"1.00"},"tasks":[],"goals":[],"indicators":[]}'
      from unit_year, generate_series(1, 10) n;
  insert into budget_line (division, department, unit, fiscal_year, line_key, original, carried_over, supplemented, cut, transferred)
    select division, department, unit, fiscal_year,
           concat_ws('|', unit, 'general-public-budget', '20129' || lpad((n % 20)::text, 2, '0'), '302' || lpad(n::text, 2, '0'), 'project', '', '', '项目' || n % 5),
           100, 0, 20, 0, 0
      from unit_year, generate_series(1, 50) n;
  insert into event (stream, revision, event_id, type, refused, command_id, actor, correlation_id, document_number, effective_date,
                     recorded_at, hash, prevhash, partition, log_offset, summary, data, size_bytes, words)
    select stream, n, stream || '@' || n, 'budget.adjusted.v1', false, 'c', '张三', 'x', '样例', '2024-01-01',
           '2024-01-01T00:00:00Z'::timestamptz + n * interval '1 second', 'h' || n, '', partition, n * 10, '{"parts":[]}', '{}', 1000,
           concat_ws(E'\\n', '张三', '样例', case n when 77 then '妇女之家' end)
      from stream_head, generate_series(1, 200) n;
  with moved as (
    select division || '/' || department as stream, 1 + n % 200 as revision, n as place, unit, fiscal_year, line_key, amount_column, delta,
           null::bigint as freeze_revision
      from (select *, row_number() over () as n
              from budget_line, (values ('original', 100.00), ('supplemented', 20.00)) as amounts (amount_column, delta)) as numbered
  ), every_posting as (
    select * from moved
    union all
    select stream, 7, 1000000 + row_number() over (), unit, fiscal_year, line_key, 'frozen', 1.00, 7 from moved where revision = 7
  )
  insert into posting (stream, revision, place, unit, fiscal_year, line_key, amount_column, delta, effective_date, freeze_revision,
                       amounts_after)
    select stream, revision, place, unit, fiscal_year, line_key, amount_column, delta, '2024-01-01', freeze_revision,
           jsonb_strip_nulls(jsonb_build_object(
             'original', (sum(delta) filter (where amount_column = 'original') over so_far)::text,
             'supplemented', (sum(delta) filter (where amount_column = 'supplemented') over so_far)::text,
             'frozen', (sum(delta) filter (where amount_column = 'frozen') over so_far)::text))
      from every_posting
    window so_far as (partition by stream, unit, fiscal_year, line_key order by revision, place);
  insert into transit_leg (transit_id, leg, stream, revision, other_stream, fiscal_year, amount)
    select stream || '@' || n, 'sent', stream, n, left(stream, 7) || (101 + n % 10), 2024, 5 from stream_head, generate_series(1, 20) n
     where right(stream, 3)::integer <> 101 + n % 10;
  analyze`;

type Query = (...args: unknown[]) => unknown;

/** Every statement of the pool goes over a connection that it opens, so that no read can escape. */
function watch(database: Database): void {
  database.on('connect', (client) => {
    const watched = client as unknown as { query: Query };
    const query = watched.query.bind(client);
    watched.query = (...args) => {
      const [text, values] = args;
      if (typeof text === 'string' && !/^(begin|commit|rollback)/.test(text)) {
        const given = Array.isArray(values) ? values : [];
        statements.set(`${text} ${JSON.stringify(given)}`, { path: asked, text, values: given });
      }
      return query(...args);
    };
  });
}

/** Parts of addresses that are given here, since nothing in the documentation can say what stands in these tables. */
const PARTS: Readonly<Record<string, string[]>> = {
  division: ['361007'],
  department: ['105'],
  unit: ['105003'],
  year: ['2024'],
  table: ['3'],
  row: ['total', '2012907'],
  column: ['total'],
  revision: ['90'],
};
/** The forms of every query by version, of what it is compared with, and of pages. Formats and measures ask the tables nothing else. */
const QUERIES: Readonly<Record<string, string[]>> = {
  asOf: ['2024-01-01T00:01:00Z', '0:900,1:900,2:900,3:900,4:900,5:900', '90'],
  effectiveOn: ['2024-06-30'],
  from: ['2024-01-01T00:00:30Z'],
  to: ['2024-01-01T00:01:00Z'],
  prior: ['2023'],
  priorAsOf: ['2024-01-01T00:00:30Z'],
  limit: ['7'],
  after: ['90'],
  q: ['样例', '妇女之家', '没有的'],
  sort: ['availableShare'],
};
const REQUIRED = ['from', 'to'];

function urlsOf(read: Read): string[] {
  const names = queriesOf(read);
  const needed = REQUIRED.filter((name) => names.includes(name)).map(
    (name) => [name, QUERIES[name]?.[0] ?? ''] as const,
  );
  const values = (name: string): readonly string[] =>
    QUERIES[name] ?? (name === 'by' ? (read.parameters.find((each) => each.name === name)?.schema?.enum ?? []) : []);
  const one = names.flatMap((name) => values(name).map((value) => [[name, value] as const]));
  // A dimension of a comparison asks in its own way for each version.
  const byVersion = names.includes('by')
    ? [
        [['by', 'economic'] as const, ['prior', '2023'] as const],
        [['by', 'unit'] as const, ['prior', '2023'] as const, ['asOf', '2024-01-01'] as const],
      ]
    : [];
  return addressesOf(read.path, PARTS).flatMap((address) =>
    [[], ...one, ...byVersion].map((query) =>
      [...needed, ...query].reduce((url, [name, value]) => asking(url, name, value), address),
    ),
  );
}

it('no read scans lines or events from one end to the other, whatever is asked', async () => {
  const reads = readsOf((await app.inject({ method: 'GET', url: '/docs-json' })).json());
  expect(reads.length).toBeGreaterThan(15);
  const answered = new Set<string>();
  for (const read of reads) {
    for (const url of urlsOf(read)) {
      asked = url;
      const { statusCode, body } = await app.inject({ method: 'GET', url });
      if (statusCode === 200) answered.add(read.path);
      const { next } = statusCode === 200 && body.startsWith('{') ? (JSON.parse(body) as { next?: unknown }) : {};
      if (typeof next === 'string') await app.inject({ method: 'GET', url: asking(url, 'cursor', next) });
      // A unit has no table 10, a division no revision; what was not known by then is not found.
      expect([url, [200, 400, 404].includes(statusCode) ? '' : body]).toEqual([url, '']);
    }
  }
  expect(reads.filter(({ path }) => !answered.has(path)).map(({ path }) => path)).toEqual([]);
  expect(await scansOf([...statements.values()])).toEqual([]);
});

it('no subscription does either, when it begins and when it comes again, whatever it filters', async () => {
  statements.clear();
  const place = { division: '361007', department: '105', unit: '105003', year: '2024', table: '3' };
  const filters = [{}, ...Object.entries(place).map(([name, value]) => ({ [name]: value })), place].map(
    (filter) => `/v1/subscriptions?${new URLSearchParams(filter).toString()}`,
  );
  const places: Record<string, string>[] = [
    {},
    { 'last-event-id': [0, 1, 2, 3, 4, 5].map((each) => `${each}:1990`).join(',') },
  ];
  for (const from of places) {
    for (const filter of filters) {
      asked = filter;
      const client = new SseClient(`${url}${filter}`, from);
      // Who asks for everything is not waited for until all has been sent.
      await until('something is sent', () => client.messages.length > 0 || client.ended);
      expect([filter, client.status, client.messages[0]?.event]).toEqual([
        filter,
        200,
        'last-event-id' in from ? expect.stringMatching(/change|ready/) : 'state',
      ]);
      client.close();
    }
  }
  const asking = [...statements.values()].map(({ text }) => text);
  for (const table of ['budget_line', 'posting']) expect(asking.some((text) => text.includes(table))).toBe(true);
  expect(await scansOf([...statements.values()])).toEqual([]);
});

async function scansOf(sent: readonly (Statement & { path: string })[]): Promise<string[]> {
  const scans: string[] = [];
  for (const { path, text, values } of sent) {
    const { rows } = await test.database.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
      `explain (format json) ${text}`,
      values,
    );
    const plan = rows[0]?.['QUERY PLAN'][0].Plan;
    const scanned = plan === undefined ? [] : scannedIn(plan);
    if (scanned.length > 0) scans.push(`${path}: ${scanned.join(', ')} in ${text}`);
  }
  return scans;
}

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Cond'?: string;
  Plans?: Plan[];
}
const LARGE = ['budget_line', 'posting', 'event', 'saying'];

/** An index that is read without a condition is read from one end to the other as well. */
function scannedIn(plan: Plan): string[] {
  const table = plan['Relation Name'] ?? '';
  const isScan = plan['Node Type'] === 'Seq Scan' || /^Index/.test(plan['Node Type']);
  const own = isScan && plan['Index Cond'] === undefined && LARGE.includes(table) ? [table] : [];
  return [...own, ...(plan.Plans ?? []).flatMap(scannedIn)];
}

it('sees a scan where there is one', async () => {
  const { rows } = await test.database.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
    'explain (format json) select * from posting where delta = 7',
  );
  expect(scannedIn(rows[0]!['QUERY PLAN'][0].Plan)).toEqual(['posting']);
  const ordered = await test.database.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
    'explain (format json) select stream, revision from event order by stream, revision',
  );
  expect(scannedIn(ordered.rows[0]!['QUERY PLAN'][0].Plan)).toEqual(['event']);
});
