import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type Database, inTransaction, rowsOf, sqlStateOf, type Transaction } from '#postgres';

import { type ReadModelVersion, SQL_FOLDER } from './version';

/** How far the filling of a version has come. */
export interface BuildProgress {
  phase: 'filling' | 'indexing';
  records: number;
  recordsTotal: number;
  perSecond: number;
  secondsLeft: number | null;
}

/** A version of the read model, as the register knows it. */
export interface VersionState {
  version: string;
  form: number;
  registeredAt: Date;
  builtAt: Date | null;
  servedAt: Date | null;
  isServing: boolean;
  /** What was told last of its filling, and whether that is still under way: who fills tells it every second. */
  progress: (BuildProgress & { toldAt: Date; isUnderWay: boolean }) | null;
  failure: string | null;
}

/** Which version the readers of a form read. */
export interface Serving {
  version: string;
  /** For how long it has been read. */
  forMs: number;
}

const REGISTER_LOCK = 5_160_322;

/** Makes the register where it is missing. */
export function prepareRegister(database: Database): Promise<void> {
  return inTransaction(database, async (client) => {
    await client.query('select pg_advisory_xact_lock($1)', [REGISTER_LOCK]);
    // To make a schema takes a right of its own, which is not asked for where the schema is there.
    const [found] = await rowsOf<{ there: boolean }>(
      client,
      "select to_regclass('read_model.serving') is not null and to_regclass('read_model.recalling') is not null as there",
    );
    if (found?.there !== true) await client.query(readFileSync(join(SQL_FOLDER, 'register.sql'), 'utf8'));
  });
}

/** Enters a version, where it is not there yet. */
export async function enterVersion(
  client: Pick<Transaction, 'query'>,
  { version, form }: Pick<ReadModelVersion, 'version' | 'form'>,
): Promise<void> {
  await client.query('insert into read_model.version (version, form) values ($1, $2) on conflict do nothing', [
    version,
    form,
  ]);
}

/** All versions, the oldest first; none where no projector has made the register yet. */
export async function readVersions(client: Pick<Transaction, 'query'>): Promise<VersionState[]> {
  return orNothing(async () => {
    const rows = await rowsOf<VersionRow>(client, VERSIONS);
    return rows.map(stateOf);
  }, []);
}

export async function readVersion(
  client: Pick<Transaction, 'query'>,
  version: string,
): Promise<VersionState | undefined> {
  return (await readVersions(client)).find((state) => state.version === version);
}

/** The pointer of a form; nothing where nothing can be read yet, or while what is read is being filled anew. */
export async function readServing(client: Pick<Transaction, 'query'>, form: number): Promise<Serving | undefined> {
  return orNothing(async () => {
    const rows = await rowsOf<Serving>(
      client,
      `select version, (extract(epoch from clock_timestamp() - since) * 1000)::float8 as "forMs"
         from read_model.serving join read_model.version using (version)
        where serving.form = $1 and built_at is not null`,
      [form],
    );
    return rows[0];
  }, undefined);
}

/** Whether readers of a form may read a version: it is theirs, and filled. */
export async function isReadable(client: Pick<Transaction, 'query'>, version: string, form: number): Promise<boolean> {
  const rows = await rowsOf(
    client,
    'select from read_model.version where version = $1 and form = $2 and built_at is not null',
    [version, form],
  );
  return rows.length > 0;
}

/** What is done to fill a version, for whoever asks. */
export async function tellProgress(
  client: Pick<Transaction, 'query'>,
  version: string,
  { phase, records, recordsTotal, perSecond, secondsLeft }: BuildProgress,
): Promise<void> {
  await client.query(
    `update read_model.version
        set phase = $2, records = $3, records_total = $4, per_second = $5, seconds_left = $6, told_at = now(), failure = null
      where version = $1`,
    [version, phase, records, recordsTotal, perSecond, secondsLeft],
  );
}

export async function markBuilt(client: Pick<Transaction, 'query'>, version: string): Promise<void> {
  await client.query(
    'update read_model.version set built_at = now(), phase = null, failure = null where version = $1',
    [version],
  );
}

/** Its tables are made anew: until they are filled nobody may read them. */
export async function markUnbuilt(client: Pick<Transaction, 'query'>, version: string): Promise<void> {
  await client.query('update read_model.version set built_at = null, failure = null where version = $1', [version]);
}

export async function markFailed(client: Pick<Transaction, 'query'>, version: string, failure: string): Promise<void> {
  await client.query('update read_model.version set failure = $2, phase = null where version = $1', [version, failure]);
}

interface VersionRow {
  version: string;
  form: number;
  registered_at: Date;
  built_at: Date | null;
  served_at: Date | null;
  is_serving: boolean;
  phase: BuildProgress['phase'] | null;
  records: number | null;
  records_total: number | null;
  per_second: number | null;
  seconds_left: number | null;
  told_at: Date | null;
  is_under_way: boolean | null;
  failure: string | null;
}

const VERSIONS = `
  select version.*, exists (select from read_model.serving where serving.version = version.version) as is_serving,
         told_at > now() - interval '30 seconds' as is_under_way
    from read_model.version as version order by registered_at, version`;

function stateOf(row: VersionRow): VersionState {
  const { phase, told_at: toldAt } = row;
  return {
    version: row.version,
    form: row.form,
    registeredAt: row.registered_at,
    builtAt: row.built_at,
    servedAt: row.served_at,
    isServing: row.is_serving,
    progress:
      phase === null || toldAt === null
        ? null
        : {
            phase,
            records: row.records ?? 0,
            recordsTotal: row.records_total ?? 0,
            perSecond: row.per_second ?? 0,
            secondsLeft: row.seconds_left,
            toldAt,
            isUnderWay: row.is_under_way === true,
          },
    failure: row.failure,
  };
}

/** A database without a register has no versions. */
async function orNothing<T>(read: () => Promise<T>, nothing: T): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (sqlStateOf(error) === '42P01') return nothing;
    throw error;
  }
}
