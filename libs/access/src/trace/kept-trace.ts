import { reasonOf } from '#basics';
import type { Notice } from '#platform';
import type { AccessRecord } from '#wire';
import type { LoggerService } from '@nestjs/common';

import { type Act, AccessTrace, type Attempt } from './access-trace';
import { MergedActs, type MergeLimits } from './merged-acts';

/** Where records are kept. A rejection means that none of them may count as kept. */
export interface AccessSink {
  keep(records: readonly AccessRecord[]): Promise<void>;
  close(): Promise<void>;
}

export interface TraceSettings {
  service: string;
  /** Undefined where there is nothing to keep records in; they are counted and logged all the same. */
  sink: AccessSink | undefined;
  logger: Pick<LoggerService, 'warn' | 'log'>;
  /** Hears of each attempt, merged or not. */
  onAttempt?: (attempt: Attempt) => void;
  onLost?: (records: number) => void;
  attempts?: MergeLimits;
  reads?: MergeLimits;
  /** So many records wait for a broker that does not answer; what comes by more is lost, counted and said. */
  mostWaiting?: number;
}

const WINDOW_MS = 60_000;
const ATTEMPTS: MergeLimits = { windowMs: WINDOW_MS, most: 10_000, burst: 500, perSecond: 5 };
const READS: MergeLimits = { windowMs: WINDOW_MS, most: 10_000, burst: 2_000, perSecond: 20 };
const MOST_WAITING = 10_000;
const SEND_EVERY_MS = 500;
const RECORDS_AT_ONCE = 500;
const LAST_WORD_WITHIN_MS = 3_000;

/** The trace of a process: merged, bounded, and sent behind the backs of those whom it is about. */
export class KeptTrace extends AccessTrace {
  private readonly attempts: MergedActs;
  private readonly reads: MergedActs;
  private waiting: AccessRecord[] = [];
  private lost = 0;
  private failure: string | undefined;
  private sending: Promise<void> | undefined;
  private readonly timers: NodeJS.Timeout[];

  constructor(private readonly settings: TraceSettings) {
    super();
    const { attempts = ATTEMPTS, reads = READS } = settings;
    this.attempts = new MergedActs('refused', attempts, Date.now());
    this.reads = new MergedActs('granted', reads, Date.now());
    const every = (ms: number, what: () => void): NodeJS.Timeout => setInterval(what, ms).unref();
    this.timers = [
      every(attempts.windowMs, () => this.flush(this.attempts)),
      every(reads.windowMs, () => this.flush(this.reads)),
      every(SEND_EVERY_MS, () => void this.send()),
    ];
  }

  override attempt(attempt: Attempt): void {
    this.settings.onAttempt?.(attempt);
    const record = this.attempts.add(attempt, Date.now());
    if (record !== undefined) this.take(record);
  }

  override read(read: Act): void {
    const record = this.reads.add(read, Date.now());
    if (record !== undefined) this.take(record);
  }

  /** What an operator should know; nothing while all that was told is kept. */
  notice(): Notice | undefined {
    if (this.failure === undefined) return undefined;
    return {
      notice: `${this.waiting.length} records of access wait to be kept, ${this.lost} are lost: ${this.failure}`,
    };
  }

  /** Keeps what is still there, as far as that takes no long time. */
  async close(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    this.flush(this.attempts);
    this.flush(this.reads);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, LAST_WORD_WITHIN_MS)));
    await Promise.race([this.sendAll(), late]);
    clearTimeout(timer);
    await this.settings.sink?.close();
  }

  private flush(merged: MergedActs): void {
    for (const record of merged.flush(Date.now())) this.take(record);
  }

  private take(record: Omit<AccessRecord, 'service'>): void {
    const { service, sink, logger, mostWaiting = MOST_WAITING, onLost } = this.settings;
    if (record.outcome === 'refused') logger.warn(lineOf(record));
    if (sink === undefined) return;
    if (this.waiting.length < mostWaiting) {
      this.waiting.push({ ...record, service });
      return;
    }
    this.lost += 1;
    onLost?.(1);
  }

  private async sendAll(): Promise<void> {
    await this.sending;
    while (this.waiting.length > 0 && this.failure === undefined) await this.send();
  }

  private send(): Promise<void> {
    this.sending ??= this.sendOnce().finally(() => (this.sending = undefined));
    return this.sending;
  }

  private async sendOnce(): Promise<void> {
    const { sink, logger } = this.settings;
    const records = this.waiting.slice(0, RECORDS_AT_ONCE);
    if (sink === undefined || records.length === 0) return;
    try {
      await sink.keep(records);
      this.waiting = this.waiting.slice(records.length);
      if (this.failure !== undefined) logger.log('records of access are kept again');
      this.failure = undefined;
      this.tellLost();
    } catch (error) {
      const reason = reasonOf(error);
      if (this.failure !== reason) logger.warn(`records of access cannot be kept: ${reason}; it is tried again`);
      this.failure = reason;
    }
  }

  /** Where records are missing, one says how many. */
  private tellLost(): void {
    if (this.lost === 0) return;
    const { service } = this.settings;
    const at = new Date().toISOString();
    this.settings.logger.warn(`${this.lost} records of access were lost`);
    this.waiting.push({ at, times: this.lost, outcome: 'lost', way: 'http', action: 'any', service });
    this.lost = 0;
  }
}

/** Who it was stands in budget.access, for those who may read that; a log is read by more people. */
function lineOf({ code, way, action, times }: Omit<AccessRecord, 'service'>): string {
  return `refused ${code ?? ''}: ${action} by ${way}, ${times} time(s)`;
}
