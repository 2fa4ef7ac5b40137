import { createHttpApp, listen, loggerModule, readConfig, Readiness, Startup } from '#platform';
import { Module } from '@nestjs/common';

import { LedgerModule } from '../../apps/ledger/src/ledger.module';
import { ProjectorModule } from '../../apps/projector/src/projector.module';
import { QueryModule } from '../../apps/query/src/query.module';
import { until } from '../chaos/wait';
import { testBrokers } from './kafka';
import { knownCallers, readAsReader } from './callers';
import { runLog } from './run-log';

export const TOKEN = 'a-token-for-the-tests';

/** All three roles in this process, on the test command's Kafka and the given database. */
export interface Service {
  url: string;
  stop(): Promise<void>;
}

export async function startService(place: {
  prefix: string;
  databaseUrl: string;
  env?: Record<string, string>;
  positionTimeoutMs?: number;
  /** Where it logs to, for whoever looks. */
  logFile?: string;
}): Promise<Service> {
  const { positionTimeoutMs } = place;
  const { logFile, level } = runLog();
  const config = readConfig({
    KAFKA_BROKERS: testBrokers().join(','),
    DATABASE_URL: place.databaseUrl,
    TOPIC_PREFIX: place.prefix,
    ...knownCallers({ 上饶市财政局: TOKEN }),
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: level,
    ...place.env,
  });

  @Module({
    imports: [
      loggerModule(config, place.logFile ?? logFile),
      LedgerModule.forRoot(config),
      ProjectorModule.forRoot({ config }),
      QueryModule.forRoot({ config, ...(positionTimeoutMs === undefined ? {} : { positionTimeoutMs }) }),
    ],
  })
  class AllRoles {}

  const app = await createHttpApp(AllRoles);
  readAsReader(app);
  const url = await listen(app, config);
  await app.get(Startup).done();
  const isRead = async (): Promise<boolean> =>
    (await app.get(Readiness).report()).parts['query']?.startsWith('ready') === true;
  await until('the tables are read', isRead);
  return { url, stop: () => app.close() };
}
