import { createHash, randomUUID } from 'node:crypto';

import { derivedId, faultsFile, readFile, readSheet } from '#imports';
import { type Config, Problem } from '#platform';
import { type Database, openDatabase } from '#postgres';
import type { Encoding } from '#wire';
import { type BeforeApplicationShutdown, Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';

import type { Caller } from '../caller';
import { CONFIG } from '../ledger';
import { busPoster } from './bus-poster';
import { dryRun } from './dry-run';
import { importAnswer, importHead } from './import-answer';
import type { ImportAnswer, ImportHead } from './import-schema';
import { ImportStore, type StoredImport } from './import-store';
import { postAll } from './posting';
import { Room } from './room';

export interface SentFile {
  bytes: Buffer;
  fileName: string | undefined;
  encoding: Encoding | undefined;
  repeatedRows: boolean;
}

const NO_DATABASE = {
  zh: '本账本未设数据库（DATABASE_URL），不能上传文件；可用 npm run ledger -- import。',
  en: 'This ledger has no database (DATABASE_URL) to keep files in: use npm run ledger -- import.',
};
const FULL = {
  zh: '待确认的文件已占满空间（IMPORTS_KEPT_MB），请稍后重试。',
  en: 'The files that wait take all the room there is (IMPORTS_KEPT_MB): try again later.',
};
const NOT_THERE = {
  zh: '没有这次导入：可能已过期，请重新上传文件。',
  en: 'There is no such import; it may have expired: send the file again.',
};

/** Files that people send: each is tried as a whole, kept, and posted when its sender confirms it. */
@Injectable()
export class Imports implements BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly logger = new Logger('imports');
  private readonly database: Database | undefined;
  private readonly store: ImportStore | undefined;
  private readonly room = new Room();
  private readonly postings = new Set<Promise<void>>();
  private isStopping = false;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly bus: CommandBus,
  ) {
    const { databaseUrl, importKeptHours: keptHours, importsKeptMb: keptMb } = config;
    if (databaseUrl === undefined) return;
    this.database = openDatabase(databaseUrl, (error) => this.logger.warn(`database of the imports: ${error.message}`));
    this.store = new ImportStore(this.database, config, { keptHours, keptMb });
  }

  /** Reads and tries a file. The same file again is the same import, tried anew unless all of it stands or it is being posted. */
  async receive(sent: SentFile, caller: Caller): Promise<{ answer: ImportAnswer; isNew: boolean }> {
    const store = this.storeOrNone();
    const refusal = caller.permits.refusalOfPosting();
    if (refusal !== undefined) throw refusal;
    const { bytes, fileName = null, encoding, repeatedRows } = sent;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const id = derivedId(caller.actor, sha256, encoding ?? '', String(repeatedRows));
    const known = await store.find(id);
    if (known !== undefined && isSettled(known)) return { answer: await this.answerOf(known), isNew: false };
    if (!(await store.hasRoomFor(known === undefined ? bytes.length : 0))) throw new Problem('overloaded', FULL);
    await this.room.run(async () => {
      const read = await readFile(bytes, encoding);
      const { faults, report } = await dryRun(read, busPoster(this.bus, caller), repeatedRows);
      const state = faults.length === 0 ? 'ready' : 'faulty';
      const { actor } = caller;
      const total = read.commands.length;
      const own = { id, actor, fileName, encoding: encoding ?? null, repeatedRows };
      await store.keep({ ...own, bytes, state, report, faults, total });
    });
    return { answer: await this.answerOf(await this.own(id, caller)), isNew: known === undefined };
  }

  async read(id: string, caller: Caller): Promise<ImportAnswer> {
    return this.answerOf(await this.own(id, caller));
  }

  async list({ actor }: Caller): Promise<ImportHead[]> {
    return (await this.storeOrNone().list(actor)).map(importHead);
  }

  /** The file as it was sent, with what is wrong in a last column. */
  async faultsFile(id: string, caller: Caller): Promise<{ name: string; pieces: Iterable<string> }> {
    const { encoding, fileName } = await this.own(id, caller);
    const store = this.storeOrNone();
    const { rows } = await readSheet((await store.bytesOf(id)) ?? Buffer.alloc(0), encoding ?? undefined);
    const name = (fileName ?? 'import').replace(/\.\w+$/, '');
    return { name: `${name}-错误.csv`, pieces: faultsFile(rows, await store.faultsOf(id)) };
  }

  /** Begins to post, or goes on where it was broken off; does not wait for the end. */
  async confirm(id: string, caller: Caller): Promise<ImportAnswer> {
    const store = this.storeOrNone();
    const stored = await this.own(id, caller);
    if (stored.state === 'faulty') throw new Problem('import-faulty');
    const worker = randomUUID();
    if (stored.state !== 'done' && !this.isStopping && (await store.claim(id, worker))) {
      this.begin(await this.own(id, caller), caller, worker);
    }
    return this.answerOf(await this.own(id, caller));
  }

  /** What is under way is finished up to a portion that is written down. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await Promise.allSettled(this.postings);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.database?.end();
  }

  private begin(stored: StoredImport, caller: Caller, worker: string): void {
    const store = this.storeOrNone();
    // Events of one import are found by their correlation.
    const poster = busPoster(this.bus, { ...caller, correlationId: stored.id });
    const posting = this.room
      .run(async () => {
        const bytes = (await store.bytesOf(stored.id)) ?? Buffer.alloc(0);
        const { commands } = await readFile(bytes, stored.encoding ?? undefined);
        await postAll(commands, { store, poster, stored, worker, isStopping: () => this.isStopping });
      })
      .catch((error: unknown) => this.logger.error(error))
      .finally(() => this.postings.delete(posting));
    this.postings.add(posting);
  }

  /** An import is its sender's, and there is none for anybody else. */
  private async own(id: string, { actor }: Caller): Promise<StoredImport> {
    const stored = await this.storeOrNone().find(id);
    if (stored?.actor !== actor) throw new Problem('not-found', NOT_THERE);
    return stored;
  }

  private async answerOf(stored: StoredImport): Promise<ImportAnswer> {
    return importAnswer(stored, await this.storeOrNone().receiptsOf(stored.id));
  }

  private storeOrNone(): ImportStore {
    if (this.store === undefined) throw new Problem('unavailable', NO_DATABASE);
    return this.store;
  }
}

/** Being posted, or posted without anything refused: a refusal may have been of something that was mended since. */
function isSettled({ state, refused }: StoredImport): boolean {
  return state === 'posting' || (state === 'done' && refused === 0);
}
