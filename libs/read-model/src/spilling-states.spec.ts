import { emptyLine } from '#domain';
import fc from 'fast-check';

import { SpillingStates } from './spilling-states';

const LINE = emptyLine(
  { unit: '126001', source: 'general-public-budget', function: '2012901', economic: '30201', category: 'operating' },
  2024,
);

/** Adds so many fen to a line of a stream, one line for each remainder by seven. */
function add(states: SpillingStates, stream: string, fen: number): void {
  const state = states.of(stream);
  const place = `${stream}|2024|${fen % 7}`;
  const before = state.lines.get(place) ?? LINE;
  state.lines.set(place, { ...before, paid: before.paid + BigInt(fen) });
  state.reversed.add(fen);
  states.resized(state);
}

function sums(states: SpillingStates): [string, bigint, number][] {
  return [...states.all()].map(({ stream, lines, reversed }) => {
    return [stream, [...lines.values()].reduce((sum, { paid }) => sum + paid, 0n), reversed.size];
  });
}

test('what is spilled comes back as it was, whatever is touched in which order', () => {
  const touch = fc.tuple(
    fc.nat(20).map((n) => `361100/${100 + n}`),
    fc.nat(1_000),
  );
  fc.assert(
    fc.property(fc.array(touch, { minLength: 50, maxLength: 300 }), fc.constantFrom(1, 6_000, 40_000), (all, most) => {
      const [little, plenty] = [new SpillingStates(most), new SpillingStates(Infinity)];
      for (const [stream, fen] of all) {
        add(little, stream, fen);
        add(plenty, stream, fen);
      }
      expect(sums(little)).toEqual(sums(plenty));
      expect(plenty.spills).toBe(0);
      little.close();
      plenty.close();
    }),
  );
});

test('the file is written anew when most of it is garbage', () => {
  const states = new SpillingStates(50_000);
  for (let n = 0; n < 50_000; n += 1) add(states, `361100/${100 + (n % 100)}`, n % 50);
  expect(states.spills).toBeGreaterThan(10_000);
  expect(states.fileBytes).toBeLessThan(1_000_000);
  expect(sums(states)).toHaveLength(100);
  states.close();
});
