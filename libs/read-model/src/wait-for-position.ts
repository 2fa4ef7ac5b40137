import { setTimeout as pause } from 'node:timers/promises';

import { pauses } from '#basics';
import type { Position } from '#domain';
import { type Database, rowsOf } from '#postgres';

export type Reached = { reached: true } | { reached: false; standing: Position };

const FIRST_PAUSE_MS = 15;
const LONGEST_PAUSE_MS = 100;

/** Waits until the tables hold everything up to a position, or says where they stand when the time is over. */
export async function waitForPosition(database: Database, position: Position, timeoutMs: number): Promise<Reached> {
  const isReached = (standing: Position): boolean =>
    [...position].every(([partition, offset]) => (standing.get(partition) ?? -1) >= offset);
  const { reached, standing } = await waitUntil(() => standingOf(database, [...position.keys()]), isReached, timeoutMs);
  return reached ? { reached } : { reached, standing };
}

/** Waits until the tables hold a stream's revision, or says the newest that they hold: 0 of an unknown stream. */
export async function waitForRevision(
  database: Database,
  stream: string,
  revision: number,
  timeoutMs: number,
): Promise<{ reached: boolean; standing: number }> {
  const newest = async (): Promise<number> => {
    const rows = await rowsOf<{ revision: number }>(database, 'select revision from stream_head where stream = $1', [
      stream,
    ]);
    return rows[0]?.revision ?? 0;
  };
  // A stream that is not there is answered by the read, and nothing is waited for.
  return waitUntil(newest, (standing) => standing === 0 || standing >= revision, timeoutMs);
}

async function waitUntil<T>(
  look: () => Promise<T>,
  isReached: (standing: T) => boolean,
  timeoutMs: number,
): Promise<{ reached: boolean; standing: T }> {
  const deadline = Date.now() + timeoutMs;
  const nextPause = pauses({ first: FIRST_PAUSE_MS, most: LONGEST_PAUSE_MS });
  for (;;) {
    const standing = await look();
    if (isReached(standing)) return { reached: true, standing };
    const pauseMs = nextPause();
    if (Date.now() + pauseMs > deadline) return { reached: false, standing };
    await pause(pauseMs);
  }
}

/** The newest projected offsets; a partition of which nothing is projected is left out. */
async function standingOf(database: Database, partitions: readonly number[]): Promise<Position> {
  const rows = await rowsOf<{ partition: number; next_offset: number }>(
    database,
    'select partition, next_offset from checkpoint where partition = any($1::integer[]) and next_offset > 0',
    [partitions],
  );
  return new Map(rows.map(({ partition, next_offset }) => [partition, next_offset - 1]));
}
