import fc from 'fast-check';

import { hashOf } from '../rule/envelope';
import { HashList } from './hash-list';

test('every hash stands at its place, the newest at the end, and nothing beside them', () => {
  fc.assert(
    fc.property(fc.nat({ max: 100 }), (count) => {
      const list = new HashList();
      const hashes = Array.from({ length: count }, (_, n) => hashOf(String(n)));
      for (const hash of hashes) list.push(hash);
      expect(list.length).toBe(count);
      expect(list.last).toBe(hashes.at(-1) ?? '');
      expect(hashes.map((_, index) => list.at(index))).toEqual(hashes);
      expect([list.at(-1), list.at(count)]).toEqual([undefined, undefined]);
    }),
  );
});
