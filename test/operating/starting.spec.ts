import { createHttpApp, listen, loggerModule, readConfig, Startup } from '#platform';
import { type DynamicModule, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { LedgerModule } from '../../apps/ledger/src/ledger.module';
import { ProjectorModule } from '../../apps/projector/src/projector.module';
import { QueryModule } from '../../apps/query/src/query.module';
import { until } from '../chaos/wait';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { Gate } from '../support/gate';
import { newPrefix, testBrokers } from '../support/kafka';
import { readiness } from '../support/readiness';
import { TOKEN } from '../support/service';
import { registrationOf } from '../support/sample';
import { knownCallers } from '../support/callers';

type Config = ReturnType<typeof readConfig>;
const ROLES: Record<string, (config: Config) => DynamicModule> = {
  ledger: (config) => LedgerModule.forRoot(config),
  projector: (config) => ProjectorModule.forRoot({ config }),
  query: (config) => QueryModule.forRoot({ config }),
};

const prefix = newPrefix();
let database: TestDatabase;
const gates: Gate[] = [];
const services: NestFastifyApplication[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await Promise.all(services.map((app) => app.close()));
  await Promise.all(gates.map((gate) => gate.close()));
  await database.drop();
});

/** One service, as it would run in a process of its own, with a broker and a database that are not there yet. */
async function start(role: string, env: Record<string, string> = {}) {
  const [broker, base] = [await Gate.to(testBrokers()[0]!), await Gate.to(new URL(database.url).host)];
  gates.push(broker, base);
  const address = new URL(database.url);
  address.host = base.address;
  const config = readConfig({
    KAFKA_BROKERS: broker.address,
    DATABASE_URL: address.href,
    TOPIC_PREFIX: prefix,
    ...knownCallers({ 上饶市财政局: TOKEN }),
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'silent',
    ...env,
  });

  @Module({ imports: [loggerModule(config), ROLES[role]!(config)] })
  class Service {}

  const app = await createHttpApp(Service);
  services.push(app);
  const url = await listen(app, config);
  const says = (part: string, sentence: RegExp): Promise<void> => {
    let said: string | undefined;
    const isSaid = async (): Promise<boolean> => sentence.test((said = (await readiness(url)).parts[part] ?? ''));
    return until(`${role} says ${String(sentence)}`, isSaid).catch((error: unknown) => {
      throw new Error(`${String(error)}; it says ${said}`);
    });
  };
  const untilReady = (): Promise<void> => until(`${role} is ready`, async () => (await readiness(url)).ready);
  return { app, url, broker, base, says, untilReady };
}

test('a service without its broker, its topic or its database listens, says what it waits for and why, gives up no question in silence, and goes on by itself', async () => {
  const [ledger, projector, query] = await Promise.all([
    start('ledger', { SNAPSHOT_EVERY: '1' }),
    start('projector'),
    start('query'),
  ]);
  // Nothing is there.
  const noBroker = (gate: Gate): string => `waiting for a Kafka broker at ${gate.address.replaceAll('.', '\\.')}`;
  await ledger.says('ledger', new RegExp(`^${noBroker(ledger.broker)}, since \\d+ s \\(No Kafka broker answered`));
  await ledger.says('intake', /^waiting for the ledger to start, since \d+ s$/);
  await projector.says('projector', /^waiting for the database to be prepared, since \d+ s: .*ECONNREFUSED/);
  await projector.says('tables', /waiting for a connection to the database/);
  await query.says('query', /^the database does not answer: .*ECONNREFUSED/);
  for (const { url } of [ledger, projector, query]) {
    expect((await readiness(url)).ready).toBe(false);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
  }
  const command = { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` } };
  const refused = await fetch(`${ledger.url}/v1/commands`, { ...command, body: JSON.stringify(registration) });
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);

  // They take connections and say nothing: no question is waited for without end.
  await Promise.all([ledger.broker.silent(), projector.base.silent(), query.base.silent()]);
  await Promise.all([
    ledger.says('ledger', /since \d+ s \(.*(?:not connected|timed out|no answer within 30 s)/i),
    projector.says('projector', /^waiting for the database to be prepared, since \d+ s: .*timeout/),
    query.says('query', /^the database does not answer: .*no answer within 2 s/),
  ]);

  // The database is there, and nobody has made its tables; then the projector has, and has no broker.
  await query.base.present();
  await query.says('query', /^the projector has not made the tables yet/);
  await projector.base.present();
  await projector.says('projector', new RegExp(`^${noBroker(projector.broker)}, since \\d+ s: No Kafka broker`));
  await query.says('query', /^version [0-9a-f]{12} of the tables has not caught up with the log yet/);

  // A broker, and no topic, since no ledger has made it.
  await projector.broker.present();
  await projector.says('projector', new RegExp(`^waiting for the topic ${prefix}\\.events and its leaders, since`));

  // A ledger needs no database: it keeps no snapshots, and says so.
  await ledger.broker.present();
  await Promise.all([ledger.untilReady(), projector.untilReady(), query.untilReady()]);
  await ledger.app.get(Startup).done();
  const answer = await fetch(`${ledger.url}/v1/commands`, { ...command, body: JSON.stringify(registration) });
  expect(answer.status).toBe(201);
  await ledger.says(
    'snapshots',
    /^ready; no snapshot of partition \d is kept for \d+ s, \d+ tries have failed \(.*ECONNREFUSED.*commands go on/,
  );
  expect((await readiness(ledger.url)).ready).toBe(true);
  const metrics = await (await fetch(`${ledger.url}/metrics`)).text();
  expect(metrics).toMatch(/^ledger_snapshots_failing 1$/m);
  expect(metrics).toMatch(/^ledger_beyond_snapshot_records [1-9]/m);
});

test('a service that is told to stop while it waits ends, and calls that no failure', async () => {
  for (const role of Object.keys(ROLES)) {
    const { app } = await start(role);
    services.pop();
    const started = app.get(Startup).done();
    await app.close();
    await started;
  }
});

const registration = { ...registrationOf('126'), commandId: 'starting' };
