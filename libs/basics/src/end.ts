import { AsyncLocalStorage } from 'node:async_hooks';

const ends = new AsyncLocalStorage<AbortSignal | undefined>();
let running = 0;

/**
 * Does work that nobody waits for any more once `end` is aborted. Whatever it calls, however deep, finds the signal by `currentEnd` and
 * fails with its reason: statements of Postgres are broken off, and loops end at their next turn.
 */
export async function withEnd<T>(end: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  running += 1;
  try {
    return await ends.run(end, work);
  } finally {
    running -= 1;
    // Before Node 24 a context that is on makes every promise of the process dearer, those of commands too.
    if (running === 0) ends.disable();
  }
}

/** What ends the work that is being done; undefined for work that ends by itself. */
export function currentEnd(): AbortSignal | undefined {
  return ends.getStore();
}
