import type { Receipt } from '#imports';
import { type Database, inTransaction, rowsOf } from '#postgres';
import type { Encoding, RowFault } from '#wire';

import { ledgerTables } from '../ledger-tables';
import type { Report } from './import-schema';

/** How long it is believed that somebody works at an import of whom nothing is heard. */
const WORKING_SECONDS = 20;
/** An actor's imports; of more, those that came longest ago are forgotten, unless they are being posted. */
const KEPT_OF_ACTOR = 20;

export interface StoredImport {
  id: string;
  actor: string;
  fileName: string | null;
  bytes: number;
  encoding: Encoding | null;
  repeatedRows: boolean;
  state: 'faulty' | 'ready' | 'posting' | 'done';
  isWorkedAt: boolean;
  report: Report & { standing: number[] };
  total: number;
  done: number;
  recorded: number;
  refused: number;
  reason: string | null;
  createdAt: Date;
  expiresAt: Date;
}

export type NewImport = Pick<
  StoredImport,
  'id' | 'actor' | 'fileName' | 'encoding' | 'repeatedRows' | 'report' | 'total'
> & {
  state: 'faulty' | 'ready';
  bytes: Buffer;
  faults: readonly RowFault[];
};

interface Bounds {
  keptHours: number;
  keptMb: number;
}

/** Keeps what was sent in tables of the ledger's own, so that it outlives the process. Each file is forgotten after some time. */
export class ImportStore {
  private readonly untilMigrated: () => Promise<void>;
  private readonly place: readonly [ledgerId: string, topicPrefix: string];

  constructor(
    private readonly database: Database,
    place: { ledgerId: string; topicPrefix: string },
    private readonly bounds: Bounds,
  ) {
    this.untilMigrated = ledgerTables(database);
    this.place = [place.ledgerId, place.topicPrefix];
  }

  async find(id: string): Promise<StoredImport | undefined> {
    const [found] = await this.rows<StoredImport>(`${SELECT} and id = $3`, [id]);
    return found;
  }

  async list(actor: string): Promise<StoredImport[]> {
    return this.rows<StoredImport>(`${SELECT} and actor = $3 order by created_at desc, id`, [actor]);
  }

  async bytesOf(id: string): Promise<Buffer | undefined> {
    const [found] = await this.rows<{ bytes: Buffer }>(`select bytes from ledger_import where ${HERE} and id = $3`, [
      id,
    ]);
    return found?.bytes;
  }

  async faultsOf(id: string): Promise<RowFault[]> {
    const sql = `select faults from ledger_import where ${HERE} and id = $3`;
    const [found] = await this.rows<{ faults: RowFault[] }>(sql, [id]);
    return found?.faults ?? [];
  }

  async receiptsOf(id: string): Promise<Receipt[]> {
    const sql = `select receipts from ledger_import_receipts where ${HERE} and id = $3 order by first`;
    const portions = await this.rows<{ receipts: Receipt[] }>(sql, [id]);
    return portions.flatMap(({ receipts }) => receipts);
  }

  /** Whether there is room for one more; what has expired makes room first. */
  async hasRoomFor(bytes: number): Promise<boolean> {
    await this.rows(`delete from ledger_import where ${HERE} and expires_at <= now()`, []);
    const sql = `select coalesce(sum(octet_length(bytes)), 0)::bigint as kept from ledger_import where ${HERE}`;
    const [sum] = await this.rows<{ kept: number }>(sql, []);
    return (sum?.kept ?? 0) + bytes <= this.bounds.keptMb * 1024 * 1024;
  }

  /** In place of what the same file came to before, unless that is being posted. */
  async keep(kept: NewImport): Promise<void> {
    const { id, actor, fileName, bytes, encoding, repeatedRows, state, report, faults, total } = kept;
    await this.untilMigrated();
    await inTransaction(this.database, async (client) => {
      const values = [id, actor, fileName, bytes, encoding, repeatedRows, state];
      const made = [JSON.stringify(report), JSON.stringify(faults), total, this.bounds.keptHours];
      const { rowCount } = await client.query(KEEP, [...this.place, ...values, ...made]);
      if (rowCount === 0) return;
      await client.query(`delete from ledger_import_receipts where ${HERE} and id = $3`, [...this.place, id]);
      await client.query(FORGET_OLDEST, [...this.place, actor, KEPT_OF_ACTOR]);
    });
  }

