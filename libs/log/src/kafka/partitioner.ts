import { randomInt } from 'node:crypto';

import type { ICustomPartitioner } from 'kafkajs';

import { partitionOf } from '../rule/murmur2';

/**
 * Where a record goes: the partition that it names, or that of its key, as Kafka's Java clients have it. kafkajs would hash a key with
 * numbers that grow with it, which for a key of a megabyte takes minutes in which nothing else is done.
 */
export const keyedPartitioner: ICustomPartitioner =
  () =>
  ({ partitionMetadata, message: { partition, key } }) => {
    if (partition !== undefined) return partition;
    const { length } = partitionMetadata;
    return key === null || key === undefined ? randomInt(length) : partitionOf(key, length);
  };
