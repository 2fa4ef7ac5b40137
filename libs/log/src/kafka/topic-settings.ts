/** What a topic is for; each asks something else of its settings. */
export type TopicRole = 'events' | 'commands' | 'results' | 'rejected' | 'tables' | 'access';

/** How a topic stands: its settings, and how many replicas each of its partitions has. */
export interface TopicSettings {
  settings: ReadonlyMap<string, string>;
  replicas: readonly number[];
}

/** A command becomes one record, and a large one may hold thousands of lines. */
const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

const HOUR_MS = 60 * 60 * 1_000;
const THIRTY_DAYS_MS = 30 * 24 * HOUR_MS;
const A_YEAR_MS = 365 * 24 * HOUR_MS;
/** A message that is set aside is accompanied by why. */
const ROOM_FOR_REASONS = 32 * 1024;
/** A ledger that was down over a night must find what was posted meanwhile, and a poster its answers. */
const LEAST_RETENTION_MS = 24 * HOUR_MS;
/** What was superseded stays until its segment is closed, and a quiet topic would never close one. */
const SEGMENT_MS = 24 * HOUR_MS;

/** What the broker must not do on its own: lose what it has acknowledged, or pack anew what it is given. */
const SAFE = { 'unclean.leader.election.enable': 'false', 'compression.type': 'producer' };
/** For a while only: who posts commands has an answer, and the log keeps what they became. */
const PASSING = {
  created: { 'cleanup.policy': 'delete', 'retention.ms': String(THIRTY_DAYS_MS), 'retention.bytes': '-1' },
  required: { 'cleanup.policy': 'delete', 'retention.bytes': '-1', 'unclean.leader.election.enable': 'false' },
};
/** What a log must never do is forget or rewrite. */
const FOR_EVER = { ...SAFE, 'cleanup.policy': 'delete', 'retention.ms': '-1', 'retention.bytes': '-1' };

const CREATED: Record<TopicRole, Record<string, string>> = {
  events: FOR_EVER,
  commands: { ...SAFE, ...PASSING.created },
  results: { ...SAFE, ...PASSING.created },
  rejected: { ...SAFE, ...PASSING.created, 'retention.ms': String(A_YEAR_MS) },
  tables: { ...SAFE, 'cleanup.policy': 'compact', 'segment.ms': String(SEGMENT_MS) },
  // Deleted is a segment as a whole, so that a day is kept a day longer at most.
  access: { ...SAFE, ...PASSING.created, 'segment.ms': String(SEGMENT_MS) },
};
const REQUIRED: Record<TopicRole, Record<string, string>> = {
  events: FOR_EVER,
  commands: PASSING.required,
  results: PASSING.required,
  rejected: PASSING.required,
  // A topic that deletes by age would leave a new reader without the units that are quiet.
  tables: { 'cleanup.policy': 'compact' },
  access: PASSING.required,
};

/** What a topic is created with. */
export function settingsToCreate(
  role: TopicRole,
  replication: number,
  retentionMs?: number,
): { name: string; value: string }[] {
  const settings = {
    ...CREATED[role],
    ...(retentionMs === undefined ? {} : { 'retention.ms': String(retentionMs) }),
    'max.message.bytes': String(MAX_MESSAGE_BYTES + (role === 'rejected' ? ROOM_FOR_REASONS : 0)),
    'min.insync.replicas': String(Math.max(1, replication - 1)),
  };
  return Object.entries(settings).map(([name, value]) => ({ name, value }));
}

/** What is wrong with a topic as it stands, in words; nothing where it is fit for its role. */
export function wrongWith(
  role: TopicRole,
  { settings, replicas }: TopicSettings,
  expected: { replication?: number; partitions?: number } = {},
): string[] {
  let wrong = Object.entries(REQUIRED[role]).flatMap(([name, value]) =>
    settings.get(name) === value ? [] : [`${name} is ${settings.get(name) ?? 'unknown'} and must be ${value}`],
  );
  if (role === 'commands' || role === 'results') wrong = wrong.concat(wrongRetention(settings));
  if (role === 'tables' || role === 'access') return wrong;
  wrong = wrong.concat(wrongSize(settings));
  if (role !== 'events') return wrong;
  const fewest = replicas.reduce((least, count) => Math.min(least, count), Infinity);
  wrong = wrong.concat(wrongReplicas(fewest, expected.replication ?? 1, settings));
  const { partitions = replicas.length } = expected;
  if (replicas.length === partitions) return wrong;
  return [...wrong, `it has ${replicas.length} partitions and was opened with ${partitions}, so that keys have moved`];
}

function wrongRetention(settings: ReadonlyMap<string, string>): string[] {
  const retention = settings.get('retention.ms') ?? 'unknown';
  if (retention === '-1' || Number(retention) >= LEAST_RETENTION_MS) return [];
  return [`retention.ms is ${retention} and must be -1 or at least ${LEAST_RETENTION_MS}`];
}

function wrongSize(settings: ReadonlyMap<string, string>): string[] {
  const largest = settings.get('max.message.bytes') ?? 'unknown';
  if (Number(largest) >= MAX_MESSAGE_BYTES) return [];
  return [`max.message.bytes is ${largest} and must be at least ${MAX_MESSAGE_BYTES}`];
}

/**
 * An answer promises that its record stands on `min.insync.replicas` brokers. With three replicas or more that must be two of them, or the
 * loss of one broker could take answered records along; with fewer, a second one could not be lost without stopping all writing.
 */
export function wrongReplicas(
  /** The fewest that a partition has. */
  replicas: number,
  /** How many the operator asked for. */
  replication: number,
  settings: ReadonlyMap<string, string>,
): string[] {
  const name = 'min.insync.replicas';
  const inSync = settings.get(name) ?? 'unknown';
  if (replicas < replication) {
    return [
      `its partitions have ${replicas} replica(s) and the ledger was asked for ${replication} (EVENTS_REPLICATION): reassign them to more brokers`,
    ];
  }
  if (replicas >= 3 && !(Number(inSync) >= 2)) {
    return [`${name} is ${inSync} and must be at least 2, since its partitions have ${replicas} replica(s)`];
  }
  if (Number(inSync) > replicas) {
    return [`${name} is ${inSync} and its partitions have ${replicas} replica(s), so that nothing could be written`];
  }
  return [];
}
