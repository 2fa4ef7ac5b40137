import { setTimeout as pause } from 'node:timers/promises';

import { type Database, SessionLocks } from '#postgres';
import {
  listenForWishes,
  lockOf,
  makeRecalledTables,
  markRecallFailed,
  openRecalled,
  openWishes,
  type ReadModelVersion,
  removeUnasked,
  tellRecalling,
} from '#read-model';

import { BuildPace } from '../build-pace';
import type { FilledFrom } from '../fill-from-log';
import { recallFromLog } from './recall-from-log';

const LOOK_EVERY_MS = 1_000;
const TELL_EVERY_MS = 1_000;
const SWEEP_EVERY_MS = 15_000;

interface Settings {
  url: string;
  version: ReadModelVersion;
  log: FilledFrom;
  keptMinutes: number;
  mostBytes: number;
  trouble: { report(error: unknown): void; over(): void };
  say: (sentence: string) => void;
}

/**
 * Reads left-out history from the log when readers ask for it, beside following the log, and removes what nobody has asked for long. Of
 * any number of processes one does so at a time; everything that was asked for by then is read at once.
 */
export class Recaller {
  private readonly database: Database;
  private wake: () => void = () => undefined;
  private sweptAt = -Infinity;

  constructor(private readonly settings: Settings) {
    this.database = openRecalled(settings.url, settings.version.version, (error) => settings.trouble.report(error));
  }

  /** Until the signal is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    const { url, trouble } = this.settings;
    const listening = listenForWishes(url, {
      onWish: () => this.wake(),
      onFailure: (error) => trouble.report(error),
    });
    const isOver = (): boolean => signal.aborted;
    while (!isOver()) {
      const called = new Promise<void>((resolve) => (this.wake = resolve));
      try {
        await this.look(signal);
        trouble.over();
      } catch (error) {
        if (!isOver()) trouble.report(error);
      }
      await Promise.race([called, pause(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined)]);
    }
    await listening.stop();
    await this.database.end();
  }

  private async look(signal: AbortSignal): Promise<void> {
    const { version } = this.settings;
    const isDue = performance.now() - this.sweptAt > SWEEP_EVERY_MS;
    const streams = await openWishes(this.database, version.version);
    if (!isDue && streams.length === 0) return;
    const locks = await SessionLocks.connect(this.settings.url);
    try {
      if (!(await locks.tryLock(lockOf(version.version, 'recalling')))) return;
      if (isDue) await this.sweep();
      if (streams.length > 0) await this.recall(signal);
    } finally {
      await locks.close();
    }
  }

  private async sweep(): Promise<void> {
    const { version, keptMinutes, say } = this.settings;
    this.sweptAt = performance.now();
    const removed = await removeUnasked(this.database, version, keptMinutes);
    if (removed > 0) say(`history of ${removed} streams that nobody has asked for in ${keptMinutes} min was removed`);
  }

  private async recall(signal: AbortSignal): Promise<void> {
    const { version, log, mostBytes, say } = this.settings;
    // Asked again behind the lock: whoever had it may have read them.
    const streams = await openWishes(this.database, version.version);
    if (streams.length === 0) return;
    const pace = new BuildPace();
    const tell = (): void => {
      tellRecalling(this.database, version.version, streams.length, pace.progress).catch(() => undefined);
    };
    tell();
    const telling = setInterval(tell, TELL_EVERY_MS);
    try {
      await makeRecalledTables(this.database, version);
      const settings = { version, streams, mostBytes };
      const onRecords = (read: number, total: number): void => pace.reached(read, total);
      await recallFromLog(log, this.database, settings, { onRecords, signal });
      say(`left-out history of ${streams.length} streams was read from the log: ${pace.sentence}`);
    } catch (error) {
      if (!signal.aborted) await markRecallFailed(this.database, version.version, streams, error);
      throw error;
    } finally {
      clearInterval(telling);
    }
  }
}
