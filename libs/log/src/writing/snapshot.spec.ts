import { hashOf } from '../rule/envelope';
import { KnownIds } from './known-ids';
import type { PartitionIdentity, PartitionSnapshot } from './partition-snapshot';
import { decodeSnapshot, encodeSnapshot } from './snapshot';

const codec = { version: 'spec-1', toJson: (state: string) => state, fromJson: (json: unknown) => json as string };
const identity: PartitionIdentity = { ledgerId: 'spec', partitions: 6, partition: 2 };

function snapshotOf(streams: number): PartitionSnapshot<string> {
  return {
    checkpoint: { partition: identity.partition, nextOffset: 7, lastHash: hashOf('last') },
    streams: Array.from({ length: streams }, (_, n) => {
      const ids = new KnownIds();
      for (let id = 0; id < n * 3; id += 1) {
        const told =
          id % 2 === 0 ? { warning: { lines: id } } : { refusal: { code: 'line-below-zero', detail: '余额不足' } };
        ids.add(`id-${id}`, {
          revision: id + 1,
          offset: id,
          hash: hashOf(`${id}`),
          commandHash: hashOf('body'),
          ...told,
        });
      }
      const head = {
        stream: `361100/${100 + n}`,
        revision: n * 3,
        hash: hashOf(`head ${n}`),
        time: '2024-03-01T00:00:00.000Z',
      };
      return { head: { ...head, voidTips: [[hashOf('void'), n]] }, state: `上饶市 ${n}`, known: ids.snapshot() };
    }),
  };
}

test.each([0, 1, 5])('a snapshot of %i streams comes back as it was taken', (streams) => {
  const snapshot = snapshotOf(streams);
  expect(decodeSnapshot(identity, encodeSnapshot(identity, snapshot, codec), codec)).toEqual(snapshot);
});

test.each<[string, PartitionIdentity, RegExp]>([
  ['another ledger', { ...identity, ledgerId: 'other' }, /belongs to ledger spec with 6 partitions/],
  ['another number of partitions', { ...identity, partitions: 12 }, /belongs to ledger spec with 6 partitions/],
  ['another partition', { ...identity, partition: 3 }, /belongs to partition 2/],
])('a snapshot of %s is not used', (_, asked, why) => {
  const body = encodeSnapshot(identity, snapshotOf(2), codec);
  expect(() => decodeSnapshot(asked, body, codec)).toThrow(why);
});

test('a snapshot in which any byte was changed is not used', () => {
  const body = encodeSnapshot(identity, snapshotOf(2), codec);
  for (let at = 0; at < body.length; at += 1) {
    const altered = Buffer.from(body);
    altered.writeUInt8(altered.readUInt8(at) ^ 1, at);
    expect(() => decodeSnapshot(identity, altered, codec)).toThrow('it is damaged');
  }
});
