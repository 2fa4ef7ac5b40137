import { KafkaLog, LogUnfit } from '#log';
import { ConfigResourceTypes, Kafka, logLevel } from 'kafkajs';

import { createTestDatabase, type TestDatabase } from '../support/database';
import { newPrefix, testBrokers } from '../support/kafka';
import { type Service, startService } from '../support/service';

const prefix = newPrefix();
const admin = new Kafka({ brokers: testBrokers(), logLevel: logLevel.NOTHING }).admin();
let database: TestDatabase;
let service: Service;

beforeAll(async () => {
  await admin.connect();
  database = await createTestDatabase();
  service = await startService({ prefix, databaseUrl: database.url });
  await until(async () => (await ready()).ready);
});
afterAll(async () => {
  await service.stop();
  await database.drop();
  await admin.disconnect();
});

interface Report {
  ready: boolean;
  parts: Record<string, string>;
}

const ready = async (): Promise<Report> => (await fetch(`${service.url}/health/ready`)).json() as Promise<Report>;
const metric = async (name: string): Promise<string | undefined> =>
  new RegExp(`^${name} (.*)$`, 'm').exec(await (await fetch(`${service.url}/metrics`)).text())?.[1];

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 30_000; !(await isSo());) {
    if (Date.now() > deadline) throw new Error(`it did not come to that: ${JSON.stringify(await ready())}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

async function settingsOf(topic: string): Promise<Map<string, string>> {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name: topic }],
  });
  return new Map(resources[0]!.configEntries.map(({ configName, configValue }) => [configName, configValue]));
}

/** Everything that was set when the topic was created, but for what is named. */
async function alter(topic: string, changes: Record<string, string>): Promise<void> {
  const before = await settingsOf(topic);
  const kept = ['cleanup.policy', 'retention.ms', 'max.message.bytes', 'min.insync.replicas'];
  const settings = { ...Object.fromEntries(kept.map((name) => [name, before.get(name)!])), ...changes };
  const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }));
  await admin.alterConfigs({
    validateOnly: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configEntries }],
  });
}

test.each([
  ['events', { 'compression.type': 'producer', 'cleanup.policy': 'delete', 'retention.ms': '-1' }],
  ['commands', { 'compression.type': 'producer', 'cleanup.policy': 'delete', 'retention.ms': '2592000000' }],
  ['command-results', { 'compression.type': 'producer', 'cleanup.policy': 'delete', 'retention.ms': '2592000000' }],
  ['tables', { 'compression.type': 'producer', 'cleanup.policy': 'compact', 'segment.ms': '86400000' }],
])('%s is created with what it needs', async (name, expected) => {
  await until(async () => (await admin.listTopics()).includes(`${prefix}.${name}`));
  const settings = await settingsOf(`${prefix}.${name}`);
  expect(settings.get('unclean.leader.election.enable')).toBe('false');
  expect(settings.get('max.message.bytes')).toBe('8388608');
  expect(Object.fromEntries(settings)).toMatchObject(expected);
});

test('topics that are altered while they are in use are told of by readiness and metrics until they are mended', async () => {
  const altered = {
    events: {
      'cleanup.policy': 'compact',
      'retention.ms': '1000000000',
      'compression.type': 'zstd',
      'max.message.bytes': '1048588',
      'unclean.leader.election.enable': 'true',
    },
    commands: { 'cleanup.policy': 'compact' },
    'command-results': { 'retention.ms': '60000' },
    tables: { 'cleanup.policy': 'delete' },
  };
  const before = new Map<string, Map<string, string>>();
  for (const [name, changes] of Object.entries(altered)) {
    before.set(name, await settingsOf(`${prefix}.${name}`));
    await alter(`${prefix}.${name}`, changes);
  }
  const expected = {
    ledger: [
      'events: unclean.leader.election.enable is true and must be false; compression.type is zstd and must be producer; ' +
        'cleanup.policy is compact and must be delete; retention.ms is 1000000000 and must be -1; ' +
        'max.message.bytes is 1048588 and must be at least 8388608. Alter the topic',
      'commands: cleanup.policy is compact and must be delete. Alter the topic',
      'command-results: retention.ms is 60000 and must be -1 or at least 86400000. Alter the topic',
    ],
    projector: ['events: unclean.leader', 'tables: cleanup.policy is delete and must be compact. Alter the topic'],
  };
  for (const [room, sentences] of Object.entries(expected)) {
    await until(async () => {
      const told = (await ready()).parts[`${room}-topics`] ?? '';
      return sentences.every((sentence) => told.includes(`${prefix}.${sentence}`));
    });
  }
  expect((await ready()).ready).toBe(false);
  expect(await metric('ledger_unfit_topics')).toBe('3');
  expect(await metric('projector_unfit_topics')).toBe('2');
  for (const [name, changes] of Object.entries(altered)) {
    const settings = before.get(name)!;
    await alter(`${prefix}.${name}`, Object.fromEntries(Object.keys(changes).map((one) => [one, settings.get(one)!])));
  }
  await until(async () => (await ready()).ready);
  expect(await metric('ledger_unfit_topics')).toBe('0');
  expect(await metric('projector_unfit_topics')).toBe('0');
});

test('a log that a broker would pack anew is refused at the start', async () => {
  const other = newPrefix();
  const settings = { brokers: testBrokers(), ledgerId: 'settings', clientId: 'spec', prefix: other, create: true };
  await (await KafkaLog.open(settings)).close();
  await alter(`${other}.events`, { 'compression.type': 'lz4' });
  await expect(KafkaLog.open(settings)).rejects.toThrow(LogUnfit);
});

test('a log that is given more partitions while it is in use is told', async () => {
  await admin.createPartitions({ topicPartitions: [{ topic: `${prefix}.events`, count: 9 }] });
  await until(
    async () => (await ready()).parts['ledger-topics']?.includes('9 partitions and was opened with 6') === true,
  );
});
