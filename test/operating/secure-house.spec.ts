import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '#embedded';
import type { KafkaSecurity } from '#basics';
import { KafkaLog, requireBroker, securityOptions, topicsOf } from '#log';
import { readConfig } from '#platform';
import { type Database, openDatabase, rowsOf } from '#postgres';
import { Kafka, logLevel } from 'kafkajs';

import { verifyLog } from '../../apps/auditor/src/verify-log';
import { runAcls } from '../../apps/standalone/src/acls-verb';
import { runRoles } from '../../apps/standalone/src/roles-verb';
import { LedgerClient } from '../../apps/standalone/src/ledger-client';
import { ServiceProcess } from '../chaos/service-process';
import { until } from '../chaos/wait';
import { knownCallers, READS_EVERYTHING } from '../support/callers';
import { TestAuthority } from '../support/certificates';
import { adjustment, registrationOf } from '../support/sample';
import { passwordOf, type SecureKafka, startSecureKafka, unsignedToken, type User } from '../support/secure-kafka';
import { type SecurePostgres, startSecurePostgres } from '../support/secure-postgres';
import { TOKEN } from '../support/service';
import { signed } from '../support/signing';

const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-secure-'));
let kafka: SecureKafka;
let postgres: SecurePostgres;
let issuer: Server;
const asked: string[] = [];

