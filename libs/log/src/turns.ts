import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long one piece of work may keep the event loop, beyond what cannot be divided. */
const SLICE_MS = 5;

/** Long work is done in pieces, between which everybody else has a turn. */
export class Turns {
  private since = performance.now();

  /** Called between two pieces: goes on at once until the time of a slice is used up. */
  async next(): Promise<void> {
    if (performance.now() - this.since < SLICE_MS) return;
    await nextTurn();
    this.since = performance.now();
  }
}
