import { parentPort, workerData } from 'node:worker_threads';

import { errorOf } from '#basics';
import { LogDamaged } from '#log';

import { type FilledBatch, type FilledPartitions, fillPartitions, type FillTask } from './fill-partitions';

/** An error in parts, since a thread hands on no classes. */
export interface FillFailure {
  name: string;
  message: string;
  /** The SQLSTATE of an error of the database, and the constraint that it names. */
  code?: unknown;
  constraint?: unknown;
  /** Where the log is damaged. */
  at?: { partition: number; offset: number };
}

/** What a thread that fills its share says. */
export type FillAnswer = { batch: FilledBatch } | { filled: FilledPartitions } | { failure: FillFailure };

const say = (answer: FillAnswer): void => parentPort?.postMessage(answer);

function failureOf(error: Error & { code?: unknown; constraint?: unknown }): FillFailure {
  const { name, message, code, constraint } = error;
  const at = error instanceof LogDamaged ? { at: { partition: error.partition, offset: error.offset } } : {};
  return { name, message, code, constraint, ...at };
}

fillPartitions(workerData as FillTask, (batch) => {
  say({ batch });
}).then(
  (filled) => {
    say({ filled });
  },
  (error: unknown) => {
    say({ failure: failureOf(errorOf(error)) });
  },
);
