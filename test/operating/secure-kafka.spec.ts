import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '#embedded';
import { KafkaLog, type KafkaSecurity, requireBroker, securityOptions, topicsOf } from '#log';
import { readConfig } from '#platform';
import { Kafka, logLevel } from 'kafkajs';

import { verifyLog } from '../../apps/auditor/src/verify-log';
import { runAcls } from '../../apps/standalone/src/acls-verb';
import { LedgerClient } from '../../apps/standalone/src/ledger-client';
import { ServiceProcess } from '../chaos/service-process';
import { until } from '../chaos/wait';
import { knownCallers, READS_EVERYTHING } from '../support/callers';
import { TestAuthority } from '../support/certificates';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { adjustment, registrationOf } from '../support/sample';
import { passwordOf, type SecureKafka, startSecureKafka, unsignedToken, type User } from '../support/secure-kafka';
import { TOKEN } from '../support/service';
import { signed } from '../support/signing';

const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-secure-'));
let kafka: SecureKafka;
let issuer: Server;
const asked: string[] = [];

beforeAll(async () => {
  kafka = await startSecureKafka(folder);
  issuer = createServer((request, response) => {
    asked.push(request.headers.authorization ?? '');
    response.end(JSON.stringify({ access_token: unsignedToken('ledger'), expires_in: 300 }));
  });
  await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
}, 120_000);
afterAll(async () => {
  issuer.close();
  await kafka.server.stop();
  rmSync(folder, { recursive: true });
});

function fileOf(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** What a service would make of these variables. */
function securityOf(env: Record<string, string>): KafkaSecurity | undefined {
  return readConfig({ ...base(), ...env }).kafkaSecurity;
}

function plain(user: User): Record<string, string> {
  return { KAFKA_SASL_MECHANISM: 'PLAIN', KAFKA_SASL_USERNAME: user, KAFKA_SASL_PASSWORD: passwordOf(user) };
}

async function connects(listener: keyof SecureKafka['listeners'], security: KafkaSecurity | undefined): Promise<void> {
  await requireBroker({ brokers: [kafka.listeners[listener]], security });
}

describe('who is known is let in', () => {
  test.each(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'])('by a password and %s', async (mechanism) => {
    const password = fileOf('password.txt', `${passwordOf('ledger')}\n`);
    const user = { KAFKA_SASL_USERNAME: 'ledger', KAFKA_SASL_PASSWORD_FILE: password };
    await connects('sasl', securityOf({ KAFKA_SASL_MECHANISM: mechanism, ...user }));
  });

  test('by a token, from a file or from an issuer, which is asked once', async () => {
    const bearer = { KAFKA_SASL_MECHANISM: 'OAUTHBEARER' };
    await connects('sasl', securityOf({ ...bearer, KAFKA_SASL_TOKEN_FILE: fileOf('token', unsignedToken('ledger')) }));
    const { port } = issuer.address() as AddressInfo;
    const client = { KAFKA_SASL_CLIENT_ID: 'ledger', KAFKA_SASL_CLIENT_SECRET: 'a-secret' };
    const security = securityOf({ ...bearer, ...client, KAFKA_SASL_TOKEN_ENDPOINT: `http://127.0.0.1:${port}/token` });
    const raw = rawClient('sasl', security);
    for (let times = 0; times < 2; times += 1) {
      const admin = raw.admin();
      await admin.connect();
      await admin.disconnect();
    }
    expect(asked).toEqual([`Basic ${btoa('ledger:a-secret')}`]);
  });

  test('by a certificate; one that takes the place of another counts for the next connection', async () => {
    const first = kafka.authority.issue({ name: 'ledger' });
    const certFile = fileOf('client.pem', first.certificate);
    const keyFile = fileOf('client.key', first.key);
    const files = { KAFKA_TLS_CERT_FILE: certFile, KAFKA_TLS_KEY_FILE: keyFile };
    const raw = rawClient('certificates', securityOf({ KAFKA_SECURITY_PROTOCOL: 'SSL', ...files }));
    const connectsAgain = async (): Promise<void> => {
      const admin = raw.admin();
      await admin.connect();
      await admin.disconnect();
    };
    await connectsAgain();
    const other = new TestAuthority('Another Authority').issue({ name: 'ledger' });
    writeFileSync(certFile, other.certificate);
    writeFileSync(keyFile, other.key);
    await expect(connectsAgain()).rejects.toThrow();
    const second = kafka.authority.issue({ name: 'projector' });
    writeFileSync(certFile, second.certificate);
    writeFileSync(keyFile, second.key);
    await connectsAgain();
  });
});

