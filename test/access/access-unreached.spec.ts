import { performance } from 'node:perf_hooks';

import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { until } from '../chaos/wait';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { Gate } from '../support/gate';
import { newPrefix, testBrokers } from '../support/kafka';
import { createQueryApp } from '../support/query-app';

/** An auditor is told when the records of access cannot be read, and reads them when they can be again. */
let database: TestDatabase;
let gate: Gate;
const apps: NestFastifyApplication[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  gate = await Gate.to(testBrokers()[0] ?? '');
});
afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()));
  await gate.close();
  await database.drop();
});

async function queryWith(env: Record<string, string>): Promise<NestFastifyApplication> {
  const { app } = await createQueryApp(database.url, {}, env);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  apps.push(app);
  return app;
}

async function asked(app: NestFastifyApplication): Promise<{ status: number; body: Record<string, unknown> }> {
  const { statusCode, body, headers } = await app.inject({ method: 'GET', url: '/v1/access' });
  if (statusCode === 503) expect(headers['retry-after']).toMatch(/^\d+$/);
  return { status: statusCode, body: JSON.parse(body) as Record<string, unknown> };
}

test('without brokers in its configuration a service says what it lacks', async () => {
  const { status, body } = await asked(await queryWith({}));
  expect([status, body['code']]).toEqual([503, 'unavailable']);
  expect(body['detail']).toMatch(/目前无法读取访问记录（KAFKA_BROKERS）/);
});

test('brokers that are away or silent are told in bounded time, and what is there again is read', async () => {
  const app = await queryWith({ KAFKA_BROKERS: gate.address, TOPIC_PREFIX: newPrefix() });
  for (const become of [async () => Promise.resolve(), () => gate.silent()]) {
    await become();
    const begun = performance.now();
    const { status, body } = await asked(app);
    expect([status, body['code']]).toEqual([503, 'unavailable']);
    expect(body['detail']).toMatch(
      /目前无法读取访问记录（.+）。 The records of access cannot be read at the moment: .+\./,
    );
    // A generous limit: that there is one is what is shown.
    expect(performance.now() - begun).toBeLessThan(30_000);
  }
  await gate.present();
  await until('the records are read', async () => (await asked(app)).status === 200);
}, 120_000);
