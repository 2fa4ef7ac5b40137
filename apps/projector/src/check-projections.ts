import { batchOf, type LogRecord, describeTopic, PartitionFold, readTopic, startOf } from '#log';
import { ConfigError } from '#platform';
import type { Database } from '#postgres';
import {
  migrate,
  openReadModel,
  Projection,
  type ProjectionChecksums,
  readChecksums,
  readStops,
  type StreamStop,
  type TableChecksum,
  withScratchSchema,
} from '#read-model';

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

export interface ProjectionCheckSettings {
  brokers: string[];
  prefix: string;
  ledgerId: string;
  databaseUrl: string;
}

/**
 * Makes the read model again from the log, up to where it stands, in a schema of its own beside it, and compares every table. The
 * live tables are read at one moment and may move on meanwhile. Throws ConfigError where the log is not the one that was projected.
 */
export function checkProjections(settings: ProjectionCheckSettings): Promise<ProjectionCheck> {
  return withScratchSchema(settings.databaseUrl, async (scratch) => {
    const database = openReadModel(settings.databaseUrl, () => undefined);
    try {
      const live = await readChecksums(database);
      await migrate(scratch);
      const records = await rebuild(settings, live.ends, scratch);
      const tables = comparisonOf(live, await readChecksums(scratch));
      return { records, tables, stops: await readStops(database, {}) };
    } finally {
      await database.end();
    }
  });
}

async function rebuild(
  { brokers, prefix, ledgerId }: ProjectionCheckSettings,
  ends: ReadonlyMap<number, number>,
  scratch: Database,
): Promise<number> {
  const topic = await describeTopic({ brokers, prefix });
  const partitions = topic.partitions.map(({ start, end }, partition) => {
    const projected = ends.get(partition) ?? 0;
    if (projected > end) {
      throw new ConfigError(
        `分区 ${partition} 的读模型已到 ${projected - 1}，日志只到 ${end - 1}：不是同一本账。 ` +
          `Partition ${partition} is projected up to ${projected - 1} and the log ends at ${end - 1}: they are not of one ledger.`,
      );
    }
    return { start, end: projected };
  });
  const folds = partitions.map((_, partition) => new PartitionFold(ledgerId, partitions.length, startOf(partition)));
  const projection = new Projection(scratch, partitions.length);
  await projection.positions();
  let read = 0;
  const project = async (partition: number, records: LogRecord[]): Promise<void> => {
    const fold = folds[partition];
    const batch = fold === undefined ? undefined : batchOf(fold, partition, records);
    if (batch === undefined) return;
    await projection.project(batch);
    read += records.length;
  };
  await readTopic({ ...topic, partitions }, [...partitions.keys()], project);
  return read;
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
