import { chmodSync, chownSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { type PostgresServer, startPostgres } from '#embedded';
import { openDatabase, rowsOf } from '#postgres';

import { TestAuthority } from './certificates';

/** A Postgres that is spoken to by TLS alone. */
export interface SecurePostgres {
  server: PostgresServer;
  caFile: string;
  /** The address for a user: by the name that stands in the certificate, which is looked at. */
  urlOf(user: string, password: string): string;
  /** That of its owner, who may create roles and is no superuser, as where others keep the server. */
  ownerUrl: string;
  /** That of who sees everything. */
  superUrl: string;
}

const ONLY_TLS = 'hostssl all all 127.0.0.1/32 scram-sha-256\n';

export async function startSecurePostgres(folder: string): Promise<SecurePostgres> {
  mkdirSync(folder, { recursive: true });
  // Postgres may run as another user, who has to be able to pass through.
  chmodSync(folder, 0o711);
  const server = await startPostgres({
    dataDir: join(folder, 'postgres'),
    logFile: join(folder, 'postgres.log'),
    database: 'budget',
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
    report: () => undefined,
  });
  const authority = new TestAuthority('Test Authority');
  const caFile = join(folder, 'postgres-ca.pem');
  writeFileSync(caFile, authority.certificate);
  const database = openDatabase(server.url, () => undefined);
  const [row] = await rowsOf<{ data_directory: string }>(database, 'show data_directory');
  const home = row?.data_directory ?? '';
  const { uid, gid } = statSync(home);
  const { certificate, key } = authority.issue({ name: 'postgres', hosts: ['localhost'] });
  for (const [name, text] of [
    ['server.crt', certificate],
    ['server.key', key],
    ['pg_hba.conf', ONLY_TLS],
  ] as const) {
    const file = join(home, name);
    writeFileSync(file, text, { mode: 0o600 });
    chownSync(file, uid, gid);
  }
  await database.query("create role house login createrole password 'password-of-the-house'");
  await database.query('alter database budget owner to house');
  await database.query('alter system set ssl = on');
  await database.query('select pg_reload_conf()');
  await database.end();
  const { port, username, password } = new URL(server.url);
  const urlOf = (user: string, secret: string): string =>
    `postgres://${user}${secret === '' ? '' : `:${secret}`}@localhost:${port}/budget?sslmode=verify-full&sslrootcert=${encodeURIComponent(caFile)}`;
  return {
    server,
    caFile,
    urlOf,
    ownerUrl: urlOf('house', 'password-of-the-house'),
    superUrl: urlOf(username, password),
  };
}
