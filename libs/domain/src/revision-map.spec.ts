import fc from 'fast-check';

import { RevisionMap } from './revision-map';

/** Revisions of three blocks, their edges among them. */
const revision = fc.constantFrom(1, 2, 255, 256, 257, 511, 512, 600);
const step = fc.record({ revision, value: fc.option(fc.nat(3)), from: fc.nat() });

describe('a map of revisions', () => {
  it('holds what a plain map holds, and every earlier one stays as it was', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const made = [{ map: RevisionMap.of<number>(), plain: new Map<number, number>() }];
        for (const { revision: at, value, from } of steps) {
          const { map, plain } = made[from % made.length]!;
          const next = new Map(plain);
          if (value === null) next.delete(at);
          else next.set(at, value);
          made.push({ map: value === null ? map.without(at) : map.with(at, value), plain: next });
        }
        for (const { map, plain } of made) {
          expect(new Map(map)).toEqual(plain);
          expect(map.size).toBe(plain.size);
          for (const at of [1, 2, 255, 256, 257, 511, 512, 600]) {
            expect([map.has(at), map.get(at)]).toEqual([plain.has(at), plain.get(at)]);
          }
          expect(RevisionMap.of(map)).toEqual(map);
        }
      }),
    );
  });

  it('is the very same where there was nothing to take out', () => {
    const map = RevisionMap.of([[7, 'a']]);
    expect(map.without(8)).toBe(map);
  });
});
