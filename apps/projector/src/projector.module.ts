import { type Config, HealthModule, MetricsModule, required } from '#platform';
import { type DynamicModule, Module } from '@nestjs/common';

import { CONFIG } from './configuration';
import { Projector } from './projector';
import { ProjectorTopics } from './projector-topics';
import { TablesPublisher } from './tables/tables-publisher';

/** Events from the log into Postgres, and from there the newest tables back to Kafka. */
@Module({})
export class ProjectorModule {
  static forRoot({ config }: { config: Config }): DynamicModule {
    required(config.brokers, 'KAFKA_BROKERS');
    required(config.databaseUrl, 'DATABASE_URL');
    return {
      module: ProjectorModule,
      imports: [HealthModule, MetricsModule],
      providers: [{ provide: CONFIG, useValue: config }, Projector, TablesPublisher, ProjectorTopics],
    };
  }
}
