'use strict';
// Ways to say which process takes a stream's commands. All of them are functions of names alone, so everybody who routes comes to the same
// process without asking anybody; the last one needs a short list besides.

/** FNV-1a over the characters, and a finish that spreads every bit (from MurmurHash3, public domain). */
function hash32(text, seed = 0) {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let n = 0; n < text.length; n += 1) hash = Math.imul(hash ^ text.charCodeAt(n), 0x01000193) >>> 0;
  return mix(hash);
}

function mix(value) {
  let hash = value ^ (value >>> 16);
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Rendezvous hashing: every process has a score for the stream, and the highest one takes it. `processes` are numbers of any kind. */
function rendezvous(stream, processes) {
  const hash = hash32(stream);
  let best;
  let highest = -1;
  for (const process of processes) {
    const score = mix(hash ^ mix(Math.imul(process + 1, 0x9e3779b9)));
    if (score <= highest) continue;
    highest = score;
    best = process;
  }
  return best;
}

/** Hash modulo their number, as Kafka places keys in partitions. `partitionOf` is that hash. */
function moduloBy(partitionOf) {
  return (stream, processes) => processes[partitionOf(stream, processes.length)];
}

/**
 * Another route with the busiest streams placed one by one with the process that has the least to do. `activity` holds the parts by
 * which that is judged: those of last year, since nobody knows this year's.
 */
function withHottestMoved(route, activity, processes, count) {
  const hottest = [...activity].sort((a, b) => b.usual - a.usual).slice(0, count);
  const isHot = new Set(hottest.map(({ name }) => name));
  const rest = activity.filter(({ name }) => !isHot.has(name));
  const loads = loadsOf(rest, (stream) => route(stream, processes), processes, 'usual');
  const placed = new Map();
  for (const { name, usual } of hottest) {
    const [process, load] = [...loads].reduce((least, each) => (each[1] < least[1] ? each : least));
    loads.set(process, load + usual);
    placed.set(name, process);
  }
  return (stream) => placed.get(stream) ?? route(stream, processes);
}

/** By process, its part of all commands; `when` is `usual` or `late`. */
function loadsOf(activity, routeOf, processes, when) {
  const loads = new Map(processes.map((process) => [process, 0]));
  for (const stream of activity) {
    const process = routeOf(stream.name);
    loads.set(process, loads.get(process) + stream[when]);
  }
  return loads;
}

/** The load of the busiest process over the mean of all. */
function busiestOverMean(loads) {
  const values = [...loads.values()];
  return (Math.max(...values) * values.length) / values.reduce((sum, value) => sum + value, 0);
}

/** Which part of the streams changes its process from one route to the other. */
function movedShare(activity, before, after) {
  return activity.filter(({ name }) => before(name) !== after(name)).length / activity.length;
}

module.exports = { rendezvous, moduloBy, withHottestMoved, loadsOf, busiestOverMean, movedShare };
