import { type Config, createHttpApp, loggerModule, readConfig } from '#platform';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import type { QueryOptions } from '../../apps/query/src/configuration';
import { QueryModule } from '../../apps/query/src/query.module';
import { knownCallers, readAsReader } from './callers';
import { runLog } from './run-log';

type Options = Partial<Omit<QueryOptions, 'config'>>;

/** The query service alone, on a database that the test fills by itself. Positions that are not reached are waited for as short as can be. */
export async function createQueryApp(
  databaseUrl: string,
  options: Options = {},
  env: Record<string, string> = {},
  isSignedIn = true,
): Promise<{ app: NestFastifyApplication; config: Config }> {
  const { logFile, level } = runLog();
  const config = readConfig({
    DATABASE_URL: databaseUrl,
    LOG_LEVEL: level,
    HOST: '127.0.0.1',
    PORT: '0',
    ...knownCallers({}),
    ...env,
  });

  @Module({
    imports: [loggerModule(config, logFile), QueryModule.forRoot({ config, positionTimeoutMs: 300, ...options })],
  })
  class QueryApp {}

  const app = await createHttpApp(QueryApp);
  if (isSignedIn) readAsReader(app);
  return { app, config };
}

/** The same, ready to be asked by `inject`. */
export async function startQueryApp(databaseUrl: string, options: Options = {}): Promise<NestFastifyApplication> {
  const { app } = await createQueryApp(databaseUrl, options);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}
