import { setImmediate as nextPhase, setTimeout as delay } from 'node:timers/promises';

import { currentEnd } from './end';

/** How long one piece of work may keep the event loop, beyond what cannot be divided. */
const SLICE_MS = 5;
/** About as long as the brokers take for a short record, so that a short command gets all the way between two pieces. */
const REST_MS = 1;

/** What others wait for between two pieces of long work. One turn of the event loop would let each of them do one step alone. */
export async function restTurn(): Promise<void> {
  await delay(REST_MS);
}

let lastRest: Promise<void> = Promise.resolve();

/** Rests of several long works come one behind the other: if all ended at once, everybody else would wait for a piece of each. */
function restBehindOthers(): Promise<void> {
  lastRest = lastRest.then(async () => {
    await restTurn();
    // What has come in meanwhile goes first.
    await nextPhase();
  });
  return lastRest;
}

/** Long work is done in pieces, between which everybody else has turns. */
export class Turns {
  private since = performance.now();

  /** Called between two pieces: goes on at once until the time of a slice is used up. Throws where nobody waits for the work any more. */
  async next(): Promise<void> {
    if (performance.now() - this.since < SLICE_MS) return;
    await restBehindOthers();
    currentEnd()?.throwIfAborted();
    this.since = performance.now();
  }
}
