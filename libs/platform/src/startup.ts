import { reasonOf } from '#basics';
import { Injectable, type LoggerService } from '@nestjs/common';

const SAY_EVERY_MS = 5_000;

/** What a part of a process waits for while it starts: told by readiness at any time, and by the log every few seconds. */
export class Waiting {
  private waitingFor: { what: string | (() => string); since: number } | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** Why it was tried in vain the last time. */
  private failure: string | undefined;

  constructor(private readonly logger: Pick<LoggerService, 'log' | 'warn'>) {}

  /** From now on it waits for this, or for nothing more. */
  readonly for = (what: string | (() => string) | undefined): void => {
    if (what === undefined) {
      this.over();
      return;
    }
    // What is tried again has been waited for all the while.
    if (this.waitingFor?.what !== what) this.waitingFor = { what, since: performance.now() };
    this.timer ??= setInterval(() => {
      if (this.sentence !== undefined) this.logger.log(this.sentence);
    }, SAY_EVERY_MS).unref();
  };

  /** It was tried in vain, and is tried again. */
  failed(error: unknown): void {
    const why = reasonOf(error);
    if (why !== this.failure) this.logger.warn(`${why}; it is tried again until it works`);
    this.failure = why;
  }

  over(): void {
    this.failure = undefined;
    clearInterval(this.timer);
    this.timer = undefined;
    this.waitingFor = undefined;
  }

  get sentence(): string | undefined {
    if (this.waitingFor === undefined) return undefined;
    const { what, since } = this.waitingFor;
    const seconds = Math.round((performance.now() - since) / 1_000);
    const why = this.failure === undefined ? '' : ` (${this.failure})`;
    return `waiting for ${typeof what === 'string' ? what : what()}, since ${seconds} s${why}`;
  }
}

/** The parts of a process that start while it listens already. */
@Injectable()
export class Startup {
  private readonly parts: Promise<void>[] = [];

  /** A part that cannot start ends the process, which hears of it from `done`. */
  add(part: Promise<void>): void {
    this.parts.push(part);
    // Until somebody asks, a failure is nobody's unhandled rejection.
    part.catch(() => undefined);
  }

  /** Settles when all parts have started; rejects when one cannot. */
  async done(): Promise<void> {
    await Promise.all(this.parts);
  }
}
