import { type Database, rowsOf } from '#postgres';

import { lockOf } from './locks';
import { readVersions, type VersionState } from './register';
import { schemaOf } from './version';

/** A version as operators look at it. */
export interface VersionDescription extends VersionState {
  /** How many records of the log its tables hold; nothing where there are no tables. */
  projected: number | null;
  bytes: number | null;
  /** How many projectors of it run. */
  projectors: number;
}

/** All versions with how far they are, how large, and who fills them. */
export async function describeVersions(database: Database): Promise<VersionDescription[]> {
  const versions = await readVersions(database);
  return Promise.all(versions.map((version) => describe(database, version)));
}

async function describe(database: Database, state: VersionState): Promise<VersionDescription> {
  const schema = schemaOf(state.version);
  const [row] = await rowsOf<{ bytes: string | null; has_tables: boolean; projectors: string }>(
    database,
    `select (select sum(pg_total_relation_size(oid)) from pg_class where relkind = 'r' and relnamespace = to_regnamespace($1)) as bytes,
            to_regclass($1 || '.checkpoint') is not null as has_tables,
            (select count(*) from pg_locks
              where locktype = 'advisory' and granted and mode = 'ShareLock' and classid = $2::oid and objid = 0
                and database = (select oid from pg_database where datname = current_database())) as projectors`,
    [schema, lockOf(state.version, 'present')],
  );
  const [sum] =
    row?.has_tables === true
      ? await rowsOf<{ projected: string | null }>(
          database,
          `select sum(next_offset) as projected from ${schema}.checkpoint`,
        )
      : [];
  return {
    ...state,
    projected: sum === undefined ? null : Number(sum.projected ?? 0),
    bytes: row?.bytes === null || row === undefined ? null : Number(row.bytes),
    projectors: Number(row?.projectors ?? 0),
  };
}
