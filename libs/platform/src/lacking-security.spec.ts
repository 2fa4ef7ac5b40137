import { readConfig } from './config';
import { lackingSecurity, requireSecurity } from './lacking-security';

const SAFE = {
  KAFKA_BROKERS: 'kafka:9093',
  KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
  KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
  KAFKA_SASL_USERNAME: 'ledger',
  KAFKA_SASL_PASSWORD: 's3cret',
  DATABASE_URL: 'postgres://budget:s3cret@postgres/budget?sslmode=verify-full',
  LEDGER_TOKENS_FILE: 'tokens.txt',
  ACCESS_FILE: 'access.json',
  TRUST_PROXY: '10.0.0.5',
};

function lacking(env: Record<string, string>): string[] {
  return lackingSecurity(readConfig({ ...SAFE, ...env }), { hasCallers: true }).map(({ en }) => en);
}

/** What a service with callers does at its start. */
function demand(env: Record<string, string>): void {
  const config = readConfig({ ...SAFE, REQUIRE_SECURITY: 'true', ...env });
  requireSecurity(config, lackingSecurity(config, { hasCallers: true }));
}

test('a service that nobody calls needs to know nobody', () => {
  const config = readConfig({ ...SAFE, LEDGER_TOKENS_FILE: '', ACCESS_FILE: '' });
  expect(lackingSecurity(config, { hasCallers: false })).toEqual([]);
});

test('a console needs a way in and on that nobody listens to, and knows nobody itself', () => {
  const console = { hasCallers: true, knowsCallers: false };
  const services = { LEDGER_URL: 'https://ledger', QUERY_URL: 'https://query' };
  const env = { TRUST_PROXY: '10.0.0.5', CONSOLE_URL: 'https://budget.example.cn', ...services };
  expect(lackingSecurity(readConfig(env), console)).toEqual([]);
  const alone = {
    CONSOLE_URL: 'http://127.0.0.1:8088',
    LEDGER_URL: 'http://127.0.0.1:1',
    QUERY_URL: 'http://localhost:2',
  };
  expect(lackingSecurity(readConfig({ ...env, ...alone }), console)).toEqual([]);
  const clear = { CONSOLE_URL: 'http://budget.example.cn', QUERY_URL: 'http://query:8080' };
  expect(lackingSecurity(readConfig({ ...env, ...clear }), console).map(({ en }) => en)).toEqual([
    expect.stringContaining('CONSOLE_URL'),
    expect.stringContaining('QUERY_URL'),
  ]);
});

test('a house in which everything is in its place lacks nothing', () => {
  expect(lacking({})).toEqual([]);
  expect(() => demand({})).not.toThrow();
});

test.each<[string, Record<string, string>, RegExp]>([
  ['Kafka in clear', { KAFKA_SECURITY_PROTOCOL: 'SASL_PLAINTEXT' }, /Kafka is spoken to in clear/],
  [
    'nobody at Kafka',
    { KAFKA_SECURITY_PROTOCOL: 'SSL', KAFKA_SASL_MECHANISM: '', KAFKA_SASL_USERNAME: '', KAFKA_SASL_PASSWORD: '' },
    /does not know who this is/,
  ],
  ['a database in clear', { DATABASE_URL: 'postgres://postgres/budget' }, /database is spoken to in clear/],
  ['any database', { DATABASE_URL: 'postgres://postgres/budget?sslmode=no-verify' }, /database is spoken to/],
  [
    'any database, as libpq would',
    { DATABASE_URL: 'postgres://postgres/budget?sslmode=require&uselibpqcompat=true' },
    /database is spoken to/,
  ],
  ['HTTP in clear', { TRUST_PROXY: '' }, /HTTP is spoken in clear/],
  ['nobody to know', { LEDGER_TOKENS_FILE: '' }, /nobody can be identified/],
  ['no rights', { ACCESS_FILE: '' }, /no file of rights/],
])('%s is told', (_, env, expected) => {
  expect(lacking(env)).toEqual([expect.stringMatching(expected)]);
});

test('what is asked for is refused with everything at once, in Chinese first, and without a secret', () => {
  const env = { ...SAFE, KAFKA_SECURITY_PROTOCOL: 'SASL_PLAINTEXT', DATABASE_URL: 'postgres://b:s3cret@db/b' };
  const start = (): void => demand(env);
  expect(start).toThrow(/^REQUIRE_SECURITY 已设.+KAFKA_SECURITY_PROTOCOL.+sslmode.+ REQUIRE_SECURITY is set/);
  expect(start).not.toThrow('s3cret');
  expect(() => demand({ ...env, REQUIRE_SECURITY: 'false' })).not.toThrow();
});
