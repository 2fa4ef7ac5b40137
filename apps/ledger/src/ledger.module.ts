import { accessModule } from '#access';
import { SettingsWatch } from '#log';
import { type Config, HealthModule, kafkaIn, MetricsModule, topicsWatch } from '#platform';
import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';

import { CommandsController } from './commands.controller';
import { Imports } from './imports/imports';
import { ImportsController } from './imports/imports.controller';
import { KafkaIntake } from './kafka-intake';
import { CONFIG, Ledger } from './ledger';
import { SubmitCommandHandler, TryCommandsHandler } from './submit-command';
import { TransitRelay } from './transit-relay';

/** The write side: commands by HTTP and Kafka, decided and appended. */
@Module({})
export class LedgerModule {
  static forRoot(config: Config): DynamicModule {
    const watched = {
      ...kafkaIn(config),
      clientId: 'ledger-topics',
      prefix: config.topicPrefix,
      replication: config.replication,
      roles: ['events', 'commands', 'results'] as const,
    };
    return {
      module: LedgerModule,
      imports: [CqrsModule, HealthModule, MetricsModule, accessModule(config)],
      controllers: [CommandsController, ImportsController],
      providers: [
        { provide: CONFIG, useValue: config },
        Ledger,
        Imports,
        SubmitCommandHandler,
        TryCommandsHandler,
        TransitRelay,
        KafkaIntake,
        topicsWatch('ledger', (onChange) => new SettingsWatch({ ...watched, onChange })),
      ],
    };
  }
}
