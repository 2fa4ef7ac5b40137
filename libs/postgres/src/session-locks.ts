import { Client } from 'pg';

import { rowsOf } from './database';

const CONNECT_WITHIN_MS = 5_000;
/** A machine that vanishes without a word keeps its locks until Postgres has missed it for this long. */
const KEEP_ALIVE = 'set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3';

/**
 * Locks of Postgres that live as long as one connection: a process that ends in any way leaves them to the others. They save double
 * work and guard nothing: what is written must be right also when two processes believe that they hold the same lock.
 */
export class SessionLocks {
  private lost = false;

  private constructor(private readonly client: Client) {
    client.on('error', () => (this.lost = true));
    client.on('end', () => (this.lost = true));
  }

  static async connect(url: string): Promise<SessionLocks> {
    const client = new Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: CONNECT_WITHIN_MS });
    const locks = new SessionLocks(client);
    await client.connect();
    await client.query(KEEP_ALIVE);
    return locks;
  }

  /** True once the connection is gone, and with it every lock. */
  get isLost(): boolean {
    return this.lost;
  }

  /** Takes a lock if nobody else has it; the two numbers are the key of an advisory lock. */
  async tryLock(kind: number, which = 0): Promise<boolean> {
    const [row] = await rowsOf<{ taken: boolean }>(this.client, 'select pg_try_advisory_lock($1, $2) as taken', [
      kind,
      which,
    ]);
    return row?.taken === true;
  }

  async unlock(kind: number, which = 0): Promise<void> {
    await this.client.query('select pg_advisory_unlock($1, $2)', [kind, which]);
  }

  /** Is seen by `countPresent` from now on. */
  async bePresent(kind: number): Promise<void> {
    await this.client.query('select pg_advisory_lock_shared($1, 0)', [kind]);
  }

  countPresent(kind: number): Promise<number> {
    return countPresent(this.client, kind);
  }

  async close(): Promise<void> {
    this.lost = true;
    await this.client.end().catch(() => undefined);
  }
}

/** How many connections to this database are present. */
export async function countPresent(client: Pick<Client, 'query'>, kind: number): Promise<number> {
  const [row] = await rowsOf<{ count: string }>(
    client,
    `select count(*) as count from pg_locks
      where locktype = 'advisory' and granted and classid = $1 and objid = 0
        and database = (select oid from pg_database where datname = current_database())`,
    [kind],
  );
  return Number(row?.count ?? 0);
}
