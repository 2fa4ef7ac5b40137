'use strict';
// How busy departments are. Nobody publishes it, so the skew is a parameter.

const { randomOf, normal } = require('./random.cjs');

const DEPARTMENTS_EACH = 17;
/** Deviation of the logarithm by which a department's part of the year-end differs from its part of the year. */
const LATE_DEVIATION = 1;

/**
 * Streams with the part that each has in all commands: of the year, and of its last days. The department of rank r has a part
 * proportional to r^-skew (Zipf); who has which rank follows from the seed. At the year's end some departments spend what is left and others do
 * not, so that each one's part is multiplied by a factor of its own (log-normal).
 */
function activityOf({ streams, skew, seed }) {
  const random = randomOf(seed);
  const names = Array.from({ length: streams }, (_, n) => nameOf(n));
  shuffle(names, random);
  const usual = partsOf(names.map((_, rank) => (rank + 1) ** -skew));
  const late = partsOf(usual.map((part) => part * Math.exp(LATE_DEVIATION * normal(random))));
  return names.map((name, rank) => ({ name, usual: usual[rank], late: late[rank] }));
}

/** A department of one of some thousand divisions, spelled as a stream is. */
function nameOf(n) {
  const division = 110_000 + Math.floor(n / DEPARTMENTS_EACH) * 7;
  return `${division}/${String(101 + (n % DEPARTMENTS_EACH) * 3)}`;
}

function partsOf(weights) {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

function shuffle(list, random) {
  for (let n = list.length - 1; n > 0; n -= 1) {
    const other = Math.floor(random() * (n + 1));
    [list[n], list[other]] = [list[other], list[n]];
  }
}

module.exports = { activityOf };
