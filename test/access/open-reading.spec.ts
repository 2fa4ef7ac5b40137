import { writeFileSync } from 'node:fs';

import { listen } from '#platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { until } from '../chaos/wait';
import { callersWith, tokenOf } from '../support/callers';
import { createTestDatabase, type TestDatabase, serveEmpty } from '../support/database';
import { projectAll } from '../support/projected';
import { createQueryApp } from '../support/query-app';
import { readiness } from '../support/readiness';
import { shangraoCommands } from '../support/shangrao';
import { SseClient } from '../support/sse-client';
import { TestLog } from '../support/test-log';

const YEAR = '361100/126/years/2024';
const READER = { to: { token: 'reader' }, role: 'reader', departments: ['126'] };
const AUDITOR = { to: { token: 'auditor' }, role: 'auditor' };

let base: TestDatabase;
const apps: NestFastifyApplication[] = [];

beforeAll(async () => {
  base = await createTestDatabase();
  await serveEmpty(base.database);
  const log = new TestLog();
  for (const command of shangraoCommands()) log.post(command);
  await projectAll(log, base.database);
});
afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()));
  await base.drop();
});

async function start(env: Record<string, string>): Promise<string> {
  const options = { subscriptions: { heartbeatMs: 200 } };
  const { app, config } = await createQueryApp(base.url, options, { ...callersWith([READER, AUDITOR]), ...env }, false);
  apps.push(app);
  return listen(app, config);
}

const statusOf = async (url: string): Promise<number> => (await fetch(url)).status;

describe('what is published', () => {
  const PUBLISHED = [
    'tables/3?measure=original',
    'tables/5?measure=original&format=csv',
    'publication?measure=original&format=html',
  ];
  const NOT = [
    'tables/3',
    'tables/3?measure=current',
    'tables/3?measure=original&asOf=2024-06-30',
    'publication',
    'lines',
    'comparison',
  ];

  it('is for everybody where the service is told so, and says so; everything else is not', async () => {
    const url = await start({ PUBLIC_READING: 'published' });
    expect((await readiness(url)).parts['access']).toContain('PUBLIC_READING=published');
    for (const path of PUBLISHED)
      expect([path, await statusOf(`${url}/v1/departments/${YEAR}/${path}`)]).toEqual([path, 200]);
    expect(await statusOf(`${url}/v1/divisions/361100/years/2024/publication?measure=original`)).toBe(200);
    for (const path of NOT)
      expect([path, await statusOf(`${url}/v1/departments/${YEAR}/${path}`)]).toEqual([path, 401]);
    for (const path of [
      '/v1/units/361100/126001/years/2024/tables/3?measure=original',
      '/v1/streams/361100/126/events',
      '/v1/projections',
    ])
      expect([path, await statusOf(url + path)]).toEqual([path, 401]);
    // Whoever says who they are is asked for their rights.
    const headers = { authorization: 'Bearer nobody-has-this-token' };
    expect((await fetch(`${url}/v1/departments/${YEAR}/${PUBLISHED[0]}`, { headers })).status).toBe(401);
  });

  it('is for nobody where it is not told so, and no other word tells it', async () => {
    const url = await start({});
    for (const path of [...PUBLISHED, ...NOT])
      expect([path, await statusOf(`${url}/v1/departments/${YEAR}/${path}`)]).toEqual([path, 401]);
    for (const word of ['true', 'all', 'Published'])
      await expect(start({ PUBLIC_READING: word })).rejects.toThrow(/PUBLIC_READING/);
  });
});

it('a subscription ends with a sentence when its rights are taken away, and comes back to what is left of them', async () => {
  const env = callersWith([READER, AUDITOR]);
  const url = await start({});
  const headers = { authorization: `Bearer ${tokenOf('reader')}` };
  const rights = (grants: object[]): void =>
    writeFileSync(env['ACCESS_FILE'] ?? '', JSON.stringify({ ask: '预算科', grants }));
  const client = await new SseClient(`${url}/v1/subscriptions`, headers).untilReady();
  expect(client.of('ready')[0]?.data).toMatchObject({ limitedTo: 'rights' });
  expect(client.of('state').length).toBeGreaterThan(0);
  try {
    rights([{ ...READER, years: { from: 2024 } }, AUDITOR]);
    await client.untilEnded();
    expect(client.of('come-again')).toMatchObject([{ id: '', data: { reason: 'rights-changed' } }]);
    // Who kept an id of other rights begins anew.
    const again = await new SseClient(`${url}/v1/subscriptions`, {
      ...headers,
      'last-event-id': client.of('ready')[0]?.id ?? '',
    }).untilEnded();
    expect(again.of('come-again')).toMatchObject([{ data: { reason: 'rights-changed' } }]);
    const narrowed = await new SseClient(`${url}/v1/subscriptions`, headers).untilReady();
    expect(new Set(narrowed.of('state').map(({ data }) => data['year']))).toEqual(new Set([2024]));
    rights([AUDITOR]);
    await narrowed.untilEnded();
    await until('it is refused', async () => (await fetch(`${url}/v1/subscriptions`, { headers })).status === 403);
  } finally {
    rights([READER, AUDITOR]);
  }
}, 60_000);
