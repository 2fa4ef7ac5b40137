import fc from 'fast-check';

import { hashOf } from '../rule/envelope';
import { type Known, KnownIds } from './known-ids';

const known = (n: number): Known => ({
  revision: n + 1,
  offset: n * 1_000_003,
  hash: hashOf(`record ${n}`),
  commandHash: hashOf(`body ${n}`),
  ...(n % 7 === 0 ? { refusal: { code: 'line-below-zero', n } } : {}),
  ...(n % 7 === 1 ? { warning: { lines: n } } : {}),
});

test('every id is found with what it was recorded as, however often the ids were packed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2_000 }), (count) => {
      let ids = new KnownIds();
      for (let n = 0; n < count; n += 1) {
        ids.add(`id-${n}`, known(n));
        // A snapshot in between must change nothing.
        if (n % 701 === 700) {
          ids = new KnownIds(ids.snapshot());
        }
      }
      expect(ids.size).toBe(count);
      for (let n = 0; n < count; n += 1) expect(ids.get(`id-${n}`)).toEqual(known(n));
      expect(ids.get(`id-${count}`)).toBeUndefined();
    }),
    { numRuns: 8 },
  );
});

test('the first record of an id stays its answer', () => {
  const ids = new KnownIds();
  ids.add('a', known(1));
  ids.add('a', known(2));
  expect(ids.get('a')).toEqual(known(1));
});

test('bodies are compared whichever way they were hashed', () => {
  const ids = new KnownIds();
  ids.add('a', { ...known(1), commandHash: 'another kind of hash' });
  const found = ids.get('a') as Known;
  expect(ids.hasBody(found, 'another kind of hash')).toBe(true);
  expect(ids.hasBody(found, 'yet another')).toBe(false);
});

test('a buffer of a wrong length is refused', () => {
  expect(() => new KnownIds({ packed: Buffer.alloc(91) })).toThrow(RangeError);
});
