import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { timelineAnswer } from '../../apps/query/src/timeline/timeline-answer';
import type { AuditEvent } from '#read-model';
import { createTestDatabase, type TestDatabase, serveEmpty } from '../support/database';
import { projectAll } from '../support/projected';
import { startQueryApp } from '../support/query-app';
import { shangraoCommands } from '../support/shangrao';
import { TestLog } from '../support/test-log';

const STREAM = '/v1/streams/361100/126';

let test: TestDatabase;
let app: NestFastifyApplication;

beforeAll(async () => {
  test = await createTestDatabase();
  await serveEmpty(test.database);
  const log = new TestLog();
  for (const command of shangraoCommands()) log.post(command);
  await projectAll(log, test.database);
  app = await startQueryApp(test.url);
});
afterAll(async () => {
  await app.close();
  await test.drop();
});

async function timeline(query = '') {
  const answer = await app.inject(`${STREAM}/timeline${query}`);
  expect([query, answer.statusCode]).toEqual([query, 200]);
  const read = timelineAnswer.parse(answer.json());
  const { revision, type, effectiveOn, recordedAt, offset } = read.events;
  const lengths = [type, effectiveOn, recordedAt, offset].map((column) => column.length);
  expect(lengths).toEqual(lengths.map(() => revision.length));
  const { stream, partition, types, next } = read;
  return { stream, partition, types, next, ...read.events, bytes: Buffer.byteLength(answer.body) };
}

it('holds what changed, as the trail tells it, without amounts and people', async () => {
  const { events } = (await app.inject(`${STREAM}/events?limit=500`)).json<{ events: AuditEvent[] }>();
  const read = await timeline();
  expect(
    read.revision.map((revision, at) => [
      revision,
      read.types[read.type[at]!],
      read.effectiveOn[at],
      new Date(read.recordedAt[at]!).toISOString(),
      `${read.partition}:${read.offset[at]}`,
    ]),
  ).toEqual(
    events
      .filter(({ refused }) => !refused)
      .map(({ revision, type, effectiveDate, recordedAt, partition, offset }) => [
        revision,
        type,
        effectiveDate ?? null,
        recordedAt,
        `${partition}:${offset}`,
      ]),
  );
});

it('is of one year where one is asked for', async () => {
  const all = await timeline();
  const [first, second] = [await timeline('?year=2023'), await timeline('?year=2024')];
  expect(first.revision.length).toBeGreaterThan(0);
  expect(second.revision.length).toBeGreaterThan(0);
  expect([...first.revision, ...second.revision].every((revision) => all.revision.includes(revision))).toBe(true);
  expect((await timeline('?year=2001')).revision).toEqual([]);
  expect((await timeline('?asOf=3')).revision).toEqual(all.revision.filter((revision) => revision <= 3));
});

it('goes page by page, and gives five thousand revisions in less than 200 kB', async () => {
  await test.database.query(`
    insert into event (stream, revision, event_id, type, refused, command_id, actor, correlation_id, effective_date, recorded_at, hash,
                       prevhash, partition, log_offset, summary, data, size_bytes)
      select stream, n, stream || '@' || n, 'payment.recorded.v1', false, 'c', '张三', 'x', '2024-05-01', '2024-05-01'::timestamptz + n * interval '1 minute',
             'h' || n, '', partition, n * 2, '{"parts":[]}', '{}', 2
        from stream_head, generate_series(revision + 1, 5000) n where stream = '361100/126';
    update stream_head set revision = 5000 where stream = '361100/126';
    update checkpoint set next_offset = 20000`);
  const whole = await timeline();
  expect(whole.revision).toHaveLength(5_000);
  expect(whole.bytes).toBeLessThan(200_000);
  const pages: number[] = [];
  for (let after: number | undefined = 0; after !== undefined;) {
    const page: Awaited<ReturnType<typeof timeline>> = await timeline(`?limit=2000&after=${after}`);
    pages.push(...page.revision);
    after = page.next;
  }
  expect(pages).toEqual(whole.revision);
});
