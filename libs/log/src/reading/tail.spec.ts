import { hashOf } from '../rule/envelope';
import type { LogRecord } from '../rule/fold';
import { markAt } from '../rule/mark';
import { FoldingTail, StalePosition, type StoredPosition } from './tail';

/** Junk is read like everything else, and needs no chain. */
const recordAt = (offset: number): LogRecord => ({
  partition: 0,
  offset,
  key: null,
  value: Buffer.from(`record ${offset}`),
});
const records = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => recordAt(from + n));
const positionAt = (nextOffset: number): Map<number, StoredPosition> => {
  const checkpoint = { partition: 0, nextOffset, lastHash: hashOf(`record ${nextOffset - 1}`) };
  return new Map(nextOffset === 0 ? [] : [[0, { checkpoint, heads: [] }]]);
};

/** A tail of one partition whose reader is played by the test. `stored` is where the position stands, which others may move. */
async function startTail(stored: { nextOffset: number }) {
  const [handled, failures, sought]: [number[], string[], number[]] = [[], [], []];
  const tail = new FoldingTail('spec', 1, {
    positions: () => Promise.resolve(positionAt(stored.nextOffset)),
    onBatch: ({ checkpoint, alarms }) => {
      const from = checkpoint.nextOffset - alarms.length;
      if (from !== stored.nextOffset) throw new StalePosition('another reader has moved it');
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
  return {
    deliver: (from: number, to: number) => deliver(0, records(from, to)),
    deliverRecords: (some: LogRecord[]) => deliver(0, some),
    handled,
    failures,
    sought,
  };
}

test('what was on its way when a position was found moved is no hole in the log', async () => {
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

test('a position that nothing is delivered from is a hole', async () => {
  const stored = { nextOffset: 0 };
  const { deliver, failures } = await startTail(stored);
  await deliver(0, 3);
  stored.nextOffset = 4;
  await deliver(3, 6);
  for (let at = 6; at < 20; at += 1) await deliver(at, at + 1);
  expect(failures).toEqual([expect.stringMatching('partition 0 offset 4: records are missing up to offset')]);
});

describe('what stands where no record stands', () => {
  const control = (offset: number): LogRecord => ({
    partition: 0,
    offset,
    ...markAt.control(Buffer.from([0, 0, 0, 1])),
  });

  test('a control record is passed by, met again and no hole; a real hole behind it still stops', async () => {
    const { deliver, deliverRecords, handled, failures } = await startTail({ nextOffset: 0 });
    await deliverRecords([control(0), recordAt(1), control(2)]);
    await deliverRecords([control(2), recordAt(3)]);
    expect({ handled, failures }).toEqual({ handled: [3, 4], failures: [] });
    await deliver(5, 6);
    expect(failures).toEqual([expect.stringMatching('partition 0 offset 4: records are missing up to offset 5')]);
  });

  test('a position behind a control record is a good position, and another record there is damage', async () => {
    const positions = new Map([
      [0, { checkpoint: { partition: 0, nextOffset: 3, lastHash: hashOf(control(2).value!) }, heads: [] }],
    ]);
    const play = async (met: LogRecord) => {
      const failures: string[] = [];
      const tail = new FoldingTail('spec', 1, {
        positions: () => Promise.resolve(positions),
        onBatch: () => Promise.resolve(),
        onFailure: ({ message }) => failures.push(message),
      });
      const seek = () => undefined;
      await tail.start(
        async (onRecords, from) => {
          expect(from).toEqual([2]);
          await onRecords(0, [met, recordAt(3)]);
          return { seek, stop: () => Promise.resolve() };
        },
        () => Promise.resolve([4]),
      );
      return { failures, next: tail.nextOffset(0) };
    };
    expect(await play(control(2))).toEqual({ failures: [], next: 4 });
    expect((await play(recordAt(2))).failures).toEqual([expect.stringMatching('not the one that was read before')]);
  });

  test.each([
    ['an empty batch', markAt.nothing, 'records are missing here'],
    ['a batch that cannot be read', markAt.unreadable('its zstd data are damaged', 7), 'copy-log --without 0:1'],
  ])('%s stops the partition', async (_, mark, words) => {
    const { deliver, deliverRecords, handled, failures } = await startTail({ nextOffset: 0 });
    await deliver(0, 1);
    await deliverRecords([{ partition: 0, offset: 1, ...mark }]);
    await deliver(2, 3);
    expect(handled).toEqual([1]);
    expect(failures).toEqual([expect.stringMatching(words)]);
  });
});
