'use strict';
// How long commands wait in one ledger process: what arrives while a batch is under way is the next batch.

const { exponential } = require('./random.cjs');

/**
 * Latencies in milliseconds of commands that arrive independently of each other, `perMs` of them in a millisecond. A batch of k takes
 * `perBatchMs + k × perCommandMs`, and all of it is answered at its end. Utilisation is `perMs × perCommandMs`; from 1 on the queue has no end.
 */
function latenciesOf({ perMs, perBatchMs, perCommandMs, commands, random }) {
  const latencies = [];
  let waiting = [];
  let arrival = exponential(random, perMs);
  let now = arrival;
  while (latencies.length < commands) {
    for (; arrival <= now; arrival += exponential(random, perMs)) waiting.push(arrival);
    if (waiting.length === 0) {
      now = arrival;
      continue;
    }
    now += perBatchMs + waiting.length * perCommandMs;
    for (const came of waiting) latencies.push(now - came);
    waiting = [];
  }
  return latencies;
}

/** The same with so many commands in flight always: each is followed by the next one as soon as it is answered. */
function closedLatencyOf({ perBatchMs, perCommandMs, inFlight }) {
  return perBatchMs + inFlight * perCommandMs;
}

module.exports = { latenciesOf, closedLatencyOf };
