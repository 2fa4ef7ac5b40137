import { type AcceptedRecord, type Checkpoint, StalePosition, type TailBatch } from '#log';
import { rowsOf, type Transaction } from '#postgres';

import { headRowsOf, isKept } from './head-rows';
import { insertRows, replaceOn } from './insert-rows';
import { STREAM_HEAD } from './tables';
import type { Stop } from './understand';

/** The row is locked by this until the transaction ends, so projectors of a partition wait for each other here and nowhere else. */
export async function moveCheckpoint(client: Transaction, to: Checkpoint, expected: number | undefined): Promise<void> {
  const { partition, nextOffset, lastHash } = to;
  const moved =
    expected === undefined
      ? await client.query(
          'insert into checkpoint (partition, next_offset, last_hash) values ($1, $2, $3) on conflict do nothing',
          [partition, nextOffset, lastHash],
        )
      : await client.query(
          'update checkpoint set next_offset = $2, last_hash = $3 where partition = $1 and next_offset = $4 and next_offset < $2',
          [partition, nextOffset, lastHash, expected],
        );
  if (moved.rowCount !== 1) {
    throw new StalePosition(
      `partition ${partition} is not at offset ${expected ?? 0} any more; another projector has moved it`,
    );
  }
}

/**
 * The rows may only go on where they end: each stream's first event here must extend its stored head. It is the log's own rule once
 * more, and it holds whatever this reader believes about its place.
 */
export async function requireHeads(client: Transaction, accepted: readonly AcceptedRecord[]): Promise<void> {
  const firsts = new Map<string, AcceptedRecord>();
  for (const record of accepted) {
    if (!firsts.has(record.stream) && isKept(record.stream)) firsts.set(record.stream, record);
  }
  const stored = await rowsOf<{ stream: string; revision: number; hash: string; stopped: string | null }>(
    client,
    'select stream, revision, hash, stopped from stream_head where stream = any($1)',
    [[...firsts.keys()]],
  );
  const heads = new Map(stored.map((head) => [head.stream, head]));
  for (const [stream, { envelope }] of firsts) {
    const head = heads.get(stream);
    const follows = head === undefined || (head.stopped === null && head.hash === envelope.prevhash);
    if (!follows || envelope.revision !== (head?.revision ?? 0) + 1) {
      throw new StalePosition(
        `revision ${envelope.revision} of ${stream} does not follow revision ${head?.revision ?? 0} in the tables`,
      );
    }
  }
}

export async function writeHeads(
  client: Transaction,
  batch: TailBatch,
  stops: ReadonlyMap<string, Stop>,
): Promise<void> {
  // A stream that stops at its first record of this batch keeps the time that is stored.
  const replacing = `${replaceOn(STREAM_HEAD, ['stream'], { kept: ['time'] })}, time = coalesce(nullif(excluded.time, ''), stream_head.time)`;
  await insertRows(client, 'stream_head', STREAM_HEAD, headRowsOf(batch, stops), replacing);
}
