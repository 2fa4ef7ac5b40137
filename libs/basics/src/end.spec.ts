import { setImmediate } from 'node:timers/promises';

import { currentEnd, withEnd } from './end';
import { Turns } from './turns';

/** Long work in pieces, each of which takes longer than a slice by this clock. */
async function countPieces(most: number): Promise<number> {
  let elapsed = 0;
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => (elapsed += 10));
  try {
    const turns = new Turns();
    let pieces = 0;
    for (; pieces < most; pieces += 1) await turns.next();
    return pieces;
  } finally {
    clock.mockRestore();
  }
}

test('long work ends at its next turn with the reason of its end', async () => {
  const ending = new AbortController();
  const work = withEnd(ending.signal, () => countPieces(1_000_000));
  await setImmediate();
  ending.abort(new Error('nobody waits'));
  await expect(work).rejects.toThrow('nobody waits');
});

test('each work has its own end, whatever runs beside it, and other work has none', async () => {
  const [one, other] = [new AbortController(), new AbortController()];
  const endLater = async (): Promise<AbortSignal | undefined> => {
    await setImmediate();
    return currentEnd();
  };
  const found = await Promise.all([withEnd(one.signal, endLater), withEnd(other.signal, endLater), endLater()]);
  expect(found.map((end) => [one.signal, other.signal, undefined].findIndex((each) => each === end))).toEqual([
    0, 1, 2,
  ]);
  expect(await endLater()).toBeUndefined();
});

test('work for everybody that is begun inside has no end, and what is begun after all of it has its own again', async () => {
  const { signal } = new AbortController();
  expect(await withEnd(signal, () => withEnd(undefined, () => Promise.resolve(currentEnd())))).toBeUndefined();
  expect(await withEnd(signal, () => Promise.resolve(currentEnd()))).toBe(signal);
});
