import { Controller, Get, Header, HttpCode, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { readConfig } from './config';
import { HealthModule } from './health';
import { createHttpApp } from './http-app';
import { loggerModule } from './logging';
import { Open } from './route-rule';

@Controller()
class Answers {
  @Get('json')
  @Open('a test')
  json(): object {
    return { one: 1 };
  }

  @Get('unchanged')
  @Open('a test')
  @HttpCode(304)
  unchanged(): void {
    // A browser has it already.
  }

  @Get('page')
  @Open('a test')
  @Header('content-type', 'text/html; charset=utf-8')
  page(): string {
    return '<p>一</p>';
  }
}

@Module({
  imports: [loggerModule(readConfig({ LOG_LEVEL: 'silent' })), HealthModule],
  controllers: [Answers],
})
class App {}

let app: NestFastifyApplication;
beforeAll(async () => {
  app = await createHttpApp(App);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});
afterAll(() => app.close());

const NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

it.each([
  ['/json', 200, NOTHING],
  ['/page', 200, `${NOTHING}; style-src 'unsafe-inline'`],
  ['/nothing-here', 404, NOTHING],
  ['/health/live', 200, NOTHING],
  ['/docs', 200, expect.stringMatching(/^default-src 'none'.* script-src 'self'; /)],
  ['/docs-json', 200, NOTHING],
  // The second time it is sent as it was made.
  ['/docs-json', 200, NOTHING],
])('%s tells browsers what they may do with it', async (address, status, policy) => {
  const { statusCode, headers } = await app.inject(address);
  expect(statusCode).toBe(status);
  expect(headers).toMatchObject({
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
  });
  expect(headers).not.toHaveProperty('strict-transport-security');
  expect(headers).not.toHaveProperty('access-control-allow-origin');
  expect(headers).not.toHaveProperty('x-powered-by');
});

it('pages of a front end may run their own scripts and load from here, and nothing else', async () => {
  const withPages = await createHttpApp(App, { hasFrontEnd: true });
  await withPages.init();
  await withPages.getHttpAdapter().getInstance().ready();
  const { headers } = await withPages.inject('/page');
  const policy = String(headers['content-security-policy']);
  expect(policy).toMatch(/^default-src 'none'; .*script-src 'self'; style-src 'self'; /);
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
  expect((await withPages.inject('/json')).headers['content-security-policy']).toBe(NOTHING);
  await withPages.close();
});

it('what a browser has kept goes on under the policy that it came with', async () => {
  const { statusCode, headers } = await app.inject('/unchanged');
  expect([statusCode, headers['content-security-policy']]).toEqual([304, undefined]);
});

it('what is refused before anything is looked at says it too', async () => {
  const { statusCode, headers } = await app.inject({ url: '/json', headers: { 'content-encoding': 'gzip' } });
  expect(statusCode).toBe(415);
  expect(headers).toMatchObject({ 'content-security-policy': NOTHING, 'x-content-type-options': 'nosniff' });
});

it('an address that cannot be decoded is answered with as much as nothing', async () => {
  const { statusCode, headers } = await app.inject('/%ff');
  expect(statusCode).toBe(400);
  expect(headers).toMatchObject({ 'content-security-policy': NOTHING, 'x-content-type-options': 'nosniff' });
});
