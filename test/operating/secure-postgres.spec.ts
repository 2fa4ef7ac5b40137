import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '#embedded';
import { readConfig } from '#platform';
import { type Database, openDatabase, rowsOf } from '#postgres';

import { LedgerClient } from '../../apps/standalone/src/ledger-client';
import { runRoles } from '../../apps/standalone/src/roles-verb';
import { ServiceProcess } from '../chaos/service-process';
import { until } from '../chaos/wait';
import { knownCallers, READS_EVERYTHING } from '../support/callers';
import { TestAuthority } from '../support/certificates';
import { newPrefix, testBrokers } from '../support/kafka';
import { registrationOf } from '../support/sample';
import { type SecurePostgres, startSecurePostgres } from '../support/secure-postgres';
import { TOKEN } from '../support/service';

const ROLES = ['ledger', 'projector', 'query'] as const;
type Role = (typeof ROLES)[number];
const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-secure-postgres-'));
let postgres: SecurePostgres;
let services: ServiceProcess[] = [];
let as: Record<Role, Database>;
let owner: Database;

function urlOf(role: Role): string {
  return postgres.urlOf(`budget_${role}`, `password-of-${role}`);
}

async function roles(): Promise<void> {
  const quiet = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  await runRoles(['--apply'], readConfig({ DATABASE_URL: postgres.ownerUrl }));
  quiet.mockRestore();
}

beforeAll(async () => {
  postgres = await startSecurePostgres(folder);
  owner = openDatabase(postgres.ownerUrl, () => undefined);
  await roles();
  for (const role of ROLES) await owner.query(`alter role budget_${role} password 'password-of-${role}'`);
  as = Object.fromEntries(ROLES.map((role) => [role, openDatabase(urlOf(role), () => undefined)])) as typeof as;
  const common = {
    KAFKA_BROKERS: testBrokers().join(','),
    TOPIC_PREFIX: newPrefix(),
    SNAPSHOT_EVERY: '1',
    ...knownCallers({ 上饶市财政局: TOKEN }),
  };
  for (const role of ROLES) {
    const file = join(folder, `${role}.password`);
    writeFileSync(file, `password-of-${role}\n`);
    const own = { DATABASE_URL: urlOf(role).replace(/:[^:@]+@/, '@'), DATABASE_PASSWORD_FILE: file };
    services.push(new ServiceProcess(role, `${role}-secure`, await freePort(), folder, { ...common, ...own }));
  }
  for (const service of services) service.start();
  await Promise.all(services.map((service) => service.untilReady()));
}, 120_000);
afterAll(async () => {
  await Promise.all(services.map((service) => service.stop()));
  services = [];
  await Promise.all([owner, ...Object.values(as)].map((database) => database.end()));
  await postgres.server.stop();
  rmSync(folder, { recursive: true });
});

test('the whole house works by TLS, each part as a user of its own', async () => {
  const [ledger, , query] = services as [ServiceProcess, ServiceProcess, ServiceProcess];
  const command = { ...registrationOf('126'), commandId: 'roles-1', unit: '126001' };
  expect(await new LedgerClient(ledger.url, TOKEN).post([command])).toMatchObject([{ status: 201 }]);
  const trail = (): Promise<Response> =>
    fetch(`${query.url}/v1/streams/361100/126/events`, { headers: READS_EVERYTHING });
  await until('it is read', async () => (await trail()).status === 200);
  await until('a snapshot is kept', async () => {
    const rows = await rowsOf(owner, "select from pg_tables where schemaname = 'ledger_snapshots'");
    return rows.length === 2;
  });
  const [used] = await rowsOf<{ users: string[]; clear: number }>(
    owner,
    `select array_agg(distinct usename::text order by usename::text) as users, count(*) filter (where not ssl) as clear
       from pg_stat_activity join pg_stat_ssl using (pid) where usename like 'budget\\_%'`,
  );
  expect(used).toEqual({ users: ['budget_ledger', 'budget_projector', 'budget_query'], clear: 0 });
  expect(services.flatMap(({ crashes }) => crashes)).toEqual([]);
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
] as const)('%s may not: %s', async (role, statement) => {
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
  await expect(as.query.query('insert into read_model_later.line values (1)')).rejects.toMatchObject({ code: '42501' });
  await as.projector.query('drop schema read_model_later cascade');
  // The same again changes nothing, and takes nothing away.
  await roles();
  await expect(as.query.query(`select from ${schema}.event`)).resolves.toMatchObject({ rowCount: 1 });
});

test('nothing is said in clear, or to a server that is another', async () => {
  const clear = openDatabase(urlOf('query').replace(/\?.*$/, ''), () => undefined);
  await expect(clear.query('select 1')).rejects.toThrow(/no encryption|pg_hba/);
  await clear.end();
  const file = join(folder, 'other-ca.pem');
  writeFileSync(file, new TestAuthority('Another Authority').certificate);
  const other = urlOf('query').replace(encodeURIComponent(postgres.caFile), encodeURIComponent(file));
  const elsewhere = openDatabase(other, () => undefined);
  await expect(elsewhere.query('select 1')).rejects.toThrow(/certificate/);
  await elsewhere.end();
});
