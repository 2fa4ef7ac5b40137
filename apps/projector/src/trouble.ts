import type { Logger } from '@nestjs/common';

/** What is wrong for longer than this does not pass by itself as a lost connection does. */
const LASTING_AFTER_MS = 10_000;

/** Says once that something is wrong, and once that it is over, however often it is tried in between. */
export class Trouble {
  private told: string | undefined;
  private since = 0;

  constructor(
    private readonly logger: Pick<Logger, 'error' | 'log'>,
    private readonly subject: string,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** What is wrong at present, in words. */
  get current(): string | undefined {
    return this.told;
  }

  /** What has been wrong without a pause for so long that an operator has to look at it. */
  get lasting(): string | undefined {
    const forMs = this.now() - this.since;
    if (this.told === undefined || forMs < LASTING_AFTER_MS) return undefined;
    return `${this.subject} has not worked for ${Math.round(forMs / 1_000)} s: ${this.told}`;
  }

  report(error: unknown): void {
    const what = error instanceof Error ? wordsOf(error) : String(error);
    if (this.told === undefined) this.since = this.now();
    if (what === this.told) return;
    this.told = what;
    this.logger.error(`${this.subject}: ${what}; trying again until it works`);
  }

  over(): void {
    if (this.told === undefined) return;
    this.told = undefined;
    this.logger.log(`${this.subject}: works again`);
  }
}

/** A refused connection to several addresses is an error without a message of its own. */
function wordsOf(error: Error): string {
  if (error.message !== '') return error.message;
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : undefined;
  return inner instanceof Error ? inner.message : error.name;
}
