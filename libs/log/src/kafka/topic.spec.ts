import { settingsToCreate, type TopicRole, wrongReplicas, wrongWith } from './topic-settings';

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

describe.each<TopicRole>(['events', 'commands', 'results', 'tables'])('%s', (role) => {
  const created = (changes: Record<string, string>) => ({
    settings: new Map([
      ...settingsToCreate(role, 1).map(({ name, value }): [string, string] => [name, value]),
      ...Object.entries(changes),
    ]),
    replicas: [1, 1],
  });

  it('is fit as it is created', () => {
    expect(wrongWith(role, created({}))).toEqual([]);
  });

  it('is not when it may lose what nobody has read yet', () => {
    const policy = role === 'tables' ? 'delete' : 'compact';
    expect(wrongWith(role, created({ 'cleanup.policy': policy }))).toHaveLength(1);
    expect(wrongWith(role, created({ 'cleanup.policy': 'compact,delete' }))).toHaveLength(1);
    const isKept = role !== 'tables';
    for (const [name, value] of [
      ['retention.ms', '1000'],
      ['retention.bytes', '1000'],
      ['unclean.leader.election.enable', 'true'],
    ] as const) {
      expect(wrongWith(role, created({ [name]: value }))).toHaveLength(isKept ? 1 : 0);
    }
  });
});

test('a log whose number of partitions has changed is not fit', () => {
  const settings = new Map(settingsToCreate('events', 1).map(({ name, value }) => [name, value]));
  expect(wrongWith('events', { settings, replicas: [1, 1, 1] }, { partitions: 2 })).toEqual([
    'it has 3 partitions and was opened with 2, so that keys have moved',
  ]);
});
