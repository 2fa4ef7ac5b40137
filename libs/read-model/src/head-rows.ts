import type { StreamHead, TailBatch } from '#log';
import { isPlain, type RowOf } from '#postgres';

import { type STREAM_HEAD } from './tables';
import type { Stop } from './understand';

const MOST_STREAM_NAME = 200;

/**
 * A stream that is no department's is never projected, and its name may be anything: one that no table can hold is met as a new stream when
 * reading starts again, and stops again. Those that can be held are kept, to be seen.
 */
export function isKept(stream: string): boolean {
  return stream.length <= MOST_STREAM_NAME && isPlain(stream);
}

/**
 * Where the streams of a batch stand behind it. A stopped stream's head is that of its last event in the tables; what the log holds beyond
 * it does not count here. The time is empty where it is that of an event of an earlier batch.
 */
export function headRowsOf(batch: TailBatch, stops: ReadonlyMap<string, Stop>): RowOf<typeof STREAM_HEAD>[] {
  const times = new Map<string, string>();
  for (const { stream, offset, envelope } of stops.size === 0 ? [] : batch.accepted) {
    if (offset < (stops.get(stream)?.record.offset ?? 0)) times.set(stream, envelope.time);
  }
  return batch.heads
    .filter(({ stream }) => isKept(stream))
    .map((head) => rowOf(batch.partition, stoppedHead(head, stops.get(head.stream), times)));
}

function stoppedHead(head: StreamHead, stop: Stop | undefined, times: ReadonlyMap<string, string>): StreamHead {
  if (stop === undefined) return head;
  const { revision, prevhash } = stop.record.envelope;
  return {
    ...head,
    revision: revision - 1,
    hash: prevhash,
    time: times.get(head.stream) ?? '',
    stopped: stop.reason,
    stoppedAt: stop.record.offset,
  };
}

function rowOf(
  partition: number,
  { stream, revision, hash, time, voidTips, stopped, stoppedAt }: StreamHead,
): RowOf<typeof STREAM_HEAD> {
  return {
    stream,
    partition,
    revision,
    hash,
    time,
    void_tips: JSON.stringify(voidTips),
    stopped: stopped ?? null,
    stopped_offset: stoppedAt ?? null,
  };
}
