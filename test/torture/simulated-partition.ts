import type { LogPort, LogRecord } from '#log';

import type { Scheduler } from './scheduler';

/** What may go wrong between a writer and its broker, each with its probability. */
export interface Faults {
  /** Appended, but the acknowledgement is lost. */
  answerLost: number;
  /** Neither appended nor acknowledged. */
  requestLost: number;
  /** Reported as failed, and appended all the same, later. */
  lateAppend: number;
  /** Appended twice by a retry below the writer. */
  doubled: number;
  /** Somebody's transaction ends behind it, which takes an offset. */
  transactionEnds: number;
}

/** One partition of a broker that loses, delays, doubles and reorders what is sent to it, but keeps the order of what it took. */
export class SimulatedPartition {
  readonly records: LogRecord[] = [];
  /** Told after each append, so that readers can be fed. */
  onAppend: () => void = () => undefined;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly faults: Faults,
  ) {}

  /** A writer's own connection. A dead process sends nothing new; what it has sent before may still arrive. */
  port(isAlive: () => boolean): LogPort {
    const { scheduler } = this;
    // No two machines agree on the time, and some are nearly a minute off.
    const skew = scheduler.below(119_000) - 59_500;
    return {
      append: (_partition, records) => (isAlive() ? this.append(records) : new Promise(() => undefined)),
      endOffset: () => scheduler.delay(scheduler.below(5)).then(() => this.records.length),
      clock: () => ({ own: scheduler.time + skew, broker: scheduler.time }),
      elapsed: () => scheduler.time,
      delay: (milliseconds) => scheduler.delay(milliseconds),
      nextTurn: () => scheduler.delay(scheduler.below(10)),
      random: () => scheduler.random(),
    };
  }

  /** Answers the offset of the first record. */
  take(records: readonly { key: string; value: Buffer }[]): number {
    const first = this.records.length;
    for (const { key, value } of records) {
      this.requireTime(value);
      this.records.push({ partition: 0, offset: this.records.length, key: Buffer.from(key), value });
    }
    if (this.scheduler.chance(this.faults.transactionEnds)) this.endTransaction();
    this.onAppend();
    return first;
  }

  private endTransaction(): void {
    const what = 'control record (abort of a transaction)';
    const mark = { kind: 'control' as const, what };
    this.records.push({ partition: 0, offset: this.records.length, key: null, value: Buffer.from(what), mark });
  }

  /** Whatever a writer's clock says, nothing is stamped more than a minute ahead of the broker. */
  private requireTime(value: Buffer): void {
    const { time } = JSON.parse(value.toString()) as { time?: string };
    if (time !== undefined && Date.parse(time) > this.scheduler.time + 60_000) {
      throw new Error(`stamped ${time}, the broker's time is ${new Date(this.scheduler.time).toISOString()}`);
    }
  }

  /** A log need not tell where a batch stands; readers find it in either case. */
  private told(first: number): number | undefined {
    return this.scheduler.chance(0.8) ? first : undefined;
  }

  private append(records: readonly { key: string; value: Buffer }[]): Promise<number | undefined> {
    const { scheduler, faults } = this;
    return new Promise((resolve, reject) => {
      const fail = (): void => {
        reject(new Error('request timed out'));
      };
      scheduler.after(scheduler.below(4), () => {
        let dice = scheduler.random();
        const happens = (probability: number): boolean => (dice -= probability) < 0;
        if (happens(faults.requestLost)) {
          scheduler.after(scheduler.below(40), fail);
        } else if (happens(faults.lateAppend)) {
          scheduler.after(scheduler.below(20), fail);
          scheduler.after(20 + scheduler.below(200), () => {
            this.take(records);
          });
        } else {
          let first = this.take(records);
          if (happens(faults.doubled)) first = this.take(records);
          if (happens(faults.answerLost)) scheduler.after(scheduler.below(40), fail);
          else scheduler.after(scheduler.below(4), () => resolve(this.told(first)));
        }
      });
    });
  }
}
