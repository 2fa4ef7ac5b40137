import { wrongReplicas } from './topic';

const judged = (replicas: number, replication: number, inSync: string) =>
  wrongReplicas(replicas, replication, new Map([['min.insync.replicas', inSync]]));

test.each([
  [1, 1, '1'],
  [2, 2, '1'],
  [2, 2, '2'],
  [3, 3, '2'],
  [3, 1, '2'],
  [3, 3, '3'],
  [5, 3, '3'],
])('%i replicas where %i were asked for, with min.insync.replicas %s, keep what is promised', (...given) => {
  expect(judged(...given)).toEqual([]);
});

test.each<[number, number, string, string]>([
  [3, 3, '1', 'min.insync.replicas is 1 and must be at least 2, since its partitions have 3 replica(s)'],
  [5, 1, '1', 'min.insync.replicas is 1 and must be at least 2, since its partitions have 5 replica(s)'],
  [3, 3, 'unknown', 'min.insync.replicas is unknown and must be at least 2'],
  [2, 1, '3', 'min.insync.replicas is 3 and its partitions have 2 replica(s), so that nothing could be written'],
  [1, 3, '1', 'its partitions have 1 replica(s) and the ledger was asked for 3 (EVENTS_REPLICATION)'],
])(
  '%i replicas where %i were asked for, with min.insync.replicas %s, do not',
  (replicas, replication, inSync, words) => {
    expect(judged(replicas, replication, inSync)).toEqual([expect.stringContaining(words)]);
  },
);