beforeAll(async () => {
  [kafka, postgres] = await Promise.all([startSecureKafka(folder), startSecurePostgres(folder)]);
  issuer = createServer((request, response) => {
    asked.push(request.headers.authorization ?? '');
    response.end(JSON.stringify({ access_token: unsignedToken('ledger'), expires_in: 300 }));
  });
  await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
}, 120_000);
afterAll(async () => {
  issuer.close();
  await Promise.all([kafka.server.stop(), postgres.server.stop()]);
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

const ROLES = ['ledger', 'projector', 'query'] as const;
type Role = (typeof ROLES)[number];

function databaseUrlOf(role: Role): string {
  return postgres.urlOf(`budget_${role}`, passwordOf(role));
}

async function roles(): Promise<void> {
  const quiet = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  await runRoles(['--apply'], readConfig({ DATABASE_URL: postgres.ownerUrl }));
  quiet.mockRestore();
}

/** What the command prints, given by somebody else. */
async function byHand(): Promise<void> {
  const printed: string[] = [];
  const heard = jest.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
  await runRoles([], readConfig({}));
  heard.mockRestore();
  const owner = openDatabase(postgres.ownerUrl, () => undefined);
  await owner.query(printed.join(''));
  await owner.end();
}

/** As a house has them in which one user did everything. */
async function makeOldTables(): Promise<void> {
  const owner = openDatabase(postgres.ownerUrl, () => undefined);
  await owner.query(`
    create schema read_model_before
    create table line (n integer)
    create view seen as select * from line;
    insert into read_model_before.line values (1);
    create function read_model_before.twice(n integer) returns integer language sql as 'select 2 * n'`);
  await owner.end();
}

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
  let owner: Database;
  let as: Record<Role, Database>;
  let services: ServiceProcess[] = [];

  beforeAll(async () => {
    expect(await acls('--apply', '--sender', 'User:sender', '--reader', 'User:reader')).toBe(0);
    owner = openDatabase(postgres.superUrl, () => undefined);
    await makeOldTables();
    await roles();
    for (const role of ROLES) await owner.query(`alter role budget_${role} password '${passwordOf(role)}'`);
    as = Object.fromEntries(
      ROLES.map((role) => [role, openDatabase(databaseUrlOf(role), () => undefined)]),
    ) as typeof as;
    const common = {
      ...base(),
      ...knownCallers({ 上饶市财政局: TOKEN }),
      REQUIRE_SECURITY: 'true',
      // As behind a proxy that speaks HTTPS for them.
      TRUST_PROXY: '127.0.0.1',
      SNAPSHOT_EVERY: '1',
    };
    for (const role of ROLES) {
      const file = fileOf(`${role}.password`, `${passwordOf(role)}\n`);
      const own = {
        ...plain(role),
        KAFKA_SASL_PASSWORD: '',
        KAFKA_SASL_PASSWORD_FILE: file,
        DATABASE_URL: postgres.urlOf(`budget_${role}`, ''),
        DATABASE_PASSWORD_FILE: file,
      };
      services.push(new ServiceProcess(role, `${role}-secure`, await freePort(), folder, { ...common, ...own }));
    }
    for (const service of services) service.start();
    await Promise.all(services.map((service) => service.untilReady()));
  }, 120_000);
  afterAll(async () => {
    await Promise.all(services.map((service) => service.stop()));
    services = [];
    await Promise.all([owner, ...Object.values(as)].map((database) => database.end()));
  });

  test('what is not safe does not start where that is asked for, and lists all that is missing', async () => {
    const url = postgres.urlOf('budget_query', passwordOf('query')).replace(/\?.*$/, '');
    const env = { ...base(), KAFKA_SECURITY_PROTOCOL: 'PLAINTEXT', KAFKA_TLS_CA_FILE: '', DATABASE_URL: url };
    const service = new ServiceProcess('query', 'unsafe', await freePort(), folder, {
      ...env,
      REQUIRE_SECURITY: 'true',
    });
    service.start();
    await until('it has ended', () => service.crashes.length > 0);
    expect(service.crashes[0]).toMatch(
      /REQUIRE_SECURITY 已设.+通信未加密.+sslmode=verify-full.+ACCESS_FILE.+are missing/,
    );
    expect(service.crashes[0]).not.toContain(passwordOf('query'));
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
    await until('a snapshot is kept', async () => {
      const rows = await rowsOf(owner, "select from pg_tables where schemaname = 'ledger_snapshots'");
      return rows.length === 4;
    });
    const [used] = await rowsOf<{ users: string[]; clear: number }>(
      owner,
      `select array_agg(distinct usename::text order by usename::text) as users, count(*) filter (where not ssl) as clear
         from pg_stat_activity join pg_stat_ssl using (pid) where usename like 'budget\\_%'`,
    );
    expect(used).toEqual({ users: ['budget_ledger', 'budget_projector', 'budget_query'], clear: 0 });
    expect(services.flatMap(({ crashes }) => crashes)).toEqual([]);
  }, 60_000);

  test('who tried in vain stands in a topic of its own, which the service shows to auditors', async () => {
    const query = services[2]!;
    expect((await fetch(`${query.url}/v1/streams/361100/126/events`)).status).toBe(401);
    const shown = async (): Promise<string> =>
      (await fetch(`${query.url}/v1/access?outcome=refused`, { headers: READS_EVERYTHING })).text();
    await until('it is told', async () => (await shown()).includes('"unauthorized"'));
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
    ledger: ['events', 'clock', 'results', 'rejected', 'access'],
    projector: ['tables'],
    query: ['access'],
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
        if (may[user].includes(role as keyof typeof topics)) continue;
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
    ['query', 'commands'],
    ['projector', 'commands'],
    ['auditor', 'commands'],
    ['projector', 'access'],
    ['reader', 'access'],
    ['stranger', 'events'],
  ] as const)('%s does not even see %s', async (user, role) => {
    const admin = rawClient('sasl', securityOf(plain(user))).admin();
    await admin.connect();
    await expect(admin.fetchTopicOffsets(topics[role])).rejects.toThrow(/[Nn]ot authorized|authorization/);
    await admin.disconnect();
  });

  async function versionSchema(): Promise<string> {
    const [row] = await rowsOf<{ version: string }>(owner, 'select version from read_model.serving');
    return `read_model_${row?.version ?? ''}`;
  }

  test.each([
    ['ledger', 'select from SCHEMA.budget_line'],
    ['ledger', 'select from read_model.version'],
    ['ledger', 'create schema of_the_ledger'],
    ['ledger', 'create table public.of_the_ledger (n integer)'],
    ['ledger', 'create temporary table of_the_ledger (n integer)'],
    ['query', 'insert into SCHEMA.checkpoint values (99, 0, $$$$)'],
    ['query', 'update SCHEMA.budget_line set paid = 0'],
    ['query', 'delete from SCHEMA.event'],
    ['query', 'truncate SCHEMA.posting'],
    ['query', 'drop schema SCHEMA cascade'],
    ['query', 'update read_model.serving set since = now()'],
    ['query', 'delete from read_model.recall'],
    ['query', 'create schema of_the_query'],
    ['query', 'select from ledger_snapshots.ledger_snapshot'],
    ['projector', 'select from ledger_snapshots.ledger_snapshot'],
    ['projector', 'drop schema ledger_snapshots cascade'],
    ['projector', 'create role another'],
    ['projector', 'set role budget_ledger'],
    ['query', 'set role budget_projector'],
    ['query', 'copy SCHEMA.event to program $$cat$$'],
    ['query', 'select pg_read_file($$/etc/passwd$$)'],
  ] as const)('budget_%s may not: %s', async (role, statement) => {
    const sql = statement.replaceAll('SCHEMA', await versionSchema());
    await expect(as[role].query(sql)).rejects.toMatchObject({ code: '42501' });
  });

  test('a reader asks for history that was left out, and a version that is made later is read without another word', async () => {
    const schema = await versionSchema();
    await as.query.query('insert into read_model.recall (version, stream) values ($1, $2)', [
      schema.replace('read_model_', ''),
      '361100/126',
    ]);
    await as.projector.query('create schema read_model_later create table line (n integer)');
    await expect(as.query.query('select * from read_model_later.line')).resolves.toMatchObject({ rows: [] });
    await expect(as.query.query('insert into read_model_later.line values (1)')).rejects.toMatchObject({
      code: '42501',
    });
    await as.projector.query('drop schema read_model_later cascade');
    // What stood there before was handed over.
    await expect(as.query.query('select * from read_model_before.seen')).resolves.toMatchObject({ rows: [{ n: 1 }] });
    await as.projector.query('drop schema read_model_before cascade');
    // The same again changes nothing, and takes nothing away, also where it is printed and given by hand.
    await roles();
    await byHand();
    await expect(as.query.query(`select from ${schema}.event`)).resolves.toMatchObject({ command: 'SELECT' });
  });

  test('nothing is said in clear, or to a server that is another', async () => {
    const clear = openDatabase(databaseUrlOf('query').replace(/\?.*$/, ''), () => undefined);
    await expect(clear.query('select 1')).rejects.toThrow(/no encryption|pg_hba/);
    await clear.end();
    const file = join(folder, 'other-ca.pem');
    writeFileSync(file, new TestAuthority('Another Authority').certificate);
    const other = databaseUrlOf('query').replace(encodeURIComponent(postgres.caFile), encodeURIComponent(file));
    const elsewhere = openDatabase(other, () => undefined);
    await expect(elsewhere.query('select 1')).rejects.toThrow(/certificate/);
    await elsewhere.end();
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
