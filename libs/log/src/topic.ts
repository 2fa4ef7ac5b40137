import { type Admin, ConfigResourceTypes } from 'kafkajs';

import { LogUnfit } from './errors';

/** The topics of one ledger; another prefix makes another ledger on the same cluster. */
export function topicsOf(prefix = 'budget'): { events: string; commands: string; results: string } {
  return { events: `${prefix}.events`, commands: `${prefix}.commands`, results: `${prefix}.command-results` };
}

/** A command becomes one record, and a large one may hold thousands of lines. */
const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

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

/** Creates a topic when it is missing. */
export async function createTopic(admin: Admin, topic: NewTopic): Promise<void> {
  if ((await admin.listTopics()).includes(topic.topic)) return;
  await admin.createTopics({ topics: [topic], waitForLeaders: true });
}

/** Refuses a topic that may forget, reorder or drop what was accepted. Throws LogUnfit naming each setting. */
export async function checkEventsTopic(admin: Admin, topic: string): Promise<void> {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name: topic }],
  });
  const entries = resources[0]?.configEntries ?? [];
  const actual = new Map(entries.map(({ configName, configValue }) => [configName, configValue]));
  const wrong = [...REQUIRED].flatMap(([name, value]) =>
    actual.get(name) === value ? [] : [`${name} is ${actual.get(name) ?? 'unknown'} and must be ${value}`],
  );
  if (Number(actual.get('max.message.bytes')) < MAX_MESSAGE_BYTES) {
    wrong.push(
      `max.message.bytes is ${actual.get('max.message.bytes') ?? 'unknown'} and must be at least ${MAX_MESSAGE_BYTES}`,
    );
  }
  if (wrong.length > 0)
    throw new LogUnfit(
      `${topic} may not be used as a ledger's log: ${wrong.join('; ')}. Alter the topic, then start again.`,
    );
}
