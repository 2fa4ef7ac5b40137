import { type LedgerEvent, streamOf } from '#domain';
import { KafkaLog, LedgerWriter } from '#log';
import { loadChart } from '#wire';
import { type Consumer, Kafka, logLevel, type Producer } from 'kafkajs';

import { type AnyCommand, budgetDecider, submissionOf } from '../../apps/ledger/src/submission';
import { verifyLog } from '../../apps/auditor/src/verify-log';
import { LedgerClient } from '../../apps/standalone/src/ledger-client';
import { until } from '../chaos/wait';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { newPrefix, testBrokers } from '../support/kafka';
import { type Service, startService, TOKEN } from '../support/service';
import { signed } from '../support/signing';
import { registrationOf } from '../support/sample';

const prefix = newPrefix();
const place = { brokers: testBrokers(), prefix, ledgerId: 'budget-ledger' };
const kafka = new Kafka({ brokers: testBrokers(), logLevel: logLevel.NOTHING });
const STREAM = '361100/126';
const REGISTER = registrationOf('126');
/** What a newer program may write: rules and figures that this one has never heard of. */
const REFUSALS = {
  'rule-of-tomorrow': {
    code: 'not-in-the-plan',
    legalSource: '《中华人民共和国预算法》第十三条',
    figures: [{ field: 'lines[0]', askedYuan: '5.00', availableYuan: '3.00', plan: '十五五', share: 0.25, line: null }],
  },
  // A code that is also the name of something that every object has.
  'rule-named-like-a-method': { code: 'constructor', legalSource: '', figures: [] },
};

let database: TestDatabase;
let service: Service;
let producer: Producer;
let consumer: Consumer;
const results = new Map<string, Record<string, unknown>>();

beforeAll(async () => {
  database = await createTestDatabase();
  await writeAsTomorrow();
  service = await startService({ prefix, databaseUrl: database.url });
  producer = kafka.producer();
  consumer = kafka.consumer({ groupId: `${prefix}-results`, maxWaitTimeInMs: 200 });
  await Promise.all([producer.connect(), consumer.connect()]);
  await consumer.subscribe({ topic: `${prefix}.command-results`, fromBeginning: true });
  await consumer.run({
    eachMessage: ({ message: { key, value } }) => {
      results.set(String(key), JSON.parse(String(value)) as Record<string, unknown>);
      return Promise.resolve();
    },
  });
});

afterAll(async () => {
  await Promise.all([producer.disconnect(), consumer.disconnect()]);
  await service.stop();
  await database.drop();
});

/** A ledger of a newer version, which refuses by rules of its own. */
async function writeAsTomorrow(): Promise<void> {
  const log = await KafkaLog.open({ ...place, clientId: 'spec', create: true });
  const decider = budgetDecider({ chart: loadChart([]) });
  const refuse = ({ commandId, ...command }: AnyCommand): LedgerEvent => {
    const refusal = REFUSALS[commandId as keyof typeof REFUSALS];
    return { type: 'command.refused.v1', data: { refusal, command } } as unknown as LedgerEvent;
  };
  const writer = await LedgerWriter.start(
    log,
    { ...decider, decide: (_, command: AnyCommand) => refuse(command) },
    { alarm: () => undefined },
  );
  for (const commandId of Object.keys(REFUSALS)) {
    const command = { ...REGISTER, commandId };
    const caller = { actor: '上饶市财政局', correlationId: 'spec' };
    const outcome = await writer.submit(streamOf(command), submissionOf(command, caller));
    expect(outcome).toMatchObject({ kind: 'recorded' });
  }
  await writer.stop();
  await log.close();
}

test('a refusal by a rule of a newer program is answered with its figures under a general title, by HTTP and by Kafka', async () => {
  const client = new LedgerClient(service.url, TOKEN);
  const commands = Object.keys(REFUSALS).map((commandId) => ({ ...REGISTER, commandId }));
  const answers = await client.post(commands);
  expect(answers).toMatchObject([
    {
      status: 422,
      body: {
        type: 'urn:budget-ledger:refusal:not-in-the-plan',
        title: expect.stringMatching(/^按本程序版本尚未收录的规则拒绝（not-in-the-plan） Refused by a rule/) as string,
        detail: expect.stringContaining('lines[0]，申请 5.00 元，可用 3.00 元，plan 十五五，share 0.25') as string,
        code: 'not-in-the-plan',
        legalSource: '《中华人民共和国预算法》第十三条',
        figures: REFUSALS['rule-of-tomorrow'].figures,
        eventId: `${STREAM}@1`,
      },
    },
    { status: 422, body: { code: 'constructor', figures: [], eventId: `${STREAM}@2` } },
  ]);
  const [trial] = await client.post([{ ...commands[0], dryRun: true }]);
  expect(trial).toEqual(answers[0]);
  for (const [index, command] of commands.entries()) {
    await producer.send({
      topic: `${prefix}.commands`,
      messages: [{ key: STREAM, value: signed(JSON.stringify(command)) }],
    });
    await until(`the result of ${command.commandId}`, () => results.has(command.commandId));
    expect(results.get(command.commandId)).toMatchObject({ status: 422, body: answers[index]?.body });
  }
});

test('the audit trail, its CSV and the auditor read it, and what comes behind it is decided', async () => {
  const client = new LedgerClient(service.url, TOKEN);
  const [answer] = await client.post([{ ...REGISTER, commandId: 'behind' }]);
  expect(answer).toMatchObject({ status: 201, body: { eventId: `${STREAM}@3` } });
  const position = String(answer?.body['position']);
  const trail = (await new LedgerClient(service.url).get(`v1/streams/${STREAM}/events`, position)) as {
    events: object[];
  };
  expect(trail.events).toMatchObject([
    { refused: true, data: { refusal: { code: 'not-in-the-plan' } } },
    { refused: true, data: { refusal: { code: 'constructor' } } },
    { refused: false },
  ]);
  const csv = await (await fetch(`${service.url}/v1/streams/${STREAM}/events?format=csv`)).text();
  expect(csv).toMatch(/,not-in-the-plan,[^]*,constructor,/);
  expect((await verifyLog({ ...place, anchors: [], ends: [] })).faults).toEqual([]);
});
