import type { AcceptedRecord, Checkpoint, LogRecord, PartitionFold, StreamHead } from '../rule/fold';
import { OPENING_STREAM } from '../rule/opening';
import { readable } from '../rule/sentence';

/** What one delivery of a partition came to, ready to be stored in one transaction. */
export interface TailBatch {
  partition: number;
  /** Records that count, in order. */
  accepted: AcceptedRecord[];
  /** Where the reader stands after this batch. */
  checkpoint: Checkpoint;
  /** The heads of the streams that this batch touched, accepted or void. */
  heads: StreamHead[];
  voids: number;
  /** Junk, control records and orphans, in words: alarms for an operator. */
  alarms: string[];
  /** Stops a stream whose accepted event the reader cannot understand; its later records are left out of every batch. */
  stop(stream: string, reason: string): void;
}

/** Folds one delivery. Answers nothing when all of it was read before. */
export function batchOf(fold: PartitionFold, partition: number, records: readonly LogRecord[]): TailBatch | undefined {
  const before = fold.nextOffset;
  const touched = new Set<string>();
  const accepted: AcceptedRecord[] = [];
  const alarms: string[] = [];
  let voids = 0;
  for (const record of records) {
    const reading = fold.read(record);
    if (reading === undefined) continue;
    switch (reading.kind) {
      case 'accepted':
        touched.add(reading.record.stream);
        if (reading.record.stream !== OPENING_STREAM) accepted.push(reading.record);
        break;
      case 'void':
        touched.add(reading.stream);
        voids += 1;
        break;
      case 'junk':
        alarms.push(`partition ${partition} offset ${record.offset}: void record, ${reading.reason}`);
        break;
      case 'control':
        alarms.push(`partition ${partition} offset ${record.offset}: ${reading.what}, passed by`);
        break;
      case 'orphan':
        touched.add(reading.stream);
        alarms.push(`stream ${readable(reading.stream)} has stopped: ${reading.reason}`);
        break;
      case 'stopped':
        break;
    }
  }
  if (fold.nextOffset === before) return undefined;
  const heads = [...touched].flatMap((stream) => fold.streamHead(stream) ?? []);
  return {
    partition,
    accepted,
    checkpoint: fold.checkpoint,
    heads,
    voids,
    alarms,
    stop: (stream, reason) => {
      fold.stop(stream, reason);
      for (const head of heads) if (head.stream === stream) head.stopped ??= reason;
    },
  };
}
