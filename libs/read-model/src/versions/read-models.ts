import { AsyncLocalStorage } from 'node:async_hooks';

import type { Database } from '#postgres';

import { askForHistory, readRecall, type RecallState } from '../history/recall-register';
import { openReadModel, openRecalled } from '../schema';
import { describeVersions, type VersionDescription } from './describe';
import { isReadable, readServing, readVersions, type VersionState } from './register';
import { FORM, historyFromOf, VERSION, schemaOf } from './version';

/** The tables of one version, which all names without a schema lead to. */
export interface ReadModel {
  version: string;
  database: Database;
}

/** No version has been filled that this program could read. */
export class NothingServed extends Error {
  override readonly name = 'NothingServed';
}

/** The version that a page began on is there no more. */
export class VersionDropped extends Error {
  override readonly name = 'VersionDropped';
  constructor(readonly version: string) {
    super(`version ${version} of the read model has been dropped`);
  }
}

/**
 * The versions that readers of this program can read, each with connections of its own. The pointer is asked for each time, so that a
 * reader follows it without being told, and nobody reads one version after he has been answered from a later one.
 */
export class ReadModels {
  private readonly open = new Map<string, Database>();
  /** The same with what was recalled for them. */
  private readonly recalled = new Map<string, Database>();
  private readonly recalling = new AsyncLocalStorage<true | undefined>();
  private recallingReads = 0;

  constructor(
    private readonly url: string,
    private readonly onIdleError: (error: Error) => void,
    private readonly form = FORM,
  ) {}

  /** The version that is read at present, or the one that is named. Throws NothingServed, VersionDropped. */
  async serving(named?: string): Promise<ReadModel> {
    const serving = await readServing(this.asking, this.form);
    if (serving === undefined) throw new NothingServed('no version of the read model has been filled yet');
    if (named === undefined || named === serving.version) return this.modelOf(serving.version);
    if (!(await isReadable(this.asking, named, this.form))) {
      this.close(named);
      throw new VersionDropped(named);
    }
    return this.modelOf(named);
  }

  /** Within this work the tables that are read are those with what was recalled from the log. */
  async withRecalled<T>(work: () => Promise<T>): Promise<T> {
    this.recallingReads += 1;
    try {
      return await this.recalling.run(true, work);
    } finally {
      this.recallingReads -= 1;
      // As of ends (#basics): a context that is on makes every promise dearer.
      if (this.recallingReads === 0) this.recalling.disable();
    }
  }

  /** Asks for history that a version has left out, and keeps it for who reads it. */
  askForHistory(version: string, streams: readonly string[], isMissing: boolean): Promise<void> {
    return askForHistory(this.asking, version, streams, isMissing);
  }

  /** How that goes. */
  readRecall(version: string, streams: readonly string[]): Promise<RecallState> {
    return readRecall(this.asking, version, streams);
  }

  /** All versions that the database holds, with what is done to fill them. */
  versions(): Promise<VersionState[]> {
    return readVersions(this.asking);
  }

  /** The same with how far and how large each is. */
  describe(): Promise<VersionDescription[]> {
    return describeVersions(this.asking);
  }

  /** Ends all connections. */
  async end(): Promise<void> {
    await Promise.all([...this.open.values(), ...this.recalled.values()].map((database) => database.end()));
    this.open.clear();
    this.recalled.clear();
  }

  /** Any connection may ask for the pointer; at first those of the program's own version, which is most likely the one that is read. */
  private get asking(): Database {
    return [...this.open.values()].at(-1) ?? this.databaseOf(VERSION);
  }

  private modelOf(version: string): ReadModel {
    const isRecalled = this.recalling.getStore() === true && historyFromOf(version) !== undefined;
    return { version, database: isRecalled ? this.recalledOf(version) : this.databaseOf(version) };
  }

  private databaseOf(version: string): Database {
    const known = this.open.get(version);
    if (known !== undefined) return known;
    const database = openReadModel(this.url, this.onIdleError, schemaOf(version));
    this.open.set(version, database);
    return database;
  }

  private recalledOf(version: string): Database {
    const known = this.recalled.get(version);
    if (known !== undefined) return known;
    const database = openRecalled(this.url, version, this.onIdleError);
    this.recalled.set(version, database);
    return database;
  }

  /** Idle connections are closed by themselves after a while; what is left is an empty pool. */
  private close(version: string): void {
    for (const databases of [this.open, this.recalled]) {
      const database = databases.get(version);
      databases.delete(version);
      void database?.end();
    }
  }
}
