import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { Readiness } from '#platform';

import type { ConsoleSettings } from '../configuration';
import { Services } from './services';

let asked = 0;
const answers: Record<string, [number, string]> = {
  '/health/ready': [503, JSON.stringify({ ready: false, parts: { query: 'ready', readers: 'stands still at 3:41' } })],
};
const server = createServer(({ url = '' }, response) => {
  asked += 1;
  const [status, body] = answers[url] ?? [404, ''];
  response.writeHead(status).end(body);
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
});

const servicesAt = (addresses: Partial<ConsoleSettings>): Services =>
  new Services(addresses as ConsoleSettings, new Readiness());

it('says what each process says of itself, those of one address at once, and keeps addresses to itself', async () => {
  const health = await servicesAt({ ledgerUrl: url, queryUrl: url }).health();
  expect(health).toEqual([
    {
      roles: ['ledger', 'query'],
      state: 'not-ready',
      parts: { query: 'ready', readers: 'stands still at 3:41' },
    },
    { roles: ['console'], state: 'ready', parts: {} },
  ]);
  expect(JSON.stringify(health)).not.toContain(url);
});

it('says of one that does not answer just that', async () => {
  const [, projector] = await servicesAt({ ledgerUrl: url, projectorUrl: 'http://127.0.0.1:9' }).health();
  expect(projector).toEqual({ roles: ['projector'], state: 'unreachable', parts: {}, trouble: expect.any(String) });
  expect(JSON.stringify(projector)).not.toContain('127.0.0.1');
});

it('asks once for all who look in the same moment', async () => {
  const services = servicesAt({ ledgerUrl: url });
  asked = 0;
  await Promise.all([services.health(), services.health(), services.health()]);
  expect(asked).toBe(1);
});
