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
  /** One delivery is taken while the one before it is handled, so that an empty one behind it is taken when it was handled. */
  const deliverWhole = async (some: LogRecord[]) => {
    await deliver(0, some);
    await deliver(0, []);
  };
  await tail.start(
    (onRecords) => {
      deliver = onRecords;
      const seek = (_: number, offset: number) => void sought.push(offset);
      return Promise.resolve({ seek, stop: () => Promise.resolve() });
    },
    () => Promise.resolve([100]),
  );
  return {
    deliver: (from: number, to: number) => deliverWhole(records(from, to)),
    deliverRecords: deliverWhole,
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
          await onRecords(0, []);
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

describe('deliveries that come sooner than they are handled', () => {
  /** A tail whose handler waits until it is let go, batch by batch. */
  async function startSlowTail() {
    const [waiting, handled, failures, sought]: [(() => void)[], number[], string[], number[]] = [[], [], [], []];
    const tail = new FoldingTail('spec', 1, {
      positions: () => Promise.resolve(positionAt(0)),
      onBatch: async ({ checkpoint }) => {
        await new Promise<void>((resolve) => waiting.push(resolve));
        handled.push(checkpoint.nextOffset);
      },
      onFailure: ({ message }) => failures.push(message),
    });
    let deliver: (partition: number, some: LogRecord[]) => Promise<void> = () => Promise.resolve();
    await tail.start(
      (onRecords) => {
        deliver = onRecords;
        return Promise.resolve({ seek: (_, offset) => void sought.push(offset), stop: () => Promise.resolve() });
      },
      () => Promise.resolve([100]),
    );
    const taken: string[] = [];
    return {
      tail,
      taken,
      handled,
      failures,
      sought,
      deliver: (some: LogRecord[], name = 'one') => void deliver(0, some).then(() => taken.push(name)),
      letOneGo: () => waiting.shift()?.(),
    };
  }
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  test('one waits while another is handled, a third one is not taken, and the end waits for all', async () => {
    const { tail, taken, handled, deliver, letOneGo } = await startSlowTail();
    deliver(records(0, 2), 'first');
    deliver(records(2, 4), 'second');
    await turn();
    expect({ taken, handled }).toEqual({ taken: ['first'], handled: [] });
    letOneGo();
    await turn();
    expect({ taken, handled }).toEqual({ taken: ['first', 'second'], handled: [2] });
    const stopped = tail.stop().then(() => taken.push('end'));
    await turn();
    expect(taken).not.toContain('end');
    letOneGo();
    await stopped;
    expect(handled).toEqual([2, 4]);
  });

  test('one that cannot be handled is told and read again, with what came behind it', async () => {
    const { handled, failures, sought, deliver, letOneGo } = await startSlowTail();
    const broken: LogRecord = {
      ...recordAt(0),
      get value(): Buffer {
        throw new Error('the bytes are gone');
      },
    };
    deliver([broken]);
    deliver(records(1, 3));
    const told = Date.now() + 10_000;
    while (sought.length < 1 && Date.now() < told) await turn();
    expect({ failures, sought }).toEqual({ failures: ['the bytes are gone'], sought: [0, 0] });
    deliver(records(0, 3));
    await turn();
    letOneGo();
    await turn();
    expect(handled).toEqual([3]);
  });
});
