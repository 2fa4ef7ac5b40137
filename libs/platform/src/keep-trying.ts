import { setTimeout as pause } from 'node:timers/promises';

import { pauses } from '#basics';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Tries until it works, with growing pauses: what is not there yet, or was lost, may come back. Gives up where trying again is of no
 * use, and rejects when the signal says to stop.
 */
export async function keepTrying<T>(
  action: () => Promise<T>,
  options: { signal: AbortSignal; isFinal: (error: unknown) => boolean; onFailure: (error: unknown) => void },
): Promise<T> {
  const nextPause = pauses({ first: FIRST_PAUSE_MS, most: LONGEST_PAUSE_MS });
  for (;;) {
    options.signal.throwIfAborted();
    try {
      return await action();
    } catch (error) {
      if (options.isFinal(error) || options.signal.aborted) throw error;
      options.onFailure(error);
    }
    await pause(nextPause(), undefined, { signal: options.signal });
  }
}
