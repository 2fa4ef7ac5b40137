import { AwaitedEnds } from './awaited-ends';

function endsAt(nextOffset: number) {
  const read = { nextOffset };
  const ends = new AwaitedEnds(read);
  const gone: number[] = [];
  const wait = (end: number) => ends.whenPassed(end, () => gone.push(end));
  return { read, ends, gone, wait };
}

test('who waits goes on once the log was read up to there, and who need not wait at once', () => {
  const { read, ends, gone, wait } = endsAt(5);
  for (const end of [5, 7, 9, 7]) wait(end);
  expect(gone).toEqual([5]);
  read.nextOffset = 6;
  ends.release();
  expect(gone).toEqual([5]);
  read.nextOffset = 8;
  ends.release();
  ends.release();
  expect(gone).toEqual([5, 7, 7]);
});

test('the reader is hurried while somebody waits for what only it can bring', () => {
  const { read, ends, wait } = endsAt(5);
  let hurried = 0;
  ends.onBehind = () => (hurried += 1);
  wait(5);
  expect([ends.isBehind, hurried]).toEqual([false, 0]);
  wait(8);
  ends.expect(6);
  expect([ends.isBehind, hurried]).toEqual([true, 2]);
  read.nextOffset = 7;
  expect(ends.isBehind).toBe(true);
  read.nextOffset = 8;
  expect(ends.isBehind).toBe(false);
});

test('where nothing will be read any more nobody waits', async () => {
  const { ends, gone, wait } = endsAt(5);
  wait(8);
  const waiting = ends.untilPassed(100);
  expect(ends.hasPassed(8)).toBe(false);
  ends.close();
  await waiting;
  wait(9);
  expect([gone, ends.hasPassed(1_000), ends.isBehind]).toEqual([[8, 9], true, false]);
});
