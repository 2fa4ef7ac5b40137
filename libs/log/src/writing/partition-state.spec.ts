import { PartitionState } from './partition-state';
import { firstHash, hashOf } from '../rule/envelope';

const identity = { ledgerId: 'spec', partitions: 1, partition: 0 };
const stateOf = (snapshot?: ReturnType<PartitionState<number, unknown>['snapshot']>) =>
  new PartitionState<number, unknown>(identity, 0, snapshot);
const recordOf = (
  offset: number,
  stream: string,
  time = '2024-05-01T08:00:00.000Z',
  parent = firstHash('spec', stream),
) => {
  const event = {
    specversion: '1.0',
    id: `${stream}@1`,
    type: 'added.v1',
    source: 'urn:budget-ledger:spec',
    subject: stream,
    time,
    revision: 1,
    prevhash: parent,
    commandid: `c${offset}`,
    commandhash: hashOf('body'),
    actor: 'a',
    correlationid: 'c',
    data: { add: 1 },
  };
  return { partition: 0, offset, key: Buffer.from(stream), value: Buffer.from(JSON.stringify(event)) };
};

test('a stream that was only looked at leaves nothing behind', () => {
  const state = stateOf();
  expect([state.of('a'), state.peek('a').state, state.names]).toEqual([0, 0, []]);
  const stream = state.named('a');
  stream.state = 5;
  expect(state.named('a')).toBe(stream);
  expect([state.of('a'), state.peek('a'), state.names]).toEqual([5, stream, ['a']]);
});

test('a decision stands on what is in flight, or else on what was read', () => {
  const state = stateOf();
  const stream = state.named('a');
  state.fold.read(recordOf(0, 'a'));
  stream.state = 1;
  const read = { state: 1, head: state.fold.head('a'), time: '2024-05-01T08:00:00.000Z' };
  expect(state.newestTipOf(stream)).toEqual(read);
  const after = { state: 2, head: { revision: 2, hash: hashOf('next') }, time: 'later' };
  stream.queue.depart({} as never, { after } as never);
  expect(state.newestTipOf(stream)).toBe(after);
  expect(state.tipOf(stream)).toEqual(read);
});

test('what has stopped is told by stream, and of a damaged partition as a whole', () => {
  const state = stateOf();
  const stream = state.named('a\n');
  expect([state.goesOn(stream), state.stopped]).toEqual([true, []]);
  stream.stopped = 'not understood';
  expect([state.goesOn(stream), state.stopped]).toEqual([false, [{ stream: 'a\\u000a', reason: 'not understood' }]]);
  state.damage = 'a hole';
  expect(state.goesOn(state.named('b'))).toBe(false);
  expect(state.stopped).toEqual([{ stream: 'partition 0', reason: 'a hole' }]);
  expect(state.snapshot()).toBeUndefined();
});

test('streams whose newest record lies in the future are told until it does not', () => {
  const state = stateOf();
  for (const stream of ['a', 'b']) state.named(stream);
  state.fold.read(recordOf(0, 'a', '2024-05-01T08:00:00.000Z'));
  state.fold.read(recordOf(1, 'b', '2024-05-01T09:00:00.000Z'));
  const own = Date.parse('2024-05-01T08:00:00.000Z');
  expect(state.aheadOf({ own })).toEqual([{ stream: 'b', until: '2024-05-01T08:59:00.000Z' }]);
  expect(state.aheadOf({ own: own + 3_600_000 })).toEqual([]);
});

test('a partition goes on from its snapshot with its streams, their ids and what has stopped', () => {
  const before = stateOf();
  for (const [offset, stream] of ['a', 'b'].entries()) {
    const reading = before.fold.read(recordOf(offset, stream));
    if (reading?.kind === 'accepted') before.named(stream).remember(reading.record, {});
  }
  before.named('a').state = 5;
  before.fold.stop('b', 'not understood');
  before.keepStop(before.named('b'), Buffer.from('record'));
  const after = stateOf(before.snapshot());
  expect([after.nextOffset, after.names, after.of('a'), after.of('b')]).toEqual([2, ['a', 'b'], 5, 0]);
  expect(after.fold.head('a')).toEqual(before.fold.head('a'));
  expect(after.stopped).toEqual([{ stream: 'b', reason: 'not understood' }]);
  expect(after.named('a').known.get('c0')).toEqual(before.named('a').known.get('c0'));
  expect(after.snapshot()).toEqual(before.snapshot());
});
