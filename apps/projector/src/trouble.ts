import type { Logger } from '@nestjs/common';

/** Says once that something is wrong, and once that it is over, however often it is tried in between. */
export class Trouble {
  private told: string | undefined;

  constructor(
    private readonly logger: Logger,
    private readonly subject: string,
  ) {}

  /** What is wrong at present, in words. */
  get current(): string | undefined {
    return this.told;
  }

  report(error: unknown): void {
    const what = error instanceof Error ? wordsOf(error) : String(error);
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
