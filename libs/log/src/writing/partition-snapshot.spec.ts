import { KeptStops, snapshotOf } from './partition-snapshot';
import type { StreamHead } from '../rule/fold';

const MIB = 1024 * 1024;
const checkpoint = { partition: 0, nextOffset: 9, lastHash: 'last' };
const headOf = (stream: string, stop: Partial<StreamHead> = {}): StreamHead => ({
  stream,
  revision: 1,
  hash: 'h',
  time: 't',
  voidTips: [],
  ...stop,
});
const foldOf = (...heads: StreamHead[]) => ({
  checkpoint,
  streamHead: (name: string) => heads.find(({ stream }) => stream === name),
});
const packed = { packed: Buffer.alloc(0), refusals: [] };
const kept = (name: string, stoppedBy?: Buffer) => ({ name, state: 5, known: { snapshot: () => packed }, stoppedBy });

test('a snapshot holds every stream that was met, with its state and its ids', () => {
  expect(snapshotOf(foldOf(headOf('a')), [kept('a'), kept('only asked for')])).toEqual({
    checkpoint,
    streams: [{ head: headOf('a'), state: 5, known: packed, stoppedBy: undefined }],
  });
});

test('of a stream that stopped at an event the record must be there, since whoever starts judges it again', () => {
  const stopped = headOf('a', { stopped: 'not understood' });
  const record = Buffer.from('record');
  expect(snapshotOf(foldOf(stopped), [kept('a')])).toBeUndefined();
  expect(snapshotOf(foldOf(stopped), [kept('a', record)])?.streams[0]?.stoppedBy).toBe(record);
  const orphaned = headOf('a', { stopped: 'an orphan', stoppedAt: 4 });
  expect(snapshotOf(foldOf(orphaned), [kept('a')])?.streams).toHaveLength(1);
});

test('records are kept as copies, up to sixteen mebibytes in all', () => {
  const stops = new KeptStops();
  const record = Buffer.alloc(10 * MIB, 1);
  const copy = stops.keep(record);
  record.fill(2);
  expect([copy?.length, copy?.[0]]).toEqual([10 * MIB, 1]);
  expect(stops.keep(Buffer.alloc(6 * MIB + 1))).toBeUndefined();
  expect(stops.keep(Buffer.alloc(6 * MIB))).toHaveLength(6 * MIB);
  expect(stops.keep(Buffer.alloc(1))).toBeUndefined();
});
