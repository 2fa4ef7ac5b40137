import { describeTopic } from '#log';
import { type Database, RecallFill, type RecallSettings } from '#read-model';

import type { FilledFrom } from '../fill-from-log';
import { readBatches } from '../read-batches';

interface Options {
  onRecords: (read: number, total: number) => void;
  signal: AbortSignal;
}

/**
 * Reads the history that a version has left out of some streams from the log, and keeps it beside the version. Their partitions are read from
 * the beginning up to the last record that may be left out. Throws LogUnreachable, LogDamaged, RecallTooLarge; then nothing was written.
 */
export async function recallFromLog(
  { ledgerId, ...log }: FilledFrom,
  database: Database,
  settings: RecallSettings,
  { onRecords, signal }: Options,
): Promise<void> {
  const topic = await describeTopic(log);
  const fill = await RecallFill.open(database, settings);
  try {
    const { ends } = fill;
    const partitions = topic.partitions.map(({ start }, partition) => ({ start, end: ends.get(partition) ?? start }));
    const total = partitions.reduce((sum, { start, end }) => sum + end - start, 0);
    let read = 0;
    await readBatches({ ...topic, partitions }, { ledgerId, chosen: [...ends.keys()] }, async (batch, records) => {
      signal.throwIfAborted();
      await fill.fill(batch);
      read += records;
      onRecords(read, total);
    });
    signal.throwIfAborted();
    await fill.finish();
  } finally {
    fill.close();
  }
}
