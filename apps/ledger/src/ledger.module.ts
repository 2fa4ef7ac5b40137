import { SettingsWatch } from '#log';
import { type Config, ConfigError, HealthModule, Identity, MetricsModule, required, topicsWatch } from '#platform';
import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';

import { CommandsController } from './commands.controller';
import { KafkaIntake } from './kafka-intake';
import { CONFIG, Ledger } from './ledger';
import { SubmitCommandHandler, TryCommandsHandler } from './submit-command';
import { TransitRelay } from './transit-relay';

/** The write side: commands by HTTP and Kafka, decided and appended. */
@Module({})
export class LedgerModule {
  static forRoot(config: Config): DynamicModule {
    if (config.tokens.size === 0) {
      throw new ConfigError(
        '请把 LEDGER_TOKENS 设为“操作人=令牌”：没有令牌，谁也不能记账。 ' +
          'Set LEDGER_TOKENS to actor=token pairs; without one nobody could write to the ledger.',
      );
    }
    const watched = {
      brokers: required(config.brokers, 'KAFKA_BROKERS'),
      clientId: 'ledger-topics',
      prefix: config.topicPrefix,
      replication: config.replication,
      roles: ['events', 'commands', 'results'] as const,
    };
    return {
      module: LedgerModule,
      imports: [CqrsModule, HealthModule, MetricsModule],
      controllers: [CommandsController],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: Identity, useFactory: () => new Identity(config.tokens) },
        Ledger,
        SubmitCommandHandler,
        TryCommandsHandler,
        TransitRelay,
        KafkaIntake,
        topicsWatch('ledger', (onChange) => new SettingsWatch({ ...watched, onChange })),
      ],
    };
  }
}
