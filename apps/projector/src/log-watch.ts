import { setTimeout as pause } from 'node:timers/promises';

import type { Trouble } from './trouble';

const INTERVAL_MS = 2_000;
const PATIENCE_MS = 5_000;

/** Asks the log again and again where it ends. A reader only hears nothing when the brokers are lost; this says so, once. */
export class LogWatch {
  /** Where the log ended when it was asked last; nothing while it does not answer. */
  ends: number[] | undefined;

  constructor(
    private readonly log: { endOffsets(): Promise<number[]> },
    private readonly trouble: Trouble,
    private readonly onEnds: (ends: readonly number[]) => void,
  ) {}

  /** Returns when the signal says to stop. */
  async run(signal: AbortSignal): Promise<void> {
    for (;;) {
      try {
        this.ends = await Promise.race([this.log.endOffsets(), impatience()]);
        this.onEnds(this.ends);
        this.trouble.over();
      } catch (error) {
        this.ends = undefined;
        // The connections are closed at the end, which is no trouble.
        if (signal.aborted) return;
        this.trouble.report(error);
      }
      try {
        await pause(INTERVAL_MS, undefined, { signal });
      } catch {
        return;
      }
    }
  }
}

/** The client would try for half a minute before it says anything. */
async function impatience(): Promise<never> {
  await pause(PATIENCE_MS, undefined, { ref: false });
  throw new Error(`no broker has answered for ${PATIENCE_MS / 1_000} seconds`);
}
