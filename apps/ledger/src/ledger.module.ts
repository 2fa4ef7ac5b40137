import { type Config, ConfigError, HealthModule, Identity, MetricsModule } from '#platform';
import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';

import { CommandsController } from './commands.controller';
import { KafkaIntake } from './kafka-intake';
import { CONFIG, Ledger } from './ledger';
import { LedgerTopics } from './ledger-topics';
import { SubmitCommandHandler, TryCommandsHandler } from './submit-command';
import { TransitRelay } from './transit-relay';

/** The write side: commands by HTTP and Kafka, decided and appended. */
@Module({})
export class LedgerModule {
  static forRoot(config: Config): DynamicModule {
    if (config.tokens.size === 0) {
      throw new ConfigError('Set LEDGER_TOKENS to actor=token pairs; without one nobody could write to the ledger.');
    }
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
        LedgerTopics,
      ],
    };
  }
}
