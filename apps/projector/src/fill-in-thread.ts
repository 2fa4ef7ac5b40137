import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

import { errorOf } from '#basics';
import { LogDamaged, LogUnreachable } from '#log';
import { TablesUnfit } from '#read-model';

import type { FilledBatch, FilledPartitions, FillTask } from './fill-partitions';
import type { FillAnswer, FillFailure } from './fill-worker';

/** Whole batches live through several collections of a small young generation, which copies them each time. */
const YOUNG_GENERATION_MIB = 64;

/** `fillPartitions` in a thread of its own. */
export async function fillInThread(
  task: FillTask,
  onBatch: (filled: FilledBatch) => void,
  signal: AbortSignal,
): Promise<FilledPartitions> {
  const worker = new Worker(join(__dirname, 'fill-worker.js'), {
    workerData: task,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MIB },
  });
  let end = (): void => undefined;
  try {
    return await new Promise<FilledPartitions>((resolve, reject) => {
      end = () => {
        reject(errorOf(signal.reason));
      };
      if (signal.aborted) end();
      signal.addEventListener('abort', end);
      worker.on('message', (answer: FillAnswer) => {
        if ('batch' in answer) onBatch(answer.batch);
        else if ('filled' in answer) resolve(answer.filled);
        else reject(errorFrom(answer.failure));
      });
      worker.once('error', reject);
      worker.once('exit', (code) => {
        reject(new Error(`a thread that fills tables ended with code ${code}`));
      });
    });
  } finally {
    signal.removeEventListener('abort', end);
    // Its connection ends with it, and with the connection what is being copied.
    await worker.terminate();
  }
}

/** The error as its thread had it, as far as anybody asks. */
function errorFrom({ name, message, code, constraint, at }: FillFailure): Error {
  if (name === 'LogUnreachable') return new LogUnreachable(message);
  if (at !== undefined) return Object.assign(new LogDamaged(at.partition, at.offset, ''), { message });
  if (name === 'TablesUnfit') return Object.assign(new TablesUnfit(undefined), { message });
  return Object.assign(new Error(message), { name, code, constraint });
}
