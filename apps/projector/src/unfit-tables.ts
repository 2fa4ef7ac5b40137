import type { Logger } from '@nestjs/common';

/**
 * Partitions whose events the tables do not take, each with the sentence that says why. Trying again mends nothing by itself, so an operator is
 * called at once, and once; who puts the tables right need not start the projector again.
 */
export class UnfitTables {
  private readonly sentences = new Map<number, string>();

  constructor(private readonly logger: Pick<Logger, 'fatal' | 'log'>) {}

  /** What stands still, for readiness; undefined where nothing does. */
  get sentence(): string | undefined {
    return this.sentences.values().next().value;
  }

  met(partition: number, sentence: string): void {
    const isTold = [...this.sentences.values()].includes(sentence);
    this.sentences.set(partition, sentence);
    if (!isTold) this.logger.fatal(sentence);
  }

  over(partition: number): void {
    if (this.sentences.delete(partition) && this.sentences.size === 0) this.logger.log('the tables take events again');
  }
}
