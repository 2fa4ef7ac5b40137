import type { KafkaSecurity } from '#basics';
import { describeTopic, type TailBatch } from '#log';
import { ConfigError } from '#platform';
import type { Database } from '#postgres';
import { type Projected, Projection } from '#read-model';

import { readBatches } from './read-batches';

/** The log that tables are filled from. */
export interface FilledFrom {
  brokers: string[];
  security?: KafkaSecurity | undefined;
  prefix: string;
  ledgerId: string;
}

export interface FillOptions {
  /** The next offset of each partition to end at. */
  ends?: ReadonlyMap<number, number>;
  /** The first year whose history the tables hold; all where it is absent. */
  historyFrom?: number | undefined;
  onRecords?: (read: number, total: number) => void;
  /** Told of each batch and what it came to: alarms and stops must not be silent. */
  onProjected?: (batch: Pick<TailBatch, 'voids' | 'alarms'>, projected: Projected) => void;
  signal?: AbortSignal;
}

/**
 * Fills empty tables with everything that the log holds, or with what stands before the offsets that are named. Answers how many records
 * were read. Throws ConfigError where an offset lies behind the log's end: then it is another log.
 */
export async function fillFromLog(
  { ledgerId, ...log }: FilledFrom,
  database: Database,
  { ends, historyFrom, onRecords, onProjected, signal }: FillOptions = {},
): Promise<number> {
  const topic = await describeTopic(log);
  const partitions = topic.partitions.map(({ start, end }, partition) => {
    const wanted = ends === undefined ? end : (ends.get(partition) ?? 0);
    if (wanted > end) throw otherLog(partition, wanted, end);
    return { start, end: wanted };
  });
  const total = partitions.reduce((sum, { start, end }) => sum + end - start, 0);
  const projection = new Projection(database, partitions.length, undefined, historyFrom);
  await projection.positions();
  let read = 0;
  await readBatches({ ...topic, partitions }, { ledgerId, chosen: [...partitions.keys()] }, async (batch, records) => {
    signal?.throwIfAborted();
    const projected = await projection.project(batch);
    onProjected?.(batch, projected);
    read += records;
    onRecords?.(read, total);
  });
  return read;
}

function otherLog(partition: number, projected: number, end: number): ConfigError {
  return new ConfigError(
    `分区 ${partition} 的读模型已到 ${projected - 1}，日志只到 ${end - 1}：不是同一本账。 ` +
      `Partition ${partition} is projected up to ${projected - 1} and the log ends at ${end - 1}: they are not of one ledger.`,
  );
}