  /** Answers whether nobody else works at it, and from then on this worker does. */
  async claim(id: string, worker: string): Promise<boolean> {
    const sql = `
      update ledger_import set state = 'posting', reason = null, worker = $4, working_until = now() + ${LEASE}
       where ${HERE} and id = $3 and state in ('ready', 'posting') and (working_until is null or working_until <= now())
      returning id`;
    return (await this.rows(sql, [id, worker])).length > 0;
  }

  /** Adds what became of the next commands. Answers whether the worker is still the one that works at it. */
  async advance(id: string, worker: string, first: number, receipts: readonly Receipt[]): Promise<boolean> {
    await this.untilMigrated();
    return inTransaction(this.database, async (client) => {
      const recorded = receipts.filter(({ outcome }) => outcome === 'recorded').length;
      const refused = receipts.filter(({ outcome }) => outcome === 'refused').length;
      const counts = [first + receipts.length, recorded, refused];
      const { rowCount } = await client.query(ADVANCE, [...this.place, id, worker, first, ...counts]);
      if (rowCount !== 1) return false;
      await client.query(ADD_RECEIPTS, [...this.place, id, first, JSON.stringify(receipts)]);
      return true;
    });
  }

  async renew(id: string, worker: string): Promise<void> {
    const sql = `update ledger_import set working_until = now() + ${LEASE} where ${HERE} and id = $3 and worker = $4`;
    await this.rows(sql, [id, worker]);
  }

  /** All is posted, or posting is broken off for a reason and may go on later. */
  async finish(id: string, worker: string, reason?: string): Promise<void> {
    const state = reason === undefined ? `state = 'done',` : '';
    const sql = `
      update ledger_import set ${state} reason = $5, working_until = null
       where ${HERE} and id = $3 and worker = $4`;
    await this.rows(sql, [id, worker, reason ?? null]);
  }

  private async rows<Row extends object>(sql: string, values: readonly unknown[]): Promise<Row[]> {
    await this.untilMigrated();
    return rowsOf<Row & Record<string, unknown>>(this.database, sql, [...this.place, ...values]);
  }
}

const HERE = 'ledger_id = $1 and topic_prefix = $2';
const LEASE = `interval '${WORKING_SECONDS} seconds'`;

const SELECT = `
  select id, actor, file_name as "fileName", octet_length(bytes) as bytes, encoding, repeated_rows as "repeatedRows", state, report, total,
         done, recorded, refused, reason, created_at as "createdAt", expires_at as "expiresAt",
         coalesce(working_until > now(), false) as "isWorkedAt"
    from ledger_import
   where ${HERE} and expires_at > now()`;

const KEEP = `
  insert into ledger_import as kept (
    ledger_id, topic_prefix, id, actor, file_name, bytes, encoding, repeated_rows, state, report, faults, total, expires_at
  )
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, now() + make_interval(hours => $13::integer))
  on conflict (ledger_id, topic_prefix, id)
  do update set file_name = excluded.file_name, state = excluded.state, report = excluded.report, faults = excluded.faults,
     total = excluded.total, done = 0, recorded = 0, refused = 0, reason = null, created_at = now(), expires_at = excluded.expires_at
   where kept.state <> 'posting'`;

const FORGET_OLDEST = `
  delete from ledger_import
   where ${HERE} and id in (
     select id from ledger_import
      where ${HERE} and actor = $3 and state <> 'posting' order by created_at desc offset $4::integer
   )`;

const ADVANCE = `
  update ledger_import
     set done = $6, recorded = recorded + $7, refused = refused + $8, working_until = now() + ${LEASE}
   where ${HERE} and id = $3 and worker = $4 and done = $5`;

const ADD_RECEIPTS = `
  insert into ledger_import_receipts (ledger_id, topic_prefix, id, first, receipts) values ($1, $2, $3, $4, $5)`;
