import { loggerModule, readConfig, runMain, runService } from '#platform';
import { Module } from '@nestjs/common';

import { ProjectorModule } from './projector.module';

runMain(async () => {
  const config = readConfig(process.env);

  @Module({ imports: [loggerModule(config), ProjectorModule.forRoot({ config })] })
  class ProjectorApp {}

  await runService(ProjectorApp, config);
});
