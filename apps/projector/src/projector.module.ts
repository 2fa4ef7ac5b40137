import { type Config, HealthModule, MetricsModule, required } from '#platform';
import { type DynamicModule, Module } from '@nestjs/common';

import { CONFIG, Projector } from './projector';

/** Events from the log into Postgres. */
@Module({})
export class ProjectorModule {
  static forRoot({ config }: { config: Config }): DynamicModule {
    required(config.brokers, 'KAFKA_BROKERS');
    required(config.databaseUrl, 'DATABASE_URL');
    return {
      module: ProjectorModule,
      imports: [HealthModule, MetricsModule],
      providers: [{ provide: CONFIG, useValue: config }, Projector],
    };
  }
}
