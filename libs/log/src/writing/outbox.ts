import { pauses, reasonOf } from '#basics';
import type { LogPort } from '../ports';

const RETRY_MS = { first: 50, most: 2_000 };

/** What is sent, and what became of it. */
export interface Outgoing {
  key: string;
  bytes: Buffer;
  /** How often its bytes were handed to the broker. */
  sends: number;
  /** Only the log decides it; nothing is sent, or sent again, whose fate is known. */
  fate: 'unknown' | 'accepted' | 'void';
}

/** Who hears what becomes of what was put in. */
export interface OutboxEvents<Item> {
  /** These go out now for the first time: from here on they may be read back. */
  sending(batch: readonly Item[]): void;
  /** The log has these, from this offset on where it tells one. */
  acknowledged(first: number | undefined, sent: readonly Item[]): void;
  alarm(message: string): void;
}

/**
 * Sends records to one partition. One append is in flight at a time; whatever piles up meanwhile is the next batch, so parents always go
 * before children.
 */
export class Outbox<Item extends Outgoing> {
  /** When appends began to fail; undefined while they succeed. */
  failingSince: number | undefined;
  private waiting: Item[] = [];
  private isDue = false;
  private isSending = false;
  private isClosed = false;

  constructor(
    private readonly partition: number,
    private readonly port: Pick<LogPort, 'append' | 'elapsed' | 'delay'>,
    private readonly batchBytes: number,
    private readonly events: OutboxEvents<Item>,
  ) {}

  /** Puts a record in; it goes out once somebody says so. */
  add(item: Item): void {
    this.waiting.push(item);
  }

  /** What was put in during one turn of the event loop goes out together. */
  sendSoon(): void {
    if (this.isDue || this.isSending || this.waiting.length === 0) return;
    this.isDue = true;
    queueMicrotask(() => {
      this.isDue = false;
      void this.sendAll();
    });
  }

  /** Leaves out what has become void before it was sent. */
  dropDecided(): void {
    this.waiting = this.waiting.filter(({ fate }) => fate === 'unknown');
  }

  /** Sends nothing any more. */
  close(): void {
    this.isClosed = true;
    this.waiting = [];
  }

  private async sendAll(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    while (this.waiting.length > 0 && !this.isClosed) await this.send(this.nextBatch());
    this.isSending = false;
  }

  private nextBatch(): Item[] {
    let bytes = 0;
    let count = 0;
    for (const item of this.waiting) {
      bytes += item.bytes.length;
      if (count > 0 && bytes > this.batchBytes) break;
      count += 1;
    }
    return this.waiting.splice(0, count);
  }

  /** Sends the same bytes again until each of them is acknowledged, or known to be accepted or void. */
  private async send(batch: readonly Item[]): Promise<void> {
    this.events.sending(batch);
    const nextPause = pauses(RETRY_MS);
    for (;;) {
      const unknown = batch.filter(({ fate }) => fate === 'unknown');
      if (unknown.length === 0 || this.isClosed) return;
      for (const item of unknown) item.sends += 1;
      let first: number | undefined;
      try {
        first = await this.port.append(
          this.partition,
          unknown.map(({ key, bytes }) => ({ key, value: bytes })),
          unknown.some(({ sends }) => sends > 1),
        );
      } catch (error) {
        this.failingSince ??= this.port.elapsed();
        const why = reasonOf(error);
        this.events.alarm(
          `partition ${this.partition}: ${unknown.length} records of unknown fate are sent again: ${why}`,
        );
        await this.port.delay(nextPause());
        continue;
      }
      this.failingSince = undefined;
      this.events.acknowledged(first, unknown);
      return;
    }
  }
}
