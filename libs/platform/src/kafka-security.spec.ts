import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ConfigError, readConfig } from './config';

const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-kafka-'));
const password = join(folder, 'password');
writeFileSync(password, 's3cret\n');
writeFileSync(join(folder, 'broken.pem'), 'no certificate');
afterAll(() => rmSync(folder, { recursive: true }));

const SASL = { KAFKA_SECURITY_PROTOCOL: 'SASL_SSL', KAFKA_SASL_MECHANISM: 'PLAIN', KAFKA_SASL_USERNAME: 'ledger' };

test('Kafka is spoken to in clear unless something else is said', () => {
  expect(readConfig({}).kafkaSecurity).toBeUndefined();
  expect(readConfig({ KAFKA_SECURITY_PROTOCOL: 'SSL' }).kafkaSecurity).toEqual({ tls: {} });
});

test('a password that stands in a file stays there', () => {
  expect(readConfig({ ...SASL, KAFKA_SASL_PASSWORD_FILE: password }).kafkaSecurity).toEqual({
    tls: {},
    sasl: { mechanism: 'plain', username: 'ledger', password: { file: password } },
  });
  expect(readConfig({ ...SASL, KAFKA_SASL_PASSWORD: 's3cret' }).kafkaSecurity?.sasl).toMatchObject({
    password: { value: 's3cret' },
  });
});

const OAUTH = { KAFKA_SECURITY_PROTOCOL: 'SASL_SSL', KAFKA_SASL_MECHANISM: 'OAUTHBEARER' };
const CLIENT = { KAFKA_SASL_CLIENT_ID: 'ledger', KAFKA_SASL_CLIENT_SECRET: 's3cret' };

test.each([
  ['a mechanism without its protocol', { KAFKA_SASL_MECHANISM: 'PLAIN' }, 'KAFKA_SASL_MECHANISM'],
  ['an authority without TLS', { KAFKA_TLS_CA_FILE: password }, 'KAFKA_TLS_CA_FILE'],
  ['no mechanism', { KAFKA_SECURITY_PROTOCOL: 'SASL_SSL' }, 'KAFKA_SASL_MECHANISM'],
  ['no password', SASL, 'KAFKA_SASL_PASSWORD'],
  ['no token', OAUTH, 'KAFKA_SASL_TOKEN_ENDPOINT'],
  ['an endpoint in clear', { ...OAUTH, ...CLIENT, KAFKA_SASL_TOKEN_ENDPOINT: 'http://login.example.cn' }, 'https'],
  ['a mechanism that nobody has', { ...SASL, KAFKA_SASL_MECHANISM: 'GSSAPI' }, 'KAFKA_SASL_MECHANISM'],
  ['a certificate without its key', { KAFKA_SECURITY_PROTOCOL: 'SSL', KAFKA_TLS_CERT_FILE: password }, '_KEY_FILE'],
  ['no file', { KAFKA_SECURITY_PROTOCOL: 'SSL', KAFKA_TLS_CA_FILE: join(folder, 'none') }, 'KAFKA_TLS_*'],
  [
    'a file that is none',
    {
      KAFKA_SECURITY_PROTOCOL: 'SSL',
      KAFKA_TLS_CERT_FILE: join(folder, 'broken.pem'),
      KAFKA_TLS_KEY_FILE: join(folder, 'broken.pem'),
    },
    'KAFKA_TLS_*',
  ],
  [
    'a password twice',
    { ...SASL, KAFKA_SASL_PASSWORD: 's3cret', KAFKA_SASL_PASSWORD_FILE: password },
    'KAFKA_SASL_PASSWORD_FILE',
  ],
])('%s is told, and no secret with it', (_, env, expected) => {
  let error: unknown;
  try {
    readConfig(env);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(ConfigError);
  expect((error as Error).message).toContain(expected);
  expect((error as Error).message).not.toContain('s3cret');
});

test("the database's password comes by a file, and goes into an address that has none", () => {
  const url = 'postgres://budget@postgres:5432/budget?sslmode=verify-full';
  writeFileSync(join(folder, 'odd'), 'p@ss/w%rd');
  const { databaseUrl } = readConfig({ DATABASE_URL: url, DATABASE_PASSWORD_FILE: join(folder, 'odd') });
  expect(decodeURIComponent(new URL(databaseUrl ?? '').password)).toBe('p@ss/w%rd');
  writeFileSync(join(folder, 'url'), `${url}\n`);
  expect(readConfig({ DATABASE_URL_FILE: join(folder, 'url') }).databaseUrl).toBe(url);
  for (const wrong of ['postgres://budget:other@postgres/budget', 'no address'])
    expect(() => readConfig({ DATABASE_URL: wrong, DATABASE_PASSWORD: 's3cret' })).toThrow('DATABASE_PASSWORD');
});
