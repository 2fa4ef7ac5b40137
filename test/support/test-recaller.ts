import { setTimeout as pause } from 'node:timers/promises';

import { PartitionFold, startOf } from '#log';
import { type Database, SessionLocks } from '#postgres';
import {
  lockOf,
  makeRecalledTables,
  markRecallFailed,
  openRecalled,
  openWishes,
  type ReadModelVersion,
  RecallFill,
} from '#read-model';

import { batchOf, type TestLog } from './test-log';

/** Reads left-out history from a log in memory for who asks, as a projector does from Kafka. */
export class TestRecaller {
  readonly database: Database;
  /** What was read, in order: the streams of each filling. */
  readonly fillings: string[][] = [];
  /** Waited for before anything is read. */
  held: Promise<void> = Promise.resolve();
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    private readonly url: string,
    private readonly version: ReadModelVersion,
    private readonly log: TestLog,
    public mostBytes = 1024 ** 3,
  ) {
    this.database = openRecalled(url, version.version, () => undefined);
  }

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    if (this.stopping.signal.aborted) return;
    this.stopping.abort();
    await this.running;
    await this.database.end();
  }

  private async run(): Promise<void> {
    const locks = await SessionLocks.connect(this.url);
    await locks.bePresent(lockOf(this.version.version, 'present'));
    while (!this.stopping.signal.aborted) {
      const streams = await openWishes(this.database, this.version.version);
      await this.held;
      if (streams.length > 0) await this.recall(streams);
      await pause(10);
    }
    await locks.close();
  }

  /** Reads what is asked for. */
  async recall(streams: string[]): Promise<void> {
    await makeRecalledTables(this.database, this.version);
    const fill = await RecallFill.open(this.database, { version: this.version, streams, mostBytes: this.mostBytes });
    try {
      for (const [partition, end] of fill.ends) {
        const fold = new PartitionFold(this.log.ledgerId, this.log.partitions, startOf(partition));
        const batch = batchOf(fold, partition, this.log.records[partition]!.slice(0, end));
        if (batch !== undefined) await fill.fill(batch);
      }
      await fill.finish();
      this.fillings.push(streams);
    } catch (error) {
      await markRecallFailed(this.database, this.version.version, streams, error);
    } finally {
      fill.close();
    }
  }
}
