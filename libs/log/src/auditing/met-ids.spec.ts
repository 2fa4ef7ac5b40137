import fc from 'fast-check';

import { DigestedIds, ExactIds } from './met-ids';

test('ids are told apart by their digests as they are by their texts', () => {
  // Few different ones, so that most are met again; alike ones, as bureaus number them.
  const id = fc.oneof(
    fc.nat({ max: 3_000 }).map((n) => `126-${n}-3f2b8c1e-8a51-4c9e-9d57-5f1c`),
    fc.string({ maxLength: 3 }),
    fc.string({ unit: 'binary', maxLength: 2 }),
  );
  fc.assert(
    fc.property(fc.array(id, { maxLength: 1_000, size: 'max' }), (ids) => {
      const [digested, exact] = [new DigestedIds(), new ExactIds()];
      expect(ids.map((each) => digested.add(each))).toEqual(ids.map((each) => exact.add(each)));
    }),
  );
});

test('many ids that differ in a digit are all new, and none of them is new again', () => {
  const ids = new DigestedIds();
  const all = () => Array.from({ length: 300_000 }, (_, n) => ids.add(`command-${n}`));
  expect(all().every(Boolean)).toBe(true);
  expect(all().some(Boolean)).toBe(false);
});