describe('who is not let in is told why', () => {
  test('a wrong password, a wrong mechanism: this does not mend itself, and is not tried again', async () => {
    const mistakes: Record<string, string>[] = [{ KAFKA_SASL_PASSWORD: 'wrong' }, { KAFKA_SASL_USERNAME: 'nobody' }];
    for (const wrong of mistakes) {
      const refused = connects('sasl', securityOf({ ...plain('ledger'), ...wrong }));
      await expect(refused).rejects.toThrow(/拒绝登录：.+ does not let this client in: .+KAFKA_SASL_\*/);
      await expect(refused).rejects.toMatchObject({ name: 'LogUnfit' });
      await refused.catch((error: unknown) => expect(String(error)).not.toContain(passwordOf('ledger')));
    }
  });

  test('another authority, a certificate that has expired: files may be mended while it is tried again', async () => {
    const other = fileOf('other-ca.pem', new TestAuthority('Another Authority').certificate);
    const wrongCa = connects('sasl', securityOf({ ...plain('ledger'), KAFKA_TLS_CA_FILE: other }));
    await expect(wrongCa).rejects.toThrow(/签发机构不受信任.+look at KAFKA_TLS_CA_FILE/);
    await expect(wrongCa).rejects.toMatchObject({ name: 'LogUnreachable' });
    const expired = connects('expired', securityOf({ KAFKA_SECURITY_PROTOCOL: 'SSL' }));
    await expect(expired).rejects.toThrow(/证书已过期.+has expired/);
  });

  test('in clear where TLS is spoken, TLS where nothing is encrypted, no certificate where one is asked for', async () => {
    await expect(connects('sasl', undefined)).rejects.toThrow(/端口使用 TLS.+set KAFKA_SECURITY_PROTOCOL/);
    const tls = securityOf({ KAFKA_SECURITY_PROTOCOL: 'SSL' });
    await expect(connects('certificates', tls)).rejects.toThrow(/可能要求客户端证书.+KAFKA_TLS_CERT_FILE/);
    const open = requireBroker({ brokers: kafka.server.brokers, security: tls });
    await expect(open).rejects.toThrow(/TLS/);
  });
});

/** What is printed is looked at elsewhere. */
async function acls(...argv: string[]): Promise<number> {
  const quiet = [process.stdout, process.stderr].map((stream) => jest.spyOn(stream, 'write').mockReturnValue(true));
  try {
    return await runAcls(argv, readConfig({ ...base(), ...plain('admin') }));
  } finally {
    for (const each of quiet) each.mockRestore();
  }
}

