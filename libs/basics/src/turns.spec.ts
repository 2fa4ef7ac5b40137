import { setImmediate } from 'node:timers/promises';

import { inTurns } from './in-turns';
import { Turns } from './turns';

/** Counts the turns that others get while work is done, by a clock on which each look takes some milliseconds. */
async function turnsBeside(millisecondsEach: number, work: () => Promise<unknown>): Promise<number> {
  let elapsed = 0;
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => (elapsed += millisecondsEach));
  let turns = 0;
  let over = false;
  const others = async (): Promise<void> => {
    for (; !over; turns += 1) await setImmediate();
  };
  const counting = others();
  try {
    await work();
  } finally {
    clock.mockRestore();
  }
  over = true;
  await counting;
  return turns;
}

const PIECES = 1_000;

test('long work gives the event loop away whenever a few milliseconds have passed, and not before', async () => {
  const work = async (): Promise<void> => {
    const turns = new Turns();
    for (let piece = 0; piece < PIECES; piece += 1) await turns.next();
  };
  expect(await turnsBeside(1, work)).toBeGreaterThanOrEqual(PIECES / 10);
  expect(await turnsBeside(0, work)).toBeLessThan(5);
});

test('a thousand things begin in their order, none waits for the one before it, and others have turns in between', async () => {
  const begun: number[] = [];
  let goOn: () => void = () => undefined;
  const allBegun = new Promise<void>((go) => (goOn = go));
  const items = Array.from({ length: PIECES }, (_, index) => index);
  let results: number[] = [];
  const given = await turnsBeside(1, async () => {
    results = await inTurns(items, async (item) => {
      begun.push(item);
      if (begun.length === PIECES) goOn();
      await allBegun;
      return item * 2;
    });
  });
  expect(begun).toEqual(items);
  expect(results).toEqual(items.map((item) => item * 2));
  expect(given).toBeGreaterThanOrEqual(PIECES / 10);
});

test('one that fails is heard of when all have begun', async () => {
  const begun: number[] = [];
  const failing = inTurns([1, 2, 3], (item) => {
    begun.push(item);
    return item === 1 ? Promise.reject(new Error('the first')) : Promise.resolve();
  });
  await expect(failing).rejects.toThrow('the first');
  expect(begun).toEqual([1, 2, 3]);
});
