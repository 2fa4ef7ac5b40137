import { availableParallelism } from 'node:os';

import { type Checkpoint, describeTopic, type TopicToRead } from '#log';

import type { FilledFrom, FillOptions } from './fill-from-log';
import { fillInThread } from './fill-in-thread';
import { fillPartitions, type FillTask } from './fill-partitions';

export interface BulkFillOptions extends Pick<FillOptions, 'onRecords' | 'onProjected' | 'signal'> {
  /** How many threads share the partitions; a small log is filled by none. */
  threads?: number;
  /** Of what is folded, so much stays in memory, in all threads together. */
  mostBytes?: number;
}

/** Where the partitions stand that were filled: the tables count when it is written (`writeCheckpoints`). */
export interface FilledInBulk {
  partitions: number;
  checkpoints: Checkpoint[];
  spills: number;
}

/** Below this a thread costs more than it saves. */
const SMALL = 20_000;
const MOST_BYTES = 128 * 1024 ** 2;

/**
 * Fills the empty tables of a version, which have no indexes yet, with everything that the log holds at the call: what comes of it is what a
 * projection makes, at the speed of COPY. The tables hold a part of it where this throws: LogUnreachable, LogDamaged, TablesUnfit, whatever
 * the signal was aborted with, or an error of the database, which may refuse what only it can judge (`isRefusedContent`).
 */
export async function fillInBulk(
  { ledgerId, ...log }: FilledFrom,
  { url, schema }: { url: string; schema: string },
  { threads, mostBytes = MOST_BYTES, onRecords, onProjected, signal }: BulkFillOptions = {},
): Promise<FilledInBulk> {
  signal?.throwIfAborted();
  const topic = await describeTopic(log);
  const total = topic.partitions.reduce((sum, { start, end }) => sum + end - start, 0);
  const isSmall = threads === undefined && total < SMALL;
  const shares = sharesOf(topic, isSmall ? 1 : (threads ?? availableParallelism()));
  const tasks = shares.map((chosen): FillTask => {
    return { topic, chosen, ledgerId, url, schema, mostBytes: Math.ceil(mostBytes / shares.length) };
  });
  // When one thread fails the others have nothing to do any more.
  const failed = new AbortController();
  const until = signal === undefined ? failed.signal : AbortSignal.any([signal, failed.signal]);
  const run = isSmall ? fillPartitions : fillInThread;
  let read = 0;
  const filling = tasks.map((task) =>
    run(
      task,
      ({ records, batch, projected }) => {
        read += records;
        onProjected?.(batch, projected);
        onRecords?.(read, total);
      },
      until,
    ),
  );
  try {
    const parts = await Promise.all(filling);
    return {
      partitions: topic.partitions.length,
      checkpoints: parts.flatMap(({ checkpoints }) => checkpoints),
      spills: parts.reduce((sum, { spills }) => sum + spills, 0),
    };
  } catch (error) {
    failed.abort(error);
    // Nothing may be written any more by the time that this is told.
    await Promise.allSettled(filling);
    throw error;
  }
}

/** Deals the partitions out, the largest first, so that the threads end at about the same time. */
function sharesOf({ partitions }: TopicToRead, count: number): number[][] {
  const length = Math.max(1, Math.min(count, partitions.length));
  const shares = Array.from({ length }, () => ({ chosen: [] as number[], records: 0 }));
  const bySize = partitions.map(({ end }, partition) => ({ partition, end })).sort((a, b) => b.end - a.end);
  for (const { partition, end } of bySize) {
    const least = shares.reduce((a, b) => (b.records < a.records ? b : a));
    least.chosen.push(partition);
    least.records += end;
  }
  return shares.map(({ chosen }) => chosen);
}