describe('each may do what its part needs, and nothing else', () => {
  const topics = topicsOf('budget');
  const ledgers = { prefix: 'budget', ledgerId: 'budget-ledger' };
  let database: TestDatabase;
  let services: ServiceProcess[] = [];

  beforeAll(async () => {
    expect(await acls('--apply', '--sender', 'User:sender', '--reader', 'User:reader')).toBe(0);
    database = await createTestDatabase();
    const common = { ...base(), ...knownCallers({ 上饶市财政局: TOKEN }), DATABASE_URL: database.url };
    for (const role of ['ledger', 'projector', 'query'] as const) {
      const own = { ...plain(role), KAFKA_SASL_PASSWORD: '', KAFKA_SASL_PASSWORD_FILE: fileOf(role, passwordOf(role)) };
      services.push(new ServiceProcess(role, `${role}-secure`, await freePort(), folder, { ...common, ...own }));
    }
    for (const service of services) service.start();
    await Promise.all(services.map((service) => service.untilReady()));
  }, 120_000);
  afterAll(async () => {
    await Promise.all(services.map((service) => service.stop()));
    services = [];
    await database.drop();
  });

  test('the whole house works, each part as a user of its own', async () => {
    const [ledger, , query] = services as [ServiceProcess, ServiceProcess, ServiceProcess];
    const register = { ...registrationOf('126'), commandId: 'secure-1', unit: '126001' };
    const given = adjustment('secure-2', '1.00', { type: 'AllocateBudget', kind: undefined });
    expect(await new LedgerClient(ledger.url, TOKEN).post([register, given])).toMatchObject([
      { status: 201 },
      { status: 201 },
    ]);
    const trail = `${query.url}/v1/streams/361100/126/events`;
    await until('it is read', async () => (await fetch(trail, { headers: READS_EVERYTHING })).status === 200);
    const tables = rawClient('sasl', securityOf(plain('reader'))).admin();
    await tables.connect();
    // While the topic is being made nobody leads it.
    const tableEnds = () => tables.fetchTopicOffsets(topics.tables).catch(() => []);
    await until('tables are published', async () => (await tableEnds()).some(({ high }) => Number(high) > 0));
    await tables.disconnect();
    const report = await verifyLog({ ...ledgers, ...place(securityOf(plain('auditor'))), anchors: [], ends: [] });
    expect([report.faults, report.partitions.length]).toEqual([[], 6]);
  }, 60_000);

  test('a sender posts signed commands and hears the answers, in a group of its own', async () => {
    const raw = rawClient('sasl', securityOf(plain('sender')));
    const consumer = raw.consumer({ groupId: 'sender-results', maxWaitTimeInMs: 100 });
    const heard: unknown[] = [];
    await consumer.connect();
    await consumer.subscribe({ topic: topics.results, fromBeginning: true });
    await consumer.run({
      eachMessage: ({ message }) => Promise.resolve(void heard.push(JSON.parse(String(message.value)))),
    });
    const producer = raw.producer();
    await producer.connect();
    const value = signed(JSON.stringify({ ...registrationOf('126'), commandId: 'secure-3', unit: '126002' }));
    await producer.send({ topic: topics.commands, messages: [{ key: '361100/126', value }] });
    await until('it is answered', () => heard.length > 0);
    expect(heard[0]).toMatchObject({ commandId: 'secure-3', sender: '上饶市财政局', status: 201 });
    await Promise.all([producer.disconnect(), consumer.disconnect()]);
  }, 60_000);

  const may: Record<User, readonly (keyof typeof topics)[]> = {
    admin: [],
    ledger: ['events', 'clock', 'results', 'rejected'],
    projector: ['tables'],
    query: [],
    auditor: [],
    sender: ['commands'],
    reader: [],
    stranger: [],
  };

  test.each(['ledger', 'projector', 'query', 'auditor', 'sender', 'reader', 'stranger'] as const)(
    '%s writes to no topic but its own, and has no transactions',
    async (user) => {
      const raw = rawClient('sasl', securityOf(plain(user)));
      const producer = raw.producer({ allowAutoTopicCreation: false });
      await producer.connect();
      for (const [role, topic] of Object.entries(topics)) {
        if (role === 'access' || may[user].includes(role as keyof typeof topics)) continue;
        const writing = producer.send({ topic, messages: [{ key: 'x', value: 'x' }] });
        await expect(writing).rejects.toThrow(/[Nn]ot authorized|authorization/);
      }
      await producer.disconnect();
      await expect(transact(user)).rejects.toThrow(/authoriz|coordinator/);
    },
  );

  test('it is the rights that keep them from it: who has all of them transacts', async () => {
    await transact('admin');
  });

  test.each([
    ['sender', 'events'],
    ['sender', 'tables'],
    ['reader', 'commands'],
    ['reader', 'results'],
    ['query', 'events'],
    ['projector', 'commands'],
    ['auditor', 'commands'],
    ['stranger', 'events'],
  ] as const)('%s does not even see %s', async (user, role) => {
    const admin = rawClient('sasl', securityOf(plain(user))).admin();
    await admin.connect();
    await expect(admin.fetchTopicOffsets(topics[role])).rejects.toThrow(/[Nn]ot authorized|authorization/);
    await admin.disconnect();
  });

  test('a part without its rights says which list to look at, and goes on trying', async () => {
    const settings = { ...ledgers, ...place(securityOf(plain('stranger'))), clientId: 'spec', create: true };
    const opening = KafkaLog.open(settings);
    await expect(opening).rejects.toThrow(/没有给本程序所需的权限.+npm run ledger -- acls/);
    await expect(opening).rejects.toMatchObject({ name: 'LogUnreachable' });
  });

  test('who has been given more than the list says is told', async () => {
    expect(await acls('--apply', '--sender', 'User:sender', '--reader', 'User:reader')).toBe(0);
    // Without the options those two have more than what is asked for.
    expect(await acls('--apply')).toBe(1);
  });
});

/** The client tells of what it is not allowed only that it finds nobody who would answer. */
async function transact(user: User): Promise<void> {
  const raw = rawClient('sasl', securityOf(plain(user)));
  const producer = raw.producer({ transactionalId: `tx-${user}`, idempotent: true, maxInFlightRequests: 1 });
  try {
    await producer.connect();
    await (await producer.transaction()).abort();
  } finally {
    await producer.disconnect();
  }
}

function base(): Record<string, string> {
  return {
    KAFKA_BROKERS: kafka.listeners.sasl,
    KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
    KAFKA_TLS_CA_FILE: kafka.caFile,
  };
}

function place(security: KafkaSecurity | undefined) {
  return { brokers: [kafka.listeners.sasl], security };
}

function rawClient(listener: keyof SecureKafka['listeners'], security: KafkaSecurity | undefined): Kafka {
  return new Kafka({
    brokers: [kafka.listeners[listener]],
    logLevel: logLevel.NOTHING,
    requestTimeout: 2_000,
    retry: { retries: 1, initialRetryTime: 100 },
    ...securityOptions(security ?? {}),
  });
}
