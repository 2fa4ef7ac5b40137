import { loggerModule, readConfig, runMain, runService } from '#platform';
import { Module } from '@nestjs/common';

import { QueryModule } from './query.module';

runMain(async () => {
  const config = readConfig(process.env);

  @Module({ imports: [loggerModule(config), QueryModule.forRoot({ config })] })
  class QueryApp {}

  await runService(QueryApp, config);
});
