import { setTimeout as pause } from 'node:timers/promises';

import { type Database, rowsOf } from './database';

/** Newest offsets by partition. Written `partition:offset`, separated by commas, as in the answer to a write. */
export type Position = ReadonlyMap<number, number>;

const POSITION = /^\d{1,6}:\d{1,15}(?:,\d{1,6}:\d{1,15}){0,999}$/;

export function parsePosition(text: string): Position | undefined {
  if (!POSITION.test(text)) return undefined;
  const position = new Map<number, number>();
  for (const part of text.split(',')) {
    const [partition = 0, offset = 0] = part.split(':').map(Number);
    position.set(partition, Math.max(offset, position.get(partition) ?? 0));
  }
  return position;
}

export function formatPosition(position: Position): string {
  return [...position]
    .sort(([a], [b]) => a - b)
    .map(([partition, offset]) => `${partition}:${offset}`)
    .join(',');
}

export type Reached = { reached: true } | { reached: false; standing: Position };

const FIRST_PAUSE_MS = 15;
const LONGEST_PAUSE_MS = 100;

/** Waits until the tables hold everything up to a position, or says where they stand when the time is over. */
export async function waitForPosition(database: Database, position: Position, timeoutMs: number): Promise<Reached> {
  const deadline = Date.now() + timeoutMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    const standing = await standingOf(database, [...position.keys()]);
    if ([...position].every(([partition, offset]) => (standing.get(partition) ?? -1) >= offset))
      return { reached: true };
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
