import { type FactoryProvider, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Gauge, type Registry } from 'prom-client';

import { Readiness } from './health';
import { METRICS } from './metrics-registry';

/** Looks at settings of topics again and again, as SettingsWatch of the log does. */
interface WatchedSettings {
  /** What is wrong now, with the way on; nothing while all is well. */
  readonly unfit: string | undefined;
  readonly unfitTopics: number;
  stop(): Promise<void>;
}

/** Begins to look, and tells of a topic that becomes unfit, unfit in another way, or fit again: then with nothing. */
type StartWatching = (onChange: (topic: string, wrong: string | undefined) => void) => WatchedSettings;

/** Tells of topics that were fit when the process started and are so no longer: somebody has altered their settings. */
class TopicsWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(TopicsWatch.name);
  private watch: WatchedSettings | undefined;

  constructor(
    room: string,
    private readonly start: StartWatching,
    readiness: Readiness,
    registry: Registry,
  ) {
    readiness.register(`${room}-topics`, () => this.watch?.unfit);
    const unfit = (): number => this.watch?.unfitTopics ?? 0;
    new Gauge({
      name: `${room}_unfit_topics`,
      help: 'Topics whose settings are not what they must be',
      registers: [registry],
      collect() {
        this.set(unfit());
      },
    });
  }

  onApplicationBootstrap(): void {
    this.watch = this.start((topic, wrong) => {
      if (wrong === undefined) this.logger.log(`${topic}: its settings are what they must be again`);
      else this.logger.error(`${topic}: ${wrong}. Alter the topic`);
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.watch?.stop();
  }
}

/** The watch over the topics of one room, such as the ledger. */
export function topicsWatch(room: string, start: StartWatching): FactoryProvider {
  return {
    provide: TopicsWatch,
    useFactory: (readiness: Readiness, registry: Registry) => new TopicsWatch(room, start, readiness, registry),
    inject: [Readiness, METRICS],
  };
}
