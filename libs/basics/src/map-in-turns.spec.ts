import { setImmediate } from 'node:timers/promises';

import { mapInTurns } from './map-in-turns';

test('everything is made in its order, and others have turns meanwhile', async () => {
  let elapsed = 0;
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => (elapsed += 10));
  let turns = 0;
  let over = false;
  const isOver = (): boolean => over;
  const counting = async (): Promise<void> => {
    for (; !isOver(); turns += 1) await setImmediate();
  };
  const others = counting();
  const items = Array.from({ length: 1_000 }, (_, n) => n);
  expect(await mapInTurns(items, (n) => n * 2)).toEqual(items.map((n) => n * 2));
  clock.mockRestore();
  over = true;
  await others;
  expect(turns).toBeGreaterThanOrEqual(1_000 / 64 - 1);
});
