import { parentPort, workerData } from 'node:worker_threads';

import { errorOf } from '#basics';

import { verifyPartitions, type VerifyTask } from './verify-partitions';

/** One thread's share of a verification. An error goes over by name, since a thread hands on no classes. */
export type WorkerAnswer =
  { reports: Awaited<ReturnType<typeof verifyPartitions>> } | { failure: { name: string; message: string } };

verifyPartitions(workerData as VerifyTask).then(
  (reports) => parentPort?.postMessage({ reports } satisfies WorkerAnswer),
  (error: unknown) => {
    const { name, message } = errorOf(error);
    parentPort?.postMessage({ failure: { name, message } } satisfies WorkerAnswer);
  },
);
