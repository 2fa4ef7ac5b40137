import { createHttpApp, loggerModule, openApiDocument, readConfig } from '#platform';
import { Module } from '@nestjs/common';

import { LedgerModule } from '../../ledger/src/ledger.module';
import { QueryModule } from '../../query/src/query.module';

/** OpenAPI of all that is answered over HTTP, commands and reads. The services are put together and not started: nothing is connected to. */
export async function httpDescription(): Promise<object> {
  const config = readConfig({
    KAFKA_BROKERS: '127.0.0.1:9',
    DATABASE_URL: 'postgres://127.0.0.1:9/none',
    LOG_LEVEL: 'silent',
  });

  @Module({
    imports: [loggerModule(config), LedgerModule.forRoot(config), QueryModule.forRoot({ config })],
  })
  class AllHttp {}

  const app = await createHttpApp(AllHttp);
  return openApiDocument(app);
}
