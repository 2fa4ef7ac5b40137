import { type Database, type ReadModels } from '#read-model';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { READ_MODELS } from '../../apps/query/src/configuration';
import { createTestDatabase, type TestDatabase, serveEmpty } from '../support/database';
import { startQueryApp } from '../support/query-app';

/** How much the reads of a division fetch, and not how long they take: what they fetch must not grow with what has happened. */

let test: TestDatabase;
let app: NestFastifyApplication;
let fetched = 0;

/** Two divisions with the same lines; in the second ten times as much has happened to each. */
const SHORT = { division: '361001', events: 20 };
const LONG = { division: '361002', events: 200 };

beforeAll(async () => {
  test = await createTestDatabase();
  await serveEmpty(test.database);
  await test.database.query(`insert into checkpoint values (0, 100000, '')`);
  for (const { division, events } of [SHORT, LONG]) await test.database.query(divisionOf(division, events));
  await test.database.query('analyze');
  app = await startQueryApp(test.url);
  watch((await app.get<ReadModels>(READ_MODELS).serving()).database);
});
afterAll(async () => {
  await app.close();
  await test.drop();
});

/** Four departments of five units of twenty lines in either year; the first event gives, and each later one adds to a tenth of the lines. */
function divisionOf(division: string, events: number): string {
  return `
  drop table if exists place, line;
  create temporary table place as select '${division}/' || (100 + p) as stream, (100 + p)::text as department from generate_series(1, 4) p;
  create temporary table line as
    select stream, department, department || lpad(u::text, 3, '0') as unit, year as fiscal_year, n,
           concat_ws('|', department || lpad(u::text, 3, '0'), 'general-public-budget', '20129' || lpad(n::text, 2, '0'),
                     '302' || lpad((n % 5 + 1)::text, 2, '0'), 'operating', '', '', '') as line_key
      from place, generate_series(1, 5) u, generate_series(2023, 2024) year, generate_series(1, 20) n;
  insert into stream_head (stream, partition, revision, hash, time, void_tips)
    select stream, 0, ${events + 1}, 'h', '2024-12-01T00:00:00Z', '[]' from place;
  insert into unit_year (division, department, unit, fiscal_year, first_revision, revision, partition, log_offset)
    select distinct '${division}', department, unit, fiscal_year, 1, ${events + 1}, 0, ${events + 1} from line;
  insert into saying (stream, kind, fiscal_year, unit, item, revision, place, effective_date, content)
    select distinct stream, 'unit', 0, unit, '', 1, 0, '2023-01-01'::date, '{"name":"单位","departmentName":"部门"}'::jsonb from line;
  insert into event (stream, revision, event_id, type, refused, command_id, actor, correlation_id, document_number, effective_date,
                     recorded_at, hash, prevhash, partition, log_offset, summary, data, size_bytes)
    select stream, k + 1, stream || '@' || (k + 1), 'budget.adjusted.v1', false, 'c', '张三', 'x', '样例', '2024-01-01'::date + k,
           '2024-01-01T00:00:00Z'::timestamptz + k * interval '1 day' * ${200 / events}, 'h' || k, '', 0, k + 1, '{"parts":[]}', '{}', 1000
      from place, generate_series(0, ${events}) k;
  with moved as (
    select stream, 1 as revision, unit, fiscal_year, line_key, 'original' as amount_column, 100.00 as delta,
           make_date(fiscal_year, 1, 1) as effective_date
      from line
    union all
    select stream, k + 1, unit, fiscal_year, line_key, 'supplemented', 1.00,
           make_date(fiscal_year, 1, 1) + (k * ${200 / events})::integer
      from line, generate_series(1, ${events}) k where k % 10 = n % 10
  )
  insert into posting (stream, revision, place, unit, fiscal_year, line_key, amount_column, delta, effective_date, amounts_after)
    select stream, revision, row_number() over (), unit, fiscal_year, line_key, amount_column, delta, effective_date,
           jsonb_strip_nulls(jsonb_build_object('original', '100.00',
             'supplemented', (sum(delta) filter (where amount_column = 'supplemented') over so_far)::text))
      from moved
    window so_far as (partition by stream, unit, fiscal_year, line_key order by revision);
  insert into budget_line (division, department, unit, fiscal_year, line_key, original, carried_over, supplemented, cut, transferred)
    select '${division}', department, unit, fiscal_year, line_key, 100, 0, ${events / 10}, 0, 0 from line`;
}

type Ask = (...args: unknown[]) => Promise<{ rows?: unknown[] }>;

/** Counts the rows that every statement of the pool brings. */
function watch(database: Database): void {
  const seen = new WeakSet<object>();
  database.on('acquire', (client) => {
    if (seen.has(client)) return;
    seen.add(client);
    const watched = client as unknown as { query: Ask };
    const query = watched.query.bind(client);
    watched.query = async (...args) => {
      const result = await query(...args);
      fetched += result.rows?.length ?? 0;
      return result;
    };
  });
}

async function ask(path: string): Promise<{ rows: number; body: Record<string, unknown> }> {
  fetched = 0;
  const { statusCode, body } = await app.inject({ method: 'GET', url: path });
  expect([path, statusCode === 200 ? '' : body]).toEqual([path, '']);
  return { rows: fetched, body: JSON.parse(body) as Record<string, unknown> };
}

const VERSIONS = [
  '',
  'asOf=2024-05-01T00:00:00Z',
  'effectiveOn=2024-05-01',
  'asOf=2024-06-01T00:00:00Z&effectiveOn=2024-05-01',
];
const READS = [
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((table) => `tables/${table}`),
  ...VERSIONS.map((version) => `tables/3?${version}`),
  ...VERSIONS.map((version) => `tables/3/cells/total/total?limit=3&${version}`),
  'tables/3/diff?from=2024-03-01T00:00:00Z&to=2024-05-01T00:00:00Z&limit=2',
  'comparison',
  'comparison?by=unit&limit=1',
  'comparison?by=category',
  'explanation',
  'publication',
];

it.each(READS)('fetches no more where ten times as much has happened, once its postings are kept: %s', async (read) => {
  for (const { division } of [SHORT, LONG]) await ask(`/v1/divisions/${division}/years/2024/${read}`);
  const { rows: few } = await ask(`/v1/divisions/${SHORT.division}/years/2024/${read}`);
  const { rows: many } = await ask(`/v1/divisions/${LONG.division}/years/2024/${read}`);
  expect(few).toBeGreaterThan(0);
  expect(many).toBeLessThanOrEqual(few);
});

it.each(VERSIONS)('states what the postings that count come to: %s', async (version) => {
  const query = new URLSearchParams(version);
  for (const { division } of [SHORT, LONG]) {
    const { body } = await ask(`/v1/divisions/${division}/years/2024/tables/3/cells/total/total?${version}`);
    const { rows } = await test.database.query<{ sum: string }>(
      `select sum(delta) from posting join event using (stream, revision)
        where stream like $1 and fiscal_year = 2024
          and ($2::timestamptz is null or recorded_at <= $2) and ($3::date is null or posting.effective_date <= $3)`,
      [`${division}/%`, query.get('asOf'), query.get('effectiveOn')],
    );
    expect(body['amountYuan']).toBe(rows[0]?.sum);
  }
});
