'use strict';

const { default: Sequencer } = require('@jest/test-sequencer');

/** What takes longest, longest first: otherwise it would be left to one worker at the end. */
const LONGEST = [
  'torture/torture',
  'chaos/chaos',
  'operating/bench',
  'subscribing/exactly-once',
  'reading/as-of',
  'posting/large-commands',
  'fuzz/fuzz',
  'posting/transits',
  'operating/start',
  'posting/example-year',
  'reading/every-get',
  'log/snapshots',
  'projecting/accepted-is-projected',
  'reading/read-plans',
];

/** On a new machine Jest knows no durations and goes by the size of the files, which says little. */
class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const place = LONGEST.findIndex((name) => path.endsWith(`test/${name}.spec.ts`));
      return place < 0 ? LONGEST.length : place;
    };
    return [...super.sort(tests)].sort((a, b) => rank(a) - rank(b));
  }
}

module.exports = LongestFirst;
