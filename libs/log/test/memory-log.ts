import type { LedgerPort, RawReader, RecordHandler } from '../src/ports';
import type { LogRecord } from '../src/rule/fold';

/** A log in memory with one reader, whose time the spec tells. */
export class MemoryLog implements LedgerPort {
  readonly ledgerId = 'spec';
  readonly topic = 'spec.events';
  /** What stands in it, by partition. */
  readonly records: LogRecord[][];
  /** Where its reader was sent, by partition. */
  readonly sought: [partition: number, offset: number][] = [];
  /** Where its reader began, by partition. */
  from: readonly number[] = [];
  /** What was waited for, in milliseconds. */
  readonly delays: number[] = [];
  time = 0;
  /** Set where nobody can say where the log ends. */
  trouble: Error | undefined;
  private next: number[] = [];
  private onRecords: RecordHandler = () => Promise.resolve();

  constructor(readonly partitions: number) {
    this.records = Array.from({ length: partitions }, () => []);
  }

  append(partition: number, records: readonly { key: string; value: Buffer }[]): Promise<number> {
    const own = this.records[partition] ?? [];
    const first = own.length;
    for (const { key, value } of records) own.push({ partition, offset: own.length, key: Buffer.from(key), value });
    return Promise.resolve(first);
  }

  endOffsets(): Promise<number[]> {
    return this.trouble === undefined
      ? Promise.resolve(this.records.map(({ length }) => length))
      : Promise.reject(this.trouble);
  }

  async endOffset(partition: number): Promise<number> {
    return (await this.endOffsets())[partition] ?? 0;
  }

  read(onRecords: RecordHandler, from: readonly number[]): Promise<RawReader> {
    this.onRecords = onRecords;
    this.from = from;
    this.next = [...from];
    setImmediate(() => void this.deliver());
    const seek = (partition: number, offset: number): void => {
      this.sought.push([partition, offset]);
      this.next[partition] = offset;
    };
    return Promise.resolve({ seek, stop: () => Promise.resolve() });
  }

  /** Brings the reader what it has not read yet. */
  async deliver(): Promise<void> {
    for (const [partition, records] of this.records.entries()) {
      const fresh = records.slice(this.next[partition]);
      this.next[partition] = records.length;
      if (fresh.length > 0) await this.onRecords(partition, fresh);
    }
  }

  /** Brings it the oldest records of a partition once more, as after a lost broker. */
  async deliverAgain(partition: number, records: number): Promise<void> {
    await this.onRecords(partition, this.records[partition]?.slice(0, records) ?? []);
  }

  clock(): { own: number } {
    return { own: 0 };
  }

  elapsed(): number {
    return this.time;
  }

  /** Hours pass in a moment, except for who gives up after them. */
  delay(milliseconds: number, signal?: AbortSignal): Promise<void> {
    this.delays.push(milliseconds);
    return new Promise((resolve) => {
      if (milliseconds < 10_000) setTimeout(resolve, 1);
      else signal?.addEventListener('abort', () => resolve());
    });
  }

  nextTurn(): Promise<void> {
    return Promise.resolve();
  }

  random(): number {
    return 0;
  }
}
