import { hashOf } from './envelope';
import type { LogRecord } from './fold';
import { FoldingTail, StalePlace, type TailPlace } from './tail';

/** Junk is read like everything else, and needs no chain. */
const recordAt = (offset: number): LogRecord => ({
  partition: 0,
  offset,
  key: null,
  value: Buffer.from(`record ${offset}`),
});
const records = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => recordAt(from + n));
const placeAt = (nextOffset: number): Map<number, TailPlace> => {
  const checkpoint = { partition: 0, nextOffset, lastHash: hashOf(`record ${nextOffset - 1}`) };
  return new Map(nextOffset === 0 ? [] : [[0, { checkpoint, heads: [] }]]);
};

/** A tail of one partition whose reader is played by the test. `stored` is where the place stands, which others may move. */
async function startTail(stored: { nextOffset: number }) {
  const [handled, failures, sought]: [number[], string[], number[]] = [[], [], []];
  const tail = new FoldingTail('spec', 1, {
    places: () => Promise.resolve(placeAt(stored.nextOffset)),
    onBatch: ({ checkpoint, alarms }) => {
      const from = checkpoint.nextOffset - alarms.length;
      if (from !== stored.nextOffset) throw new StalePlace('another reader has moved it');
      stored.nextOffset = checkpoint.nextOffset;
      handled.push(checkpoint.nextOffset);
      return Promise.resolve();
    },
    onFailure: ({ message }) => failures.push(message),
  });
  let deliver: (partition: number, some: LogRecord[]) => Promise<void> = () => Promise.resolve();
  await tail.start(
    (onRecords) => {
      deliver = onRecords;
      const seek = (_: number, offset: number) => void sought.push(offset);
      return Promise.resolve({ seek, stop: () => Promise.resolve() });
    },
    () => Promise.resolve([100]),
  );
  return { deliver: (from: number, to: number) => deliver(0, records(from, to)), handled, failures, sought };
}

test('what was on its way when a place was found moved is no hole in the log', async () => {
  const stored = { nextOffset: 0 };
  const { deliver, handled, failures, sought } = await startTail(stored);
  await deliver(0, 3);
  // Another reader handles one record more; this one comes too late with a batch that reaches further.
  stored.nextOffset = 4;
  await deliver(3, 6);
  await deliver(6, 8);
  expect(sought).toEqual([3, 3]);
  await deliver(3, 8);
  expect({ failures, handled }).toEqual({ failures: [], handled: [3, 8] });
});

test('a place that nothing is delivered from is a hole', async () => {
  const stored = { nextOffset: 0 };
  const { deliver, failures } = await startTail(stored);
  await deliver(0, 3);
  stored.nextOffset = 4;
  await deliver(3, 6);
  for (let at = 6; at < 20; at += 1) await deliver(at, at + 1);
  expect(failures).toEqual([expect.stringMatching('partition 0 offset 4: records are missing up to offset')]);
});
