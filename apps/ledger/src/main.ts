import { loggerModule, readConfig, runMain, runService } from '#platform';
import { Module } from '@nestjs/common';

import { LedgerModule } from './ledger.module';

runMain(async () => {
  const config = readConfig(process.env);

  @Module({ imports: [loggerModule(config), LedgerModule.forRoot(config)] })
  class LedgerApp {}

  await runService(LedgerApp, config);
});
