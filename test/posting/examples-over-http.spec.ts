import { COMMAND_EXAMPLES } from '#wire';
import { type Consumer, Kafka, logLevel, type Producer } from 'kafkajs';

import { exampleRun } from '../../apps/standalone/src/reference/example-run';
import { LedgerClient } from '../../apps/standalone/src/ledger-client';
import { until } from '../chaos/wait';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { newPrefix, testBrokers } from '../support/kafka';
import { type Service, startService, TOKEN } from '../support/service';
import { signed } from '../support/signing';

type Body = Record<string, unknown>;
interface Trail {
  events: { eventId: string; commandId: string; type: string; data: unknown }[];
}

const STREAMS = ['361100/126', '361100/127', '361100/128'];
/** The same examples in another division are other commands of other streams. */
const OTHER = '361200';
const prefix = newPrefix();
const results = new Map<string, unknown>();
let database: TestDatabase;
let service: Service;
let client: LedgerClient;
let producer: Producer;
let consumer: Consumer;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startService({ prefix, databaseUrl: database.url });
  client = new LedgerClient(service.url, TOKEN);
  const kafka = new Kafka({ brokers: testBrokers(), logLevel: logLevel.NOTHING });
  producer = kafka.producer();
  consumer = kafka.consumer({ groupId: `${prefix}-results`, maxWaitTimeInMs: 50 });
  await Promise.all([producer.connect(), consumer.connect()]);
  await consumer.subscribe({ topic: `${prefix}.command-results`, fromBeginning: true });
  await consumer.run({
    eachMessage: ({ message }) => {
      const { status } = JSON.parse(message.value?.toString() ?? '') as Body;
      results.set(message.key?.toString() ?? '', status);
      return Promise.resolve();
    },
  });
});

afterAll(async () => {
  await Promise.all([producer.disconnect(), consumer.disconnect()]);
  await service.stop();
  await database.drop();
});

/** Posts the examples one after another. What stands behind a transfer is posted when its transfer has come to its end. */
async function postAll(division: string, post: (command: Body) => Promise<unknown>): Promise<Record<string, unknown>> {
  const statuses: Record<string, unknown> = {};
  let transfers = 0;
  for (const { name, command } of COMMAND_EXAMPLES) {
    statuses[name] = await post({ ...command, division });
    if (command.type !== 'TransferToDepartment') continue;
    transfers += 1;
    await untilEnded(`${division}/${command.department}`, transfers);
  }
  return statuses;
}

async function untilEnded(stream: string, transfers: number): Promise<void> {
  await until(`${transfers} transfers of ${stream} have ended`, async () => {
    const response = await fetch(`${service.url}/v1/streams/${stream}/transits`);
    if (response.status !== 200) return false;
    const { transits } = (await response.json()) as { transits: { status: string }[] };
    return (
      transits.length === transfers && transits.every(({ status }) => status === 'settled' || status === 'returned')
    );
  });
}

const allRecorded = Object.fromEntries(COMMAND_EXAMPLES.map(({ name }) => [name, 201]));

test('every example is recorded over HTTP, and becomes the very event that docs/events.md shows', async () => {
  let position = '';
  const statuses = await postAll('361100', async (command) => {
    const [answer] = await client.post([command]);
    position = String(answer?.body['position']);
    return answer?.status;
  });
  expect(statuses).toEqual(allRecorded);
  const recorded: unknown[] = [];
  for (const stream of STREAMS) {
    const { events } = (await new LedgerClient(service.url).get(
      `v1/streams/${stream}/events?limit=500`,
      position,
    )) as Trail;
    for (const { eventId, commandId, type, data } of events) {
      // By whom and by which file it was allowed is another thing in each place.
      const { authority, ...rest } = data as { authority?: unknown };
      expect(authority).toBeDefined();
      recorded.push({ eventId, commandId, event: { type, data: rest } });
    }
  }
  const shown = exampleRun().map(({ eventId, command, event }) => ({ eventId, commandId: command.commandId, event }));
  expect(recorded).toHaveLength(shown.length);
  expect(recorded).toEqual(expect.arrayContaining(JSON.parse(JSON.stringify(shown)) as unknown[]));
});

test('every example is recorded by Kafka', async () => {
  const statuses = await postAll(OTHER, async (command) => {
    const id = String(command['commandId']);
    const message = {
      key: `${OTHER}/${String(command['department'])}`,
      value: signed(JSON.stringify(command)),
    };
    await producer.send({ topic: `${prefix}.commands`, messages: [message] });
    await until(`${id} is answered`, () => results.has(id));
    return results.get(id);
  });
  expect(statuses).toEqual(allRecorded);
});
