import { setTimeout as pause } from 'node:timers/promises';

import type { Tail } from '#log';
import { SessionLocks } from '#postgres';
import { lockOf } from '#read-model';

const LOOK_AGAIN_MS = 1_000;

/**
 * Which partitions this projector handles. Each one is locked in Postgres by who handles it, and every projector takes its part: all
 * of them where it is alone, half where there are two. Who ends in any way leaves its locks, and the others find them free when they
 * look again. The locks save work and guard nothing: each transaction moves the stored place, which only one can do.
 */
export class PartitionShare {
  private readonly held = new Set<number>();
  private locks: SessionLocks | undefined;
  private readonly presentLock: number;
  private readonly partitionLock: number;

  constructor(
    private readonly url: string,
    version: string,
    private readonly partitions: number,
    private readonly tail: Pick<Tail, 'take' | 'leave'>,
    private readonly trouble: { report(error: unknown): void; over(): void },
  ) {
    this.presentLock = lockOf(version, 'present');
    this.partitionLock = lockOf(version, 'partition');
  }

  get count(): number {
    return this.held.size;
  }

  /** Returns when the signal says to stop; then the locks are free. */
  async run(signal: AbortSignal): Promise<void> {
    const isOver = (): boolean => signal.aborted;
    while (!isOver()) {
      try {
        await this.balance(signal);
        this.trouble.over();
      } catch (error) {
        if (!isOver()) this.trouble.report(error);
        await this.loseAll();
      }
      await pause(LOOK_AGAIN_MS, undefined, { signal }).catch(() => undefined);
    }
    await this.locks?.close();
  }

  private async balance(signal: AbortSignal): Promise<void> {
    const locks = await this.connected();
    const part = Math.ceil(this.partitions / Math.max(1, await locks.countPresent(this.presentLock)));
    for (const partition of [...this.held].slice(part)) {
      this.held.delete(partition);
      await this.tail.leave(partition);
      await locks.unlock(this.partitionLock, partition);
    }
    const taken: number[] = [];
    for (let partition = 0; partition < this.partitions && this.held.size + taken.length < part; partition += 1) {
      if (this.held.has(partition) || signal.aborted) continue;
      if (await locks.tryLock(this.partitionLock, partition)) taken.push(partition);
    }
    if (taken.length === 0) return;
    await this.tail.take(taken);
    for (const partition of taken) this.held.add(partition);
  }

  private async connected(): Promise<SessionLocks> {
    if (this.locks?.isLost === false) return this.locks;
    await this.loseAll();
    this.locks = await SessionLocks.connect(this.url);
    await this.locks.bePresent(this.presentLock);
    return this.locks;
  }

  /** The locks went with the connection. What is under way may still be written, or finds that somebody else was first. */
  private async loseAll(): Promise<void> {
    for (const partition of this.held) void this.tail.leave(partition);
    this.held.clear();
    await this.locks?.close();
    this.locks = undefined;
  }
}
