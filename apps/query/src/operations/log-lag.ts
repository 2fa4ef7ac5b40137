import type { StoredRecords } from '../records/stored-records';

export interface PartitionLag {
  partition: number;
  /** The next offset that the tables will take. */
  next: number;
  end: number;
  records: number;
  /** How long the first record that they lack has been waiting; null where that cannot be told. */
  seconds: number | null;
}

/** How far the tables are behind the log, by partition. */
export async function logLag(
  records: Pick<StoredRecords, 'ends' | 'timeOf'>,
  projected: ReadonlyMap<number, number>,
  nowMs: number,
): Promise<PartitionLag[]> {
  const ends = await records.ends();
  const partitions = [...new Set([...ends.keys(), ...projected.keys()])].sort((a, b) => a - b);
  return Promise.all(
    partitions.map(async (partition) => {
      const next = projected.get(partition) ?? 0;
      const end = ends.get(partition) ?? next;
      const behind = Math.max(0, end - next);
      const time = behind === 0 ? undefined : await records.timeOf(partition, next).catch(() => undefined);
      const waited = (nowMs - Date.parse(time ?? '')) / 1_000;
      const seconds = behind === 0 ? 0 : Number.isFinite(waited) ? Math.max(0, Math.round(waited)) : null;
      return { partition, next, end, records: behind, seconds };
    }),
  );
}
