import { randomUUID } from 'node:crypto';

import { type Consumer, Kafka, logLevel } from 'kafkajs';

import { until } from '../chaos/wait';
import { PATIENCE_MS } from './http-sender';
import { type Receipt, receiptsIn } from './receipts';
import type { Planned } from './request';

interface Posted {
  planned: Planned;
  at: number;
  answeredAfterMs?: number;
}

/** Hears the answers to what was posted through Kafka: each message gets one, whatever it is. */
export class IntakeAnswers {
  readonly receipts: Receipt[] = [];
  slowestMs = 0;
  private readonly posted = new Map<string, Posted>();
  /** An answer may be heard before its sender knows where the message stands. */
  private readonly early = new Map<string, number>();

  private constructor(private readonly consumer: Consumer) {}

  static async start(brokers: string[], topic: string): Promise<IntakeAnswers> {
    const kafka = new Kafka({ brokers, logLevel: logLevel.NOTHING });
    const answers = new IntakeAnswers(
      kafka.consumer({ groupId: `fuzz-${randomUUID()}`, maxWaitTimeInMs: 100, readUncommitted: true }),
    );
    await answers.consumer.connect();
    await answers.consumer.subscribe({ topic, fromBeginning: true });
    await answers.consumer.run({
      autoCommit: false,
      eachMessage: ({ message: { value } }) => {
        answers.hear(value);
        return Promise.resolve();
      },
    });
    return answers;
  }

  expect(planned: Planned, places: readonly string[], at: number): void {
    for (const place of places) {
      const heardAt = this.early.get(place);
      this.posted.set(place, { planned, at });
      if (heardAt !== undefined) this.settle(place, heardAt);
    }
  }

  /** Waits for the answers that are on their way; what is never answered, or late, is told. */
  async missing(): Promise<Posted[]> {
    const open = (): Posted[] =>
      [...this.posted.values()].filter(({ answeredAfterMs }) => answeredAfterMs === undefined);
    await until('every message is answered', () => open().length === 0, { withinMs: 2 * PATIENCE_MS }).catch(
      () => undefined,
    );
    return [...this.posted.values()].filter(({ answeredAfterMs = Infinity }) => answeredAfterMs > PATIENCE_MS);
  }

  async stop(): Promise<void> {
    await this.consumer.disconnect();
  }

  private hear(value: Buffer | null): void {
    if (value === null) return;
    let answer: { received?: unknown; body?: unknown } | null;
    try {
      answer = JSON.parse(value.toString('utf8')) as { received?: unknown } | null;
    } catch {
      // Forgeries stand in this topic too.
      return;
    }
    if (typeof answer?.received !== 'string') return;
    this.receipts.push(...receiptsIn(Buffer.from(JSON.stringify(answer.body ?? null))));
    this.settle(answer.received, performance.now());
  }

  private settle(place: string, heardAt: number): void {
    const posted = this.posted.get(place);
    if (posted === undefined) {
      this.early.set(place, heardAt);
      return;
    }
    posted.answeredAfterMs ??= Math.max(0, heardAt - posted.at);
    this.slowestMs = Math.max(this.slowestMs, posted.answeredAfterMs);
  }
}
