import { countPresent, type Database, rowsOf } from '#postgres';

import { countOpenYears } from '../history/open-years';
import { recalledRoom } from '../history/recalled-tables';
import { lockOf } from './locks';
import { readVersions, type VersionState } from './register';
import { hasTables } from './tables';
import { historyFromOf, schemaOf } from './version';

/** A version as operators look at it. */
export interface VersionDescription extends VersionState {
  /** How many records of the log its tables hold; nothing where there are no tables. */
  projected: number | null;
  bytes: number | null;
  /** How many projectors of it run. */
  projectors: number;
  /** Of a version that leaves history out; nothing of one that holds all. */
  leftOut?: LeftOut;
}

/** What a version leaves out of its tables. */
interface LeftOut {
  /** The first fiscal year whose history it holds. */
  historyFrom: number;
  /** Years of departments before it that are not closed yet. */
  openYears: number;
  /** What was read again from the log and is kept beside the version at present. */
  recalled: { streams: number; bytes: number };
}

/** All versions with how far they are, how large, and who fills them. */
export async function describeVersions(database: Database): Promise<VersionDescription[]> {
  const versions = await readVersions(database);
  return Promise.all(versions.map((version) => describe(database, version)));
}

async function describe(database: Database, state: VersionState): Promise<VersionDescription> {
  const schema = schemaOf(state.version);
  const projectors = await countPresent(database, lockOf(state.version, 'present'));
  if (!(await hasTables(database, state))) return { ...state, projected: null, bytes: null, projectors };
  const [row] = await rowsOf<{ projected: string | null; bytes: string | null }>(
    database,
    `select (select sum(next_offset) from ${schema}.checkpoint) as projected,
            (select sum(pg_total_relation_size(oid)) from pg_class
              where relkind = 'r' and relnamespace = to_regnamespace($1)) as bytes`,
    [schema],
  );
  const leftOut = await leftOutOf(database, state.version);
  const filled = { projected: Number(row?.projected ?? 0), bytes: Number(row?.bytes ?? 0), projectors };
  return { ...state, ...filled, ...(leftOut === undefined ? {} : { leftOut }) };
}

async function leftOutOf(database: Database, version: string): Promise<LeftOut | undefined> {
  const historyFrom = historyFromOf(version);
  if (historyFrom === undefined) return undefined;
  const openYears = (await countOpenYears(database, version)) ?? 0;
  return { historyFrom, openYears, recalled: await recalledRoom(database, { version }) };
}
