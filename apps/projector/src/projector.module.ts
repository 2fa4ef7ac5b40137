import { SettingsWatch } from '#log';
import { type Config, HealthModule, kafkaIn, MetricsModule, required, topicsWatch } from '#platform';
import { ownVersion, type ReadModelVersion } from '#read-model';
import { type DynamicModule, Module } from '@nestjs/common';

import { CONFIG, VERSION } from './configuration';
import { Projector } from './projector';
import { TablesPublisher } from './tables/tables-publisher';

/** Events from the log into Postgres, and from there the newest tables back to Kafka. */
@Module({})
export class ProjectorModule {
  static forRoot({
    config,
    version = ownVersion(config.historyFrom),
  }: {
    config: Config;
    version?: ReadModelVersion;
  }): DynamicModule {
    const watched = {
      ...kafkaIn(config),
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
        { provide: VERSION, useValue: version },
        Projector,
        TablesPublisher,
        topicsWatch('projector', (onChange) => new SettingsWatch({ ...watched, onChange })),
      ],
    };
  }
}
