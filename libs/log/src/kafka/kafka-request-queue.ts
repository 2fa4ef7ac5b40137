import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

/** So long may a request wait that other requests hold up, before it is looked at again. */
const LOOK_AGAIN_MS = 10;

/**
 * Has every connection of kafkajs in this process look again at requests that wait only while one waits. By itself it sets a timer of a time
 * below zero, which is one millisecond, after each answer and then for ever: a thousand looks a second for each connection that was ever
 * used, and a warning in Node 24. An answer, a request that has run out of time and a new request look by themselves, so only the end of
 * a pause that the broker has asked for needs the timer.
 */
export function restWhereNothingWaits(): void {
  RequestQueue.prototype.scheduleCheckPendingRequests = function scheduleCheckPendingRequests() {
    if (this.throttleCheckTimeoutId !== null || this.pending.length === 0) return;
    const pausedForMs = this.throttledUntil - Date.now();
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null;
        this.checkPendingRequests();
      },
      pausedForMs > 0 ? pausedForMs : LOOK_AGAIN_MS,
    );
  };
}
