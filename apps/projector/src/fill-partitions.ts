import type { Checkpoint, TailBatch, TopicToRead } from '#log';
import { BulkFill, historyFromOf, openReadModel, type Projected } from '#read-model';

import { readBatches } from './read-batches';

/** Some partitions that are filled on one connection, as it is handed to a thread. */
export interface FillTask {
  topic: TopicToRead;
  ledgerId: string;
  chosen: number[];
  /** The database, and the schema of the empty tables, which have no indexes. */
  url: string;
  schema: string;
  /** Of what is folded, so much stays in memory. */
  mostBytes: number;
}

/** What became of a task. */
export interface FilledPartitions {
  checkpoints: Checkpoint[];
  /** How often a stream's state was put into a file, because too many were in memory. */
  spills: number;
}

/** One batch and what it came to. */
export interface FilledBatch {
  records: number;
  batch: Pick<TailBatch, 'voids' | 'alarms'>;
  projected: Projected;
}

/** Reads the chosen partitions to their ends and fills the tables from them. */
export async function fillPartitions(
  task: FillTask,
  onBatch: (filled: FilledBatch) => void,
  signal?: AbortSignal,
): Promise<FilledPartitions> {
  const { url, schema, mostBytes } = task;
  const database = openReadModel(url, () => undefined, schema);
  try {
    const settings = { mostBytes, historyFrom: historyFromOf(schema), ...(signal === undefined ? {} : { signal }) };
    const fill = await BulkFill.open(database, settings);
    try {
      await readBatches(task.topic, task, async (batch, records) => {
        const projected = await fill.fill(batch);
        onBatch({ records, batch: { voids: batch.voids, alarms: batch.alarms }, projected });
      });
      return { checkpoints: await fill.finish(), spills: fill.spills };
    } finally {
      await fill.close();
    }
  } finally {
    await database.end();
  }
}
