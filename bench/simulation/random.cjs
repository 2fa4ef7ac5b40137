'use strict';
// Random numbers that follow from a seed, so that a run can be played again.

/** Numbers from 0 up to 1, 32 bits each (mulberry32, public domain algorithm by Tommy Ettinger). */
function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Normally distributed with mean 0 and deviation 1 (Box and Muller). */
function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Times between arrivals that know nothing of each other, at so many for each unit of time. */
function exponential(random, rate) {
  return -Math.log(1 - random()) / rate;
}

module.exports = { randomOf, normal, exponential };
