import { setTimeout as delay } from 'node:timers/promises';

import { pauses } from '#basics';
import { type Admin, ConfigResourceTypes } from 'kafkajs';

import { LogUnfit } from '../rule/errors';
import { settingsToCreate, type TopicSettings, wrongWith } from './topic-settings';

/** The topics of one ledger; another prefix makes another ledger on the same cluster. */
export function topicsOf(
  prefix = 'budget',
): Record<'events' | 'commands' | 'results' | 'rejected' | 'tables' | 'clock' | 'access', string> {
  return {
    events: `${prefix}.events`,
    commands: `${prefix}.commands`,
    results: `${prefix}.command-results`,
    rejected: `${prefix}.commands.rejected`,
    tables: `${prefix}.tables`,
    clock: `${prefix}.clock`,
    access: `${prefix}.access`,
  };
}

/** Creates the topic of the log when it is missing; racing creators are harmless. */
export async function createEventsTopic(
  admin: Admin,
  topic: string,
  partitions: number,
  replication: number,
): Promise<void> {
  const configEntries = settingsToCreate('events', replication);
  await createTopic(admin, { topic, numPartitions: partitions, replicationFactor: replication, configEntries });
}

interface NewTopic {
  topic: string;
  numPartitions: number;
  replicationFactor: number;
  configEntries: { name: string; value: string }[];
}

const LED_WITHIN_MS = 30_000;
/** So long may it take to create a topic. */
export const LED_STEP_MS = LED_WITHIN_MS + 15_000;

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
  const nextPause = pauses({ first: 20, most: 500 });
  for (;;) {
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
    await delay(nextPause());
  }
}

/**
 * Refuses a topic that may forget, reorder or drop what was accepted, or that has fewer replicas than were asked for. Throws LogUnfit
 * naming each setting.
 */
export async function checkEventsTopic(admin: Admin, topic: string, replication = 1): Promise<void> {
  const wrong = wrongWith('events', await describeSettings(admin, topic), { replication });
  if (wrong.length > 0)
    throw new LogUnfit(
      `${topic} may not be used as a ledger's log: ${wrong.join('; ')}. Alter the topic, then start again.`,
    );
}

/** How a topic stands now. */
export async function describeSettings(admin: Admin, topic: string): Promise<TopicSettings> {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name: topic }],
  });
  const entries = resources[0]?.configEntries ?? [];
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  return {
    settings: new Map(entries.map(({ configName, configValue }) => [configName, configValue])),
    replicas: (topics[0]?.partitions ?? []).map((partition) => partition.replicas.length),
  };
}
