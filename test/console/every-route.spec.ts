import { createHttpApp, loggerModule, readConfig } from '#platform';
import { Module } from '@nestjs/common';
import type { RouteOptions } from 'fastify';

import { ConsoleModule } from '../../apps/console/src/console.module';
import { placeholderPages } from '../support/console';

/** Who may ask for each route of the console. A new one has to say it here. */
const RULES: Record<string, 'open' | 'own-page' | 'passed-on'> = {
  'GET /health/live': 'open',
  'GET /health/ready': 'open',
  'GET /metrics': 'open',
  'GET /services': 'open',
  'GET /session': 'open',
  'GET /session/sign-in': 'open',
  'GET /session/callback': 'open',
  'GET /session/style.css': 'open',
  'POST /session/sign-out': 'own-page',
  'POST /session/token': 'own-page',
  'POST /v1/commands': 'passed-on',
  'POST /v1/commands/*': 'passed-on',
  'GET /v1/imports': 'passed-on',
  'POST /v1/imports': 'passed-on',
  'GET /v1/imports/*': 'passed-on',
  'POST /v1/imports/*': 'passed-on',
  'GET /v1/subscriptions': 'passed-on',
  'GET /v1/*': 'passed-on',
  'POST /v1/*': 'passed-on',
  'GET /*': 'open',
};

test('every route of the console states who may ask for it, and why', async () => {
  const config = readConfig({
    CONSOLE_URL: 'https://budget.example.cn',
    LEDGER_URL: 'http://127.0.0.1:9',
    QUERY_URL: 'http://127.0.0.1:9',
    LOG_LEVEL: 'silent',
  });

  @Module({ imports: [loggerModule(config), ConsoleModule.forRoot({ config, webFolder: placeholderPages() })] })
  class ConsoleApp {}

  const app = await createHttpApp(ConsoleApp, { hasFrontEnd: true, isManagementShared: false });
  const stated: Record<string, unknown> = {};
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', ({ method, url, config: of }: RouteOptions) => {
      const { rule } = (of ?? {}) as { rule?: { kind: string; why: string } };
      for (const each of [method].flat()) {
        if (each === 'HEAD' || url.startsWith('/docs')) continue;
        stated[`${each} ${url}`] = rule !== undefined && rule.why !== '' ? rule.kind : 'nothing';
      }
    });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  expect(stated).toEqual(RULES);
  await app.close();
});
