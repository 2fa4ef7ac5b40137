import { createHash } from 'node:crypto';

import { LedgerClient } from '../../apps/standalone/src/ledger-client';
import { eventAnswer } from '../../apps/query/src/records/event-answer';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { newPrefix } from '../support/kafka';
import { loadShangrao } from '../support/loaded-budget';
import { createQueryApp } from '../support/query-app';
import { SAMPLE_LINE } from '../support/sample';
import { type Service, startService, TOKEN } from '../support/service';

const STREAM = '/v1/streams/361100/126/events';

let database: TestDatabase;
let service: Service;
let newest: number;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startService({ prefix: newPrefix(), databaseUrl: database.url });
  const client = new LedgerClient(service.url, TOKEN);
  await loadShangrao(client);
  const [refused] = await client.post([
    {
      commandId: 'stored-record-refused',
      type: 'FreezeFunds',
      division: '361100',
      department: '126',
      documentNumber: '样例〔2024〕1号',
      effectiveDate: '2024-05-01',
      fiscalYear: 2024,
      lines: [{ ...SAMPLE_LINE, amountYuan: '999999999.00' }],
    },
  ]);
  newest = Number(refused?.body['revision']);
  const position = String(refused?.body['position']);
  await fetch(`${service.url}/v1/streams/361100/126`, { headers: { 'ledger-min-position': position } });
});
afterAll(async () => {
  await service.stop();
  await database.drop();
});

async function event(revision: number | string, base = service.url) {
  const answer = await fetch(`${base}${STREAM}/${revision}`);
  expect([revision, answer.status]).toEqual([revision, 200]);
  return eventAnswer.parse(await answer.json());
}

it('every event comes with the bytes whose hash it has, as the trail tells it, and the chain fits on either side', async () => {
  const trail = (await (await fetch(`${service.url}${STREAM}?limit=500`)).json()) as { events: unknown[] };
  expect(newest).toBe(trail.events.length);
  for (let revision = 1; revision <= newest; revision += 1) {
    const answer = await event(revision);
    expect(answer.event).toEqual(trail.events[revision - 1]);
    const { record, before, behind, event: told } = answer;
    const bytes = Buffer.from(record?.base64 ?? '', 'base64');
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(told.hash);
    expect(record).toMatchObject({ sha256: told.hash, isSame: true, text: bytes.toString('utf8') });
    const envelope = JSON.parse(record?.text ?? '') as { id: string; prevhash: string; data: unknown };
    expect([envelope.id, envelope.prevhash, envelope.data]).toEqual([told.eventId, told.prevhash, told.data]);
    if (before !== undefined) expect(told.prevhash).toBe(before.hash);
    if (behind !== undefined) expect(behind.prevhash).toBe(told.hash);
    const sides = [before?.revision, behind?.revision];
    expect(sides).toEqual([revision === 1 ? undefined : revision - 1, revision === newest ? undefined : revision + 1]);
    if (before !== undefined) {
      const linked = await fetch(`${service.url}${before.href}`);
      expect(((await linked.json()) as { event: { hash: string } }).event.hash).toBe(told.prevhash);
    }
  }
});

it('shows a refusal as it stands in the log too', async () => {
  const { event: refusal, record } = await event(newest);
  expect(refusal).toMatchObject({ refused: true, type: 'command.refused.v1' });
  expect(record?.text).toContain('"refusal"');
});

it('knows no other revision, and what was not there by then', async () => {
  for (const [revision, status] of [
    [newest + 1, 404],
    ['0', 400],
    ['x', 400],
    ['-1', 400],
    [`${newest}?asOf=1`, 404],
    ['1?asOf=1', 200],
  ] as const) {
    const answer = await fetch(`${service.url}${STREAM}/${revision}`);
    expect([revision, answer.status]).toEqual([revision, status]);
  }
});

it('says so where the record in the log is another one than was read, or none can be had, and tells the event all the same', async () => {
  const { event: told } = await event(2);
  const schema = (await database.database.query<{ name: string }>('select current_schema() as name')).rows[0]!.name;
  const other = 'f'.repeat(64);
  await database.database.query(`update ${schema}.event set hash = $1 where stream = '361100/126' and revision = 2`, [
    other,
  ]);
  const changed = await event(2);
  expect(changed.record).toMatchObject({ sha256: told.hash, isSame: false });
  await database.database.query(`update ${schema}.event set hash = $1 where stream = '361100/126' and revision = 2`, [
    told.hash,
  ]);
  await database.database.query(
    `update ${schema}.event set log_offset = 1000000 where stream = '361100/126' and revision = 2`,
  );
  const gone = await event(2);
  expect([gone.record, typeof gone.recordUnavailable]).toEqual([undefined, 'string']);
  await database.database.query(
    `update ${schema}.event set log_offset = $1 where stream = '361100/126' and revision = 2`,
    [told.offset],
  );
  const { app } = await createQueryApp(database.url);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  const without = await app.inject(`${STREAM}/2`);
  await app.close();
  expect(without.statusCode).toBe(200);
  expect(eventAnswer.parse(without.json())).toMatchObject({ event: told, recordUnavailable: 'KAFKA_BROKERS' });
  expect((await event(2)).record?.isSame).toBe(true);
});
