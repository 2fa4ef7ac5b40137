import fc from 'fast-check';
import { Partitioners } from 'kafkajs';

import { partitionOf } from './murmur2';
import { keyedPartitioner } from '../kafka/partitioner';

const metadata = (partitions: number) =>
  Array.from({ length: partitions }, (_, partitionId) => ({
    partitionId,
    leader: 0,
    partitionErrorCode: 0,
    replicas: [],
    isr: [],
  }));

test('a key goes where Kafka’s Java clients, and so kafkajs, would send it, whether it is text or bytes', () => {
  const theirs = Partitioners.DefaultPartitioner();
  const ours = keyedPartitioner();
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.integer({ min: 1, max: 1_000 }),
      (key, partitions) => {
        const asked = (k: string | Buffer) => ({
          topic: 't',
          partitionMetadata: metadata(partitions),
          message: { key: k, value: null },
        });
        const expected = theirs(asked(key));
        expect(ours(asked(key))).toBe(expected);
        expect(ours(asked(Buffer.from(key)))).toBe(expected);
        expect(partitionOf(key, partitions)).toBe(expected);
      },
    ),
  );
});

test('a key of eight megabytes is hashed like any other', () => {
  expect(partitionOf('命'.repeat(2_800_000), 6)).toBe(partitionOf(Buffer.from('命'.repeat(2_800_000)), 6));
});

test('a record without a key goes to any partition, and one that names its partition to that one', () => {
  const at = (message: { key: null; value: null; partition?: number }) =>
    keyedPartitioner()({ topic: 't', partitionMetadata: metadata(4), message });
  expect([0, 1, 2, 3]).toContain(at({ key: null, value: null }));
  expect(at({ key: null, value: null, partition: 3 })).toBe(3);
});
