import { loggerModule, readConfig, runMain, runService } from '#platform';
import { Module } from '@nestjs/common';

import { ConsoleModule } from './console.module';

runMain(async () => {
  const config = readConfig(process.env);

  @Module({ imports: [loggerModule(config), ConsoleModule.forRoot({ config })] })
  class ConsoleApp {}

  await runService(ConsoleApp, config, { hasFrontEnd: true });
});
