import { SettingsWatch } from '#log';
import { type Config, METRICS, Readiness, required } from '#platform';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Gauge, type Registry } from 'prom-client';

import { CONFIG } from './ledger';

/** Tells of topics that were fit when the process started and are so no longer: somebody has altered their settings. */
@Injectable()
export class LedgerTopics implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(LedgerTopics.name);
  private watch: SettingsWatch | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Readiness) readiness: Readiness,
    @Inject(METRICS) registry: Registry,
  ) {
    readiness.register('ledger-topics', () => this.watch?.unfit);
    const unfit = (): number => this.watch?.unfitTopics ?? 0;
    new Gauge({
      name: 'ledger_unfit_topics',
      help: 'Topics whose settings are not what they must be',
      registers: [registry],
      collect() {
        this.set(unfit());
      },
    });
  }

  onApplicationBootstrap(): void {
    const { brokers, topicPrefix } = this.config;
    this.watch = new SettingsWatch({
      brokers: required(brokers, 'KAFKA_BROKERS'),
      clientId: 'ledger-topics',
      prefix: topicPrefix,
      replication: this.config.replication,
      roles: ['events', 'commands', 'results'],
      onChange: (topic, wrong) => {
        if (wrong === undefined) this.logger.log(`${topic}: its settings are what they must be again`);
        else this.logger.error(`${topic}: ${wrong}. Alter the topic`);
      },
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.watch?.stop();
  }
}
