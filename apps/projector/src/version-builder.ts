import { setTimeout as pause } from 'node:timers/promises';

import { reasonOf } from '#basics';
import { type Database, SessionLocks } from '#postgres';
import {
  type BuildProgress,
  enterVersion,
  hasTables,
  lockOf,
  makeTables,
  markBuilt,
  markFailed,
  markUnbuilt,
  moveServing,
  prepareRegister,
  type ReadModelVersion,
  readVersion,
  tellProgress,
} from '#read-model';

import { BuildPace } from './build-pace';

const LOOK_AGAIN_MS = 1_000;
const TELL_EVERY_MS = 1_000;
const SERVE_AGAIN_MS = 250;

/** Fills empty tables from the log and makes their indexes, and says how far it is. */
export type Fill = (
  database: Database,
  options: { onRecords: (read: number, total: number) => void; onIndexing: () => void; signal: AbortSignal },
) => Promise<unknown>;

interface Settings {
  url: string;
  /** Connections to the version's tables. */
  database: Database;
  version: ReadModelVersion;
  fill: Fill;
  /** Told in words what goes on, whenever that changes. */
  say: (sentence: string) => void;
}

/**
 * Brings a version of the read model to life beside the ones that are there: enters it, fills its tables where they are not filled, and
 * moves the pointer to it once it has caught up. Any number of processes may do so at once, one of them fills. Who is killed while it
 * fills leaves tables that nobody reads, and that the next one makes anew.
 */
export class VersionBuilder {
  private pace: BuildPace | undefined;
  private isSettled = false;
  private reason: string | undefined;

  constructor(private readonly settings: Settings) {}

  /** Why the version is not read yet; nothing once it has been read, or was left on purpose. */
  get whyNotRead(): string | undefined {
    if (this.isSettled) return undefined;
    const why = this.reason === undefined ? '' : `: ${this.reason}`;
    return `waiting for version ${this.settings.version.version} of the tables to be read${why}`;
  }

  /** What is done to fill the tables, while it is done. */
  get progress(): BuildProgress | undefined {
    return this.pace?.progress;
  }

  /** The same in words, behind "waiting for". */
  get sentence(): string {
    const name = `version ${this.settings.version.version} of the tables to be filled`;
    return this.pace === undefined ? name : `${name}: ${this.pace.sentence}`;
  }

  /** Makes the register where it is missing, and the version known there. */
  async enter(): Promise<void> {
    const { database, version } = this.settings;
    await prepareRegister(database);
    await enterVersion(database, version);
  }

  /** Returns when the tables are filled, by whomever, and follow the log from there. `anew` fills them again, and nobody reads them meanwhile. */
  async build(signal: AbortSignal, { anew = false }: { anew?: boolean } = {}): Promise<void> {
    const { database, version, url } = this.settings;
    await this.enter();
    if (anew) await markUnbuilt(database, version.version);
    if (await this.isBuilt()) return;
    const locks = await SessionLocks.connect(url);
    try {
      while (!(await locks.tryLock(lockOf(version.version, 'building')))) {
        this.settings.say(`waiting for another process to fill version ${version.version} of the tables`);
        await pause(LOOK_AGAIN_MS, undefined, { signal });
        if (await this.isBuilt()) return;
      }
      if (await this.isBuilt()) return;
      await this.fill(locks, signal);
    } finally {
      await locks.close();
    }
  }

  /** Tries to move the pointer to the version until that is done or of no use, once it has caught up. */
  async serve(
    isCaughtUp: () => Promise<boolean>,
    signal: AbortSignal,
    trouble: { report(error: unknown): void; over(): void },
  ): Promise<void> {
    const isOver = (): boolean => signal.aborted;
    while (!isOver()) {
      try {
        const served = (await isCaughtUp()) ? await this.serveOnce() : undefined;
        this.reason = served?.done === false ? served.reason : undefined;
        if (this.reason === undefined) trouble.over();
        else trouble.report(this.reason);
        this.isSettled = served?.done === true;
        if (this.isSettled) return;
      } catch (error) {
        if (!isOver()) trouble.report(error);
      }
      await pause(SERVE_AGAIN_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Moves the pointer to the version if nobody has read it before; answers whether it need not be tried again, and why it was in vain. */
  private async serveOnce(): Promise<{ done: true } | { done: false; reason: string }> {
    const { database, version } = this.settings;
    const state = await readVersion(database, version.version);
    // A version that was read before was left on purpose.
    if (state?.servedAt) return { done: true };
    const moved = await moveServing(database, version);
    if (!moved.moved) return { done: false, reason: moved.reason };
    const from = moved.from === undefined ? '' : `, which took the place of version ${moved.from}`;
    this.settings.say(`version ${version.version} of the tables is read from now on${from}`);
    return { done: true };
  }

  private async isBuilt(): Promise<boolean> {
    const { database, version } = this.settings;
    const state = await readVersion(database, version.version);
    // Tables that somebody took away by hand are filled again.
    return state?.builtAt instanceof Date && (await hasTables(database, version));
  }

  private async fill(locks: SessionLocks, signal: AbortSignal): Promise<void> {
    const { database, version, fill, say } = this.settings;
    const { version: name } = version;
    say(`filling version ${name} of the tables`);
    const pace = new BuildPace();
    this.pace = pace;
    let telling: Promise<void> | undefined;
    const tell = (): void => {
      telling ??= tellProgress(database, name, pace.progress)
        .catch(() => undefined)
        .finally(() => (telling = undefined));
    };
    const timer = setInterval(tell, TELL_EVERY_MS);
    try {
      await markUnbuilt(database, name);
      await makeTables(database, version);
      tell();
      await fill(database, {
        onRecords: (read, total) => {
          pace.reached(read, total);
        },
        onIndexing: () => {
          pace.indexing();
          tell();
        },
        signal,
      });
      signal.throwIfAborted();
      clearInterval(timer);
      await telling;
      // Who has lost the lock may have lost the tables to another process that makes them anew.
      if (locks.isLost) throw new Error('the connection that reserved the filling of the tables was lost');
      await markBuilt(database, name);
      this.pace = undefined;
      say(`version ${name} of the tables is filled: ${pace.sentence}`);
    } catch (error) {
      this.pace = undefined;
      clearInterval(timer);
      await telling;
      if (!signal.aborted) await markFailed(database, name, reasonOf(error)).catch(() => undefined);
      throw error;
    }
  }
}
