import { request } from 'node:http';

import { Controller, Get, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

import { readConfig } from './config';
import { Doorkeeper } from './doorkeeper';
import { createHttpApp, listen } from './http-app';
import { loggerModule } from './logging';
import { listenForOperators } from './management';
import { MetricsModule } from './metrics';
import { Open } from './route-rule';

@Controller()
class OneController {
  @Get('one')
  @Open('this test asks how often it may be asked for')
  one(): { one: number } {
    return { one: 1 };
  }

  @Get('own')
  own(): { own: number } {
    return { own: 1 };
  }
}

/** Lets everybody in by the name that they give. */
class TakesAnyName extends Doorkeeper {
  override admit(): Promise<void> {
    return Promise.resolve();
  }
  override callerOf({ headers }: FastifyRequest): string | undefined {
    return headers.authorization;
  }
}

let app: NestFastifyApplication | undefined;
let url = '';
let operators: string | undefined;

async function start(env: Record<string, string>, isManagementShared = true): Promise<void> {
  const config = readConfig({ HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'silent', ...env });

  @Module({
    imports: [loggerModule(config), MetricsModule],
    controllers: [OneController],
    providers: [{ provide: Doorkeeper, useFactory: () => new TakesAnyName() }],
  })
  class OneModule {}

  app = await createHttpApp(OneModule, { http: config.http, isManagementShared });
  url = await listen(app, config);
  const port = await listenForOperators(app, config.http);
  operators = port === undefined ? undefined : `http://127.0.0.1:${port}`;
}
afterEach(() => app?.close());

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> => fetch(url + path, { headers });
const statusesOf = (base: string, paths: readonly string[]): Promise<number[]> =>
  Promise.all(paths.map(async (path) => (await fetch(base + path)).status));

it.each([
  ['TRUST_PROXY', 'true'],
  ['TRUST_PROXY', '10.0.0.0/33'],
  ['CORS_ORIGINS', '*'],
  ['CORS_ORIGINS', 'https://budget.example.cn/'],
  ['TLS_CERT_FILE', 'server.crt'],
  ['TLS_CLIENT_CA_FILE', 'clients.crt'],
  ['TLS_CLIENT_CRL_FILE', 'clients.crl'],
])('does not start with %s %s, and says why in both languages', (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(
    new RegExp(`^环境变量 ${name} .+。 Environment variable ${name}: .+\\.$`),
  );
});

describe('rate limits', () => {
  const forwarded = (address: string): Promise<Response> => get('/one', { 'x-forwarded-for': address });

  it('answer 429 with when to come again, and health all the same', async () => {
    await start({ RATE_LIMIT_PER_ADDRESS: '1' });
    const statuses: number[] = [];
    for (let n = 0; n < 12; n += 1) statuses.push((await get('/one')).status);
    expect(statuses).toEqual([...new Array<number>(10).fill(200), 429, 429]);
    const refused = await get('/one');
    expect(refused.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(seconds).toBeLessThanOrEqual(10);
    expect(await refused.json()).toMatchObject({
      code: 'too-many-requests',
      detail: expect.stringMatching(/^该地址的请求超过每秒 1 次.+More than 1 requests a second/),
    });
    expect((await get('/health/live')).status).toBe(200);
  });

  it('take no address from a header that no trusted proxy sent', async () => {
    await start({ RATE_LIMIT_PER_ADDRESS: '1' });
    for (let n = 0; n < 10; n += 1) expect((await forwarded(`10.0.0.${n}`)).status).toBe(200);
    expect((await forwarded('10.0.0.99')).status).toBe(429);
  });

  it('go by the address that a trusted proxy forwards', async () => {
    await start({ RATE_LIMIT_PER_ADDRESS: '1', TRUST_PROXY: '127.0.0.1' });
    for (let n = 0; n < 12; n += 1) expect((await forwarded(`10.0.0.${n}`)).status).toBe(200);
    for (let n = 0; n < 9; n += 1) await forwarded('10.0.0.1');
    expect((await forwarded('10.0.0.1')).status).toBe(429);
    // What the client wrote itself stands before what the proxy adds, and counts for nothing.
    expect((await get('/one', { 'x-forwarded-for': '10.9.9.9, 10.0.0.1' })).status).toBe(429);
  });

  it('go by the actor, from whatever address', async () => {
    await start({ RATE_LIMIT_PER_ACTOR: '1', TRUST_PROXY: '127.0.0.1' });
    const as = (authorization: string, n: number): Promise<Response> =>
      get('/own', { authorization, 'x-forwarded-for': `10.0.0.${n}` });
    for (let n = 0; n < 10; n += 1) expect((await as('zhang', n)).status).toBe(200);
    expect((await as('zhang', 99)).status).toBe(429);
    expect((await as('li', 99)).status).toBe(200);
  });

  it('are off where they are 0', async () => {
    await start({ RATE_LIMIT_PER_ADDRESS: '0', RATE_LIMIT_PER_ACTOR: '0' });
    for (let n = 0; n < 30; n += 1) expect((await get('/one')).status).toBe(200);
  });
});

describe('the port for operators', () => {
  const THEIRS = ['/metrics', '/docs', '/docs-json', '/docs-yaml', '/docs/swagger-ui.css'];

  it('has metrics and docs alone, which are nowhere else; health is at both', async () => {
    await start({ MANAGEMENT_PORT: '0' }, false);
    expect(await statusesOf(url, THEIRS)).toEqual([404, 404, 404, 404, 404]);
    expect(await statusesOf(operators ?? '', THEIRS)).toEqual([200, 200, 200, 200, 200]);
    for (const base of [url, operators ?? ''])
      expect(await statusesOf(base, ['/health/live', '/health/ready'])).toEqual([200, 200]);
    expect(await statusesOf(url, ['/one'])).toEqual([200]);
    expect(await statusesOf(operators ?? '', ['/one', '/'])).toEqual([404, 404]);
  });

  it('is not there where it is not configured, and then neither is what belongs to it', async () => {
    await start({}, false);
    expect(operators).toBeUndefined();
    expect(await statusesOf(url, [...THEIRS, '/one'])).toEqual([404, 404, 404, 404, 404, 200]);
  });

  it('leaves the docs out where they are off', async () => {
    await start({ MANAGEMENT_PORT: '0', DOCS: 'off' });
    expect(await statusesOf(operators ?? '', THEIRS)).toEqual([200, 404, 404, 404, 404]);
    expect(await statusesOf(url, ['/docs'])).toEqual([404]);
  });
});

describe('pages of other origins', () => {
  const OURS = 'https://budget.example.cn';
  const preflight = (origin: string): Promise<Response> =>
    fetch(`${url}/one`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization' },
    });

  it('may read nothing unless they are named', async () => {
    await start({});
    expect((await get('/one', { origin: OURS })).headers.get('access-control-allow-origin')).toBeNull();
    expect((await preflight(OURS)).status).not.toBe(204);
  });

  it('may where they are, and no others', async () => {
    await start({ CORS_ORIGINS: OURS });
    expect((await get('/one', { origin: OURS })).headers.get('access-control-allow-origin')).toBe(OURS);
    expect((await preflight(OURS)).status).toBe(204);
    expect((await get('/one', { origin: OURS })).headers.get('vary')).toMatch(/origin, accept-encoding/i);
    const other = await get('/one', { origin: 'https://evil.example' });
    expect(other.headers.get('access-control-allow-origin')).not.toBe('https://evil.example');
    expect(other.headers.get('access-control-allow-origin')).not.toBe('*');
    expect(other.headers.get('access-control-allow-credentials')).toBeNull();
  });
});

it('ends with its port for operators', async () => {
  await start({ MANAGEMENT_PORT: '0' });
  const { port } = new URL(operators ?? '');
  await app?.close();
  app = undefined;
  const failed = await new Promise<string | undefined>((resolve) => {
    request({ port, host: '127.0.0.1', path: '/metrics' }, () => resolve(undefined))
      .on('error', (error: NodeJS.ErrnoException) => resolve(error.code))
      .end();
  });
  expect(failed).toBe('ECONNREFUSED');
});
