import { firstHash, hashOf } from '../rule/envelope';
import { type LogRecord, PartitionFold, startOf } from '../rule/fold';
import { markAt } from '../rule/mark';
import { openingRecord } from '../rule/opening';
import { batchOf } from './tail-batch';

const foldOf = () => new PartitionFold('spec', 1, startOf(0));
const recordOf = (offset: number, stream: string, revision = 1, prevhash = firstHash('spec', stream)): LogRecord => {
  const event = {
    specversion: '1.0',
    id: `${stream}@${revision}`,
    type: 'added.v1',
    source: 'urn:budget-ledger:spec',
    subject: stream,
    time: '2024-05-01T08:00:00.000Z',
    revision,
    prevhash,
    commandid: `c${offset}`,
    commandhash: hashOf('body'),
    actor: 'a',
    correlationid: 'c',
    data: {},
  };
  return { partition: 0, offset, key: Buffer.from(stream), value: Buffer.from(JSON.stringify(event)) };
};

test('a delivery becomes what counts in it, the heads that it touched, and alarms in words', () => {
  const opening = openingRecord('spec', 1, new Date(0));
  const batch = batchOf(foldOf(), 0, [
    { partition: 0, offset: 0, key: Buffer.from(opening.key), value: opening.value },
    recordOf(1, 'a'),
    recordOf(2, 'a'),
    { partition: 0, offset: 3, key: null, value: Buffer.from('junk') },
    { partition: 0, offset: 4, ...markAt.control(null) },
    recordOf(5, 'b', 1, hashOf('nothing')),
    recordOf(6, 'c', 7, hashOf('nothing')),
  ]);
  expect(batch?.accepted.map(({ stream, offset }) => [stream, offset])).toEqual([['a', 1]]);
  expect(batch?.heads.map(({ stream, revision }) => [stream, revision])).toEqual([
    ['ledger', 1],
    ['a', 1],
    ['b', 0],
    ['c', 0],
  ]);
  expect([batch?.voids, batch?.checkpoint.nextOffset]).toEqual([1, 7]);
  expect(batch?.alarms).toEqual([
    expect.stringMatching(/^partition 0 offset 3: void record, /),
    expect.stringMatching(/^partition 0 offset 4: control record .*, passed by$/),
    expect.stringMatching(/^stream b has stopped: partition 0 offset 5: /),
    expect.stringMatching(/^stream c has stopped: partition 0 offset 6: /),
  ]);
});

test('what was read before makes no batch', () => {
  const fold = foldOf();
  const records = [recordOf(0, 'a'), recordOf(1, 'b')];
  expect(batchOf(fold, 0, records)).toBeDefined();
  expect(batchOf(fold, 0, records)).toBeUndefined();
});

test('a stream that its reader stops stands still in this batch and in all later ones', () => {
  const fold = foldOf();
  const first = recordOf(0, 'a');
  const batch = batchOf(fold, 0, [first]);
  batch?.stop('a', 'not understood');
  expect(batch?.heads).toMatchObject([{ stream: 'a', stopped: 'not understood' }]);
  const next = batchOf(fold, 0, [recordOf(1, 'a', 2, hashOf(first.value ?? ''))]);
  expect([next?.accepted, next?.heads]).toEqual([[], []]);
});
