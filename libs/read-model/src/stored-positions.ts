import type { StreamHead, StoredPosition } from '#log';
import { type Database, inSnapshot, rowsOf } from '#postgres';

interface CheckpointRow {
  partition: number;
  next_offset: number;
  last_hash: string;
}

interface StreamHeadRow {
  stream: string;
  partition: number;
  revision: number;
  hash: string;
  time: string;
  void_tips: [hash: string, revision: number][];
  stopped: string | null;
  stopped_offset: number | null;
}

/** Where reading goes on in each partition: what the last committed transactions left. */
export function readPositions(database: Database): Promise<Map<number, StoredPosition>> {
  return inSnapshot(database, async (client) => {
    const checkpoints = await rowsOf<CheckpointRow>(client, 'select partition, next_offset, last_hash from checkpoint');
    const heads = await rowsOf<StreamHeadRow>(
      client,
      'select stream, partition, revision, hash, time, void_tips, stopped, stopped_offset from stream_head order by stream',
    );
    const positions = new Map<number, StoredPosition>();
    for (const { partition, next_offset, last_hash } of checkpoints) {
      positions.set(partition, { checkpoint: { partition, nextOffset: next_offset, lastHash: last_hash }, heads: [] });
    }
    for (const row of heads) positions.get(row.partition)?.heads.push(streamHeadOf(row));
    return positions;
  });
}

function streamHeadOf({ stopped, stopped_offset, void_tips: voidTips, ...row }: StreamHeadRow): StreamHead {
  const { stream, revision, hash, time } = row;
  return {
    ...{ stream, revision, hash, time, voidTips },
    ...(stopped === null ? {} : { stopped }),
    ...(stopped_offset === null ? {} : { stoppedAt: stopped_offset }),
  };
}
