import { SnapshotKeeper } from './snapshot-keeper';
import { hashOf } from '../rule/envelope';
import { adder } from '../../test/adder';

const codec = { version: '1', toJson: (sum: number) => sum, fromJson: Number };
const broken = {
  ...codec,
  toJson: (): never => {
    throw new Error('cannot be written');
  },
};

/** A keeper of two partitions with a store whose troubles the spec makes. */
function keeperOf(other: { codec?: typeof codec; everyRecords?: number } = {}, kept = new Map<number, Buffer>()) {
  const alarms: string[] = [];
  const now = { time: 0, trouble: undefined as Error | undefined, saves: 0 };
  const answer = <T>(work: () => T): Promise<T> =>
    now.trouble === undefined ? Promise.resolve(work()) : Promise.reject(now.trouble);
  const store = {
    load: (partition: number) => answer(() => kept.get(partition)),
    save: (partition: number, _: number, body: Buffer) => {
      now.saves += 1;
      return answer(() => void kept.set(partition, body));
    },
  };
  const settings = { store, codec, everyRecords: 10, ...other };
  const events = { alarm: (message: string) => alarms.push(message) };
  const keeper = new SnapshotKeeper({ ledgerId: 'spec', partitions: 2 }, settings, () => now.time, events);
  return { keeper, kept, alarms, now };
}

const sourceAt = (nextOffset: number, partition = 0) => ({
  nextOffset,
  snapshot: () => ({ checkpoint: { partition, nextOffset, lastHash: 'h' }, streams: [] }),
});

test('one is saved when so many records lie behind the one before, and loaded again', async () => {
  const { keeper, kept, now } = keeperOf();
  await keeper.saveDue([sourceAt(9), sourceAt(10, 1)], 0);
  expect([[...kept.keys()], keeper.beyond([sourceAt(9), sourceAt(13)])]).toEqual([[1], 9]);
  await keeper.saveDue([sourceAt(9), sourceAt(19, 1)], 0);
  expect(now.saves).toBe(1);
  expect(await keeper.load(1, adder)).toMatchObject({ checkpoint: { partition: 1, nextOffset: 10 } });
  expect(await keeper.load(0, adder)).toBeUndefined();
});

test('a process that ends keeps them after a tenth of that', async () => {
  const { keeper, kept } = keeperOf();
  await keeper.saveLast([sourceAt(0), sourceAt(1, 1)]);
  expect([...kept.keys()]).toEqual([1]);
  const { keeper: another, kept: late } = keeperOf({ everyRecords: 100 });
  await another.saveLast([sourceAt(9), sourceAt(10, 1)]);
  expect([...late.keys()]).toEqual([1]);
});

test('where a partition goes on from is what its next one is counted from', async () => {
  const { keeper, kept } = keeperOf();
  await keeper.saveDue([sourceAt(10)], 0);
  const { keeper: next } = keeperOf({}, kept);
  expect(next.beyond([sourceAt(12)])).toBe(12);
  await next.load(0, adder);
  expect(next.beyond([sourceAt(12)])).toBe(2);
});

test('a store that fails is left for a minute, and it is told since when and how often', async () => {
  const { keeper, alarms, now } = keeperOf();
  now.trouble = new Error('no database');
  const sources = [sourceAt(10), sourceAt(10, 1)];
  await keeper.saveDue(sources, 0);
  expect([now.saves, keeper.failing]).toEqual([1, 1]);
  now.time = 59_000;
  await keeper.saveDue(sources, now.time);
  expect(now.saves).toBe(1);
  now.time = 60_000;
  await keeper.saveDue(sources, now.time);
  expect(keeper.trouble).toEqual({ partition: 0, reason: 'no database', tries: 2, forMs: 60_000 });
  expect(alarms).toEqual(Array(2).fill('no snapshot of partition 0 was saved: no database'));
  now.trouble = undefined;
  await keeper.saveDue(sources, 120_000);
  expect([now.saves, keeper.trouble, keeper.failing]).toEqual([4, undefined, 0]);
});

test('a state that cannot be written keeps its own partition from one, and no other', async () => {
  const { keeper, kept, alarms } = keeperOf({ codec: broken });
  const stream = { head: { stream: 's', revision: 1, hash: 'h', time: '', voidTips: [] }, state: 1 };
  const known = { packed: Buffer.alloc(0), refusals: [] };
  const full = { ...sourceAt(10), snapshot: () => ({ ...sourceAt(10).snapshot(), streams: [{ ...stream, known }] }) };
  await keeper.saveDue([full, sourceAt(10, 1)], 0);
  expect([...kept.keys()]).toEqual([1]);
  expect(alarms).toEqual(['no snapshot of partition 0 can be made: cannot be written']);
  expect(keeper.trouble).toMatchObject({ partition: 0, tries: 1 });
});

test('one that cannot be loaded or used is told, and the history is folded', async () => {
  const { keeper, kept, alarms, now } = keeperOf();
  kept.set(0, Buffer.from('not a snapshot at all, of any kind or any age'));
  expect(await keeper.load(0, adder)).toBeUndefined();
  now.trouble = new Error('no database');
  expect(await keeper.load(1, adder)).toBeUndefined();
  expect(alarms).toEqual([
    'the snapshot of partition 0 is ignored, its history is folded: it is damaged',
    'the snapshot of partition 1 is ignored, its history is folded: no database',
  ]);
});

test('one with a stream that stopped at what is understood now is not used', async () => {
  const { keeper, alarms } = keeperOf();
  const event = {
    specversion: '1.0',
    id: 's@1',
    type: 'added.v1',
    source: 'urn:budget-ledger:spec',
    subject: 's',
    time: '2024-05-01T08:00:00.000Z',
    revision: 1,
    prevhash: hashOf('first'),
    commandid: 'c',
    commandhash: hashOf('body'),
    actor: 'a',
    correlationid: 'c',
    data: { add: 1 },
  };
  const head = { stream: 's', revision: 1, hash: hashOf('head'), time: '', voidTips: [], stopped: 'not understood' };
  const stoppedBy = Buffer.from(JSON.stringify(event));
  const known = { packed: Buffer.alloc(0), refusals: [] };
  const stopped = {
    ...sourceAt(10),
    snapshot: () => ({ ...sourceAt(10).snapshot(), streams: [{ head, state: 0, known, stoppedBy }] }),
  };
  await keeper.saveDue([stopped], 0);
  expect(await keeper.load(0, adder)).toBeUndefined();
  expect(alarms).toEqual([expect.stringContaining('s had stopped at an event that is understood now')]);
});

test('nothing is saved of a partition that has not moved', async () => {
  const { keeper, now } = keeperOf({ everyRecords: 0 });
  await keeper.saveDue([sourceAt(0), sourceAt(1, 1)], 0);
  await keeper.saveLast([sourceAt(0), sourceAt(1, 1)]);
  expect(now.saves).toBe(1);
});

test('without settings there are none', async () => {
  const alarm = jest.fn();
  const keeper = new SnapshotKeeper<number>({ ledgerId: 'spec', partitions: 2 }, undefined, () => 0, { alarm });
  expect(await keeper.load(0, adder)).toBeUndefined();
  await keeper.saveDue([sourceAt(100)], 0);
  await keeper.saveLast([sourceAt(100)]);
  expect(alarm).not.toHaveBeenCalled();
});
