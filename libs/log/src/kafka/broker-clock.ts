import { setTimeout as delay } from 'node:timers/promises';

import { reasonOf } from '#basics';
import type { Producer } from 'kafkajs';

import type { ClockReading } from '../clock';
import { LogUnfit, LogUnreachable } from '../rule/errors';
import type { LogSettings } from './kafka-log';
import { connectAll, kafkaOf, noBroker, producerOf } from './connect';
import { unauthorizedIn } from './denied';
import type { Progress } from '../ports';
import { createTopic, LED_STEP_MS, topicsOf } from './topic';
import { within } from '../within';

const ASK_EVERY_MS = 5_000;
/** An answer that took longer says too little, unless nothing better is known. */
const SLOW_MS = 2_000;
const STALE_MS = 60_000;
const AN_HOUR_MS = 60 * 60 * 1_000;

/**
 * The brokers' time: what a broker stamps a record with when it takes it, asked for every few seconds, and carried on in between by a clock
 * that nobody sets. It is never later than the brokers' own, since the way of the answer is not counted.
 */
export class BrokerClock {
  private known: { time: number; at: number } | undefined;
  private readonly stopping = new AbortController();
  private asking: Promise<void> | undefined;

  private constructor(
    private readonly producer: Producer,
    private readonly topic: string,
    private readonly own: () => number,
  ) {}

  /** Resolves when the brokers' time is known. */
  static async open(
    settings: Pick<LogSettings, 'brokers' | 'security' | 'prefix'> & { replication: number; own?: () => number },
    progress: Progress = () => undefined,
  ): Promise<BrokerClock> {
    const topic = topicsOf(settings.prefix).clock;
    const kafka = kafkaOf({ ...settings, clientId: 'ledger-clock' });
    const admin = kafka.admin();
    const producer = producerOf(kafka);
    const clock = new BrokerClock(producer, topic, settings.own ?? (() => Date.now()));
    progress(`a Kafka broker at ${settings.brokers.join(', ')}`);
    await connectAll([admin, producer], settings, (error) => noBroker(settings.brokers, error));
    progress(`the time of the brokers, by the topic ${topic}`);
    try {
      const creating = createTopic(admin, {
        topic,
        numPartitions: 1,
        replicationFactor: settings.replication,
        configEntries: [
          { name: 'message.timestamp.type', value: 'LogAppendTime' },
          { name: 'cleanup.policy', value: 'delete' },
          { name: 'retention.ms', value: String(AN_HOUR_MS) },
          { name: 'segment.ms', value: String(AN_HOUR_MS) },
        ],
      });
      await within(creating, 'its topic', LED_STEP_MS);
      await within(clock.ask(), 'its answer');
    } catch (error) {
      void producer.disconnect().catch(() => undefined);
      if (error instanceof LogUnfit) throw error;
      const denied = unauthorizedIn(error);
      if (denied !== undefined) throw denied;
      const why = reasonOf(error);
      throw new LogUnreachable(`The time of the brokers is not known (${topic}: ${why}): check the brokers.`);
    } finally {
      void admin.disconnect().catch(() => undefined);
    }
    clock.asking = clock.askOnAndOn();
    return clock;
  }

  reading(): ClockReading {
    const own = this.own();
    return this.known === undefined ? { own } : { own, broker: this.known.time + performance.now() - this.known.at };
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await this.producer.disconnect();
    await this.asking;
  }

  /** While no broker answers, the last answer is carried on: both clocks tick alike, and the lost broker shows elsewhere. */
  private async askOnAndOn(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      await delay(ASK_EVERY_MS, undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined);
      await this.askAgain();
    }
  }

  private async askAgain(): Promise<void> {
    if (!this.stopping.signal.aborted) await this.ask().catch(() => undefined);
  }

  private async ask(): Promise<void> {
    const asked = performance.now();
    const [answer] = await this.producer.send({
      topic: this.topic,
      acks: -1,
      timeout: 10_000,
      messages: [{ key: null, value: 'what time is it?' }],
    });
    const at = performance.now();
    const time = Number(answer?.logAppendTime ?? -1);
    if (!(time > 0)) {
      throw new LogUnfit(
        `${this.topic}: message.timestamp.type must be LogAppendTime. Alter the topic, then start again.`,
      );
    }
    const isFresh = this.known !== undefined && at - this.known.at < STALE_MS;
    if (at - asked > SLOW_MS && isFresh) return;
    this.known = { time, at };
  }
}
