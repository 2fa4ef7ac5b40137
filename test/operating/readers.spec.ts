import { CompactedTopic, KafkaLog } from '#log';
import { Logger } from '@nestjs/common';

import { until } from '../chaos/wait';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { newPrefix } from '../support/kafka';
import { readiness } from '../support/readiness';
import { type Service, startService, TOKEN } from '../support/service';
import { SseClient } from '../support/sse-client';
import { WAGES_LINE } from '../support/sample';

const TOLD_WITHIN_MS = 15_000;

const prefix = newPrefix();
let database: TestDatabase;
let service: Service;
/** Readers whose handlers do not come to an end, by the names that operators know them by. */
const held = new Map<string, Promise<void>>();
const errors = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);

/** What reads from Kafka hands on what it was delivered when the test lets it. */
function holdHandlers(): void {
  /* eslint-disable @typescript-eslint/unbound-method -- they are called with their own objects below */
  const ofLog = KafkaLog.prototype.read;
  const ofTopic = CompactedTopic.prototype.read;
  /* eslint-enable @typescript-eslint/unbound-method */
  jest.spyOn(KafkaLog.prototype, 'read').mockImplementation(function (this: KafkaLog, handle, from, pulse) {
    return ofLog.call(this, holdable(handle, pulse?.reader), from, pulse);
  });
  jest.spyOn(CompactedTopic.prototype, 'read').mockImplementation(function (this: CompactedTopic, handle, pulse) {
    return ofTopic.call(this, holdable(handle, pulse?.reader), pulse);
  });
}

function holdable<T extends unknown[]>(handle: (...delivery: T) => Promise<void>, reader = '') {
  return async (...delivery: T): Promise<void> => {
    await held.get(reader);
    await handle(...delivery);
  };
}

beforeAll(async () => {
  holdHandlers();
  database = await createTestDatabase();
  service = await startService({ prefix, databaseUrl: database.url });
  await post('RegisterUnit', {
    unit: '126001',
    name: '上饶市妇女联合会',
    departmentName: '上饶市妇女联合会',
  });
  await post('AdjustBudget', supplement);
  await until('all is projected and published', async () => (await metric('projector_tables_behind')) === 0);
  await until('all is well', async () => (await readiness(service.url)).ready);
});
afterAll(async () => {
  await service.stop();
  await database.drop();
});

let serial = 0;
async function post(type: string, body: object): Promise<void> {
  serial += 1;
  const command = {
    type,
    commandId: `readers-${serial}`,
    division: '361100',
    department: '126',
    documentNumber: '样例〔2024〕1号',
    effectiveDate: '2024-01-01',
    ...body,
  };
  const answer = await fetch(`${service.url}/v1/commands`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify(command),
  });
  expect([answer.status, await answer.text()]).toEqual([201, expect.anything()]);
}

const supplement = {
  kind: 'supplement',
  fiscalYear: 2024,
  lines: [{ ...WAGES_LINE, amountYuan: '100.00' }],
};

async function metric(name: string, reader?: string): Promise<number> {
  const lines = (await (await fetch(`${service.url}/metrics`)).text()).split('\n');
  const labelled = reader === undefined ? `${name} ` : `${name}{reader="${reader}",topic="${prefix}`;
  return Number(
    lines
      .find((line) => line.startsWith(labelled))
      ?.split(' ')
      .at(-1),
  );
}

/** Waits until readiness tells what is expected of readers, and asks metrics and log for the same. */
async function untilTold(sentences: readonly RegExp[]): Promise<void> {
  const since = Date.now();
  let told = '';
  const isTold = async (): Promise<boolean> => {
    const { ready, parts } = await readiness(service.url);
    told = parts['readers'] ?? '';
    return !ready && sentences.every((sentence) => sentence.test(told));
  };
  // Readiness is asked often enough, and a busy machine answers late.
  await until('readiness names them', isTold, { withinMs: 2 * TOLD_WITHIN_MS }).catch((error: unknown) => {
    throw new Error(`${String(error)} (${Date.now() - since} ms); it says ${told}`);
  });
  const logged = (): string => errors.mock.calls.map(([what]) => String(what)).join('\n');
  await until('the log names them', () => sentences.every((sentence) => sentence.test(logged())), { withinMs: 5_000 });
}

const untilWell = (): Promise<void> => until('all is well again', async () => (await readiness(service.url)).ready);

test("the ledger's, the projector's and the publisher's readers whose handlers are held are told with partition, offset and remedy, and go on by themselves", async () => {
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  const [ledger, projector, publisher] = ['the ledger', 'the projector', 'the publisher of tables'] as const;
  for (const reader of [ledger, projector]) held.set(reader, gate);
  // Written meanwhile: commands go on, since what was acknowledged is known.
  await post('AdjustBudget', supplement);
  const stands = (reader: string, topic: string): RegExp =>
    new RegExp(
      `${reader}: ${prefix}\\.${topic} partition \\d stands at offset \\d+ for \\d+ s, its end is \\d+.*Look at the record there`,
    );
  await untilTold([stands(ledger, 'events'), stands(projector, 'events')]);
  for (const reader of [ledger, projector]) {
    expect(await metric('reader_stalled_partitions', reader)).toBe(1);
    expect(await metric('reader_complains', reader)).toBe(1);
    expect(await metric('reader_lag_records', reader)).toBeGreaterThan(0);
  }
  // What is projected then is published, and not read back.
  let releasePublisher = (): void => undefined;
  held.set(publisher, new Promise<void>((resolve) => (releasePublisher = resolve)));
  held.delete(ledger);
  held.delete(projector);
  release();
  await post('AdjustBudget', supplement);
  await untilTold([stands(publisher, 'tables')]);
  expect(await metric('reader_complains', publisher)).toBe(1);
  held.clear();
  releasePublisher();
  await untilWell();
  expect(await metric('reader_complains', publisher)).toBe(0);
});

test('subscriptions and the publisher whose questions the database does not answer are told, and readiness itself answers meanwhile', async () => {
  const client = await new SseClient(`${service.url}/v1/subscriptions`).untilReady();
  const lock = await database.database.connect();
  try {
    await lock.query('begin');
    await lock.query('lock table checkpoint in access exclusive mode');
    await untilTold([
      /the subscriptions: the changes in the database is not read, a question to the database is not answered for \d+ s\. .*Look at the database/,
      new RegExp(`the publisher of tables: ${prefix}\\.tables is not read, a question to the database is not answered`),
    ]);
    expect(await metric('reader_complains', 'the publisher of tables')).toBe(1);
  } finally {
    await lock.query('rollback');
    lock.release();
  }
  await untilWell();
  client.close();
});
