import { setTimeout as delay } from 'node:timers/promises';

import { type Admin, ConfigResourceTypes } from 'kafkajs';

import { LogUnfit } from './errors';

/** The topics of one ledger; another prefix makes another ledger on the same cluster. */
export function topicsOf(prefix = 'budget'): { events: string; commands: string; results: string; tables: string } {
  return {
    events: `${prefix}.events`,
    commands: `${prefix}.commands`,
    results: `${prefix}.command-results`,
    tables: `${prefix}.tables`,
  };
}

/** A command becomes one record, and a large one may hold thousands of lines. */
export const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

/** What a log must never do is forget or rewrite. */
const REQUIRED = new Map([
  ['cleanup.policy', 'delete'],
  ['retention.ms', '-1'],
  ['retention.bytes', '-1'],
  ['unclean.leader.election.enable', 'false'],
]);

/** Creates the topic of the log when it is missing; racing creators are harmless. */
export async function createEventsTopic(
  admin: Admin,
  topic: string,
  partitions: number,
  replication: number,
): Promise<void> {
  const configEntries = [
    ...[...REQUIRED].map(([name, value]) => ({ name, value })),
    { name: 'max.message.bytes', value: String(MAX_MESSAGE_BYTES) },
    { name: 'min.insync.replicas', value: String(Math.max(1, replication - 1)) },
  ];
  await createTopic(admin, { topic, numPartitions: partitions, replicationFactor: replication, configEntries });
}

interface NewTopic {
  topic: string;
  numPartitions: number;
  replicationFactor: number;
  configEntries: { name: string; value: string }[];
}

const LED_WITHIN_MS = 30_000;

/** Creates a topic when it is missing, and waits until each of its partitions has a leader. */
export async function createTopic(admin: Admin, topic: NewTopic): Promise<void> {
  if (!(await admin.listTopics()).includes(topic.topic)) {
    await admin.createTopics({ topics: [topic], waitForLeaders: false });
  }
  await untilLed(admin, topic);
}

/** A busy broker tells of a new topic only after a while, and until then answers that there is none, also to who has just created it. */
async function untilLed(admin: Admin, { topic, numPartitions }: NewTopic): Promise<void> {
  const deadline = Date.now() + LED_WITHIN_MS;
  for (let pauseMs = 20; ; pauseMs = Math.min(pauseMs * 2, 500)) {
    try {
      const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
      const led = topics[0]?.partitions.filter(({ leader }) => leader >= 0) ?? [];
      // Another program may have made the topic with another number, which is judged elsewhere.
      const isLed = led.length > 0 && led.length >= Math.min(numPartitions, topics[0]?.partitions.length ?? 0);
      // A broker is named as the leader before it is one: only an answer shows that it is.
      if (isLed && (await admin.fetchTopicOffsets(topic)).length > 0) return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    if (Date.now() > deadline)
      throw new LogUnfit(`${topic} has no leader after ${LED_WITHIN_MS / 1_000} s: look at the brokers.`);
    await delay(pauseMs);
  }
}

/**
 * Refuses a topic that may forget, reorder or drop what was accepted, or that has fewer replicas than were asked for. Throws LogUnfit
 * naming each setting.
 */
export async function checkEventsTopic(admin: Admin, topic: string, replication = 1): Promise<void> {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name: topic }],
  });
  const entries = resources[0]?.configEntries ?? [];
  const settings = new Map(entries.map(({ configName, configValue }) => [configName, configValue]));
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  const replicas = (topics[0]?.partitions ?? []).map((partition) => partition.replicas.length);
  const wrong = [...wrongSettings(settings), ...wrongReplicas(Math.min(...replicas), replication, settings)];
  if (wrong.length > 0)
    throw new LogUnfit(
      `${topic} may not be used as a ledger's log: ${wrong.join('; ')}. Alter the topic, then start again.`,
    );
}

function wrongSettings(settings: ReadonlyMap<string, string>): string[] {
  const wrong = [...REQUIRED].flatMap(([name, value]) =>
    settings.get(name) === value ? [] : [`${name} is ${settings.get(name) ?? 'unknown'} and must be ${value}`],
  );
  const largest = settings.get('max.message.bytes') ?? 'unknown';
  if (Number(largest) >= MAX_MESSAGE_BYTES) return wrong;
  return [...wrong, `max.message.bytes is ${largest} and must be at least ${MAX_MESSAGE_BYTES}`];
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
