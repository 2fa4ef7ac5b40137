import { ConfigError } from '#platform';
import {
  type Database,
  openReadModel,
  ownVersion,
  type ProjectionChecksums,
  readChecksums,
  readStops,
  type ReadModelVersion,
  readVersion,
  schemaOf,
  type StreamStop,
  type TableChecksum,
  withScratchVersion,
} from '#read-model';

import { type FilledFrom, fillFromLog } from './fill-from-log';

/** One table as it stands beside the same table made again from the log. */
interface TableComparison {
  table: string;
  live: TableChecksum | undefined;
  rebuilt: TableChecksum | undefined;
  isEqual: boolean;
}

export interface ProjectionCheck {
  /** How many records were read. */
  records: number;
  tables: TableComparison[];
  /** Streams that wait for an operator: their tables are equal, and are not all that the log holds. */
  stops: StreamStop[];
}

export type ProjectionCheckSettings = FilledFrom & { databaseUrl: string; historyFrom?: number | undefined };

/**
 * Makes this program's version of the read model again from the log, up to where it stands, in a schema of its own beside it, and compares every table. The
 * live tables are read at one moment and may move on meanwhile. Throws ConfigError where the log is not the one that was projected.
 */
export function checkProjections(settings: ProjectionCheckSettings): Promise<ProjectionCheck> {
  const { databaseUrl, historyFrom } = settings;
  const version = ownVersion(historyFrom);
  return withScratchVersion(databaseUrl, version, async (scratch) => {
    const database = openReadModel(databaseUrl, () => undefined, schemaOf(version.version));
    try {
      await requireBuilt(database, version);
      const live = await readChecksums(database);
      const records = await fillFromLog(settings, scratch, { ends: live.ends, historyFrom });
      const tables = comparisonOf(live, await readChecksums(scratch));
      return { records, tables, stops: await readStops(database, {}) };
    } finally {
      await database.end();
    }
  });
}

async function requireBuilt(database: Database, { version }: ReadModelVersion): Promise<void> {
  if ((await readVersion(database, version))?.builtAt) return;
  throw new ConfigError(
    `数据库中没有本程序的读模型版本 ${version}。 The database holds no filled tables of version ${version}, which is this program's.`,
  );
}

function comparisonOf(live: ProjectionChecksums, rebuilt: ProjectionChecksums): TableComparison[] {
  const names = new Set([...live.tables, ...rebuilt.tables].map(({ table }) => table));
  return [...names].sort().map((table) => {
    const ofLive = live.tables.find((one) => one.table === table);
    const again = rebuilt.tables.find((one) => one.table === table);
    const isEqual = ofLive?.rows === again?.rows && ofLive?.checksum === again?.checksum;
    return { table, live: ofLive, rebuilt: again, isEqual };
  });
}
