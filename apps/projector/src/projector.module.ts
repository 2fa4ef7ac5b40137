import { SettingsWatch } from '#log';
import { type Config, HealthModule, MetricsModule, required, topicsWatch } from '#platform';
import { type DynamicModule, Module } from '@nestjs/common';

import { CONFIG } from './configuration';
import { Projector } from './projector';
import { TablesPublisher } from './tables/tables-publisher';

/** Events from the log into Postgres, and from there the newest tables back to Kafka. */
@Module({})
export class ProjectorModule {
  static forRoot({ config }: { config: Config }): DynamicModule {
    const watched = {
      brokers: required(config.brokers, 'KAFKA_BROKERS'),
      clientId: 'projector-topics',
      prefix: config.topicPrefix,
      roles: ['events', 'tables'] as const,
    };
    required(config.databaseUrl, 'DATABASE_URL');
    return {
      module: ProjectorModule,
      imports: [HealthModule, MetricsModule],
      providers: [
        { provide: CONFIG, useValue: config },
        Projector,
        TablesPublisher,
        topicsWatch('projector', (onChange) => new SettingsWatch({ ...watched, onChange })),
      ],
    };
  }
}
