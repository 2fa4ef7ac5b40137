import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Kafka, logLevel } from 'kafkajs';

import { until } from '../chaos/wait';
import { callersWith, tokenOf } from '../support/callers';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { newPrefix, testBrokers } from '../support/kafka';
import { requireNoTokenIn } from '../support/no-token-in';
import { registrationOf } from '../support/sample';
import { type Service, startService } from '../support/service';

/** Whoever reads a log must find nothing in it that opens a door, and nobody's name. */
const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-logs-'));
const logFile = join(folder, 'service.log');
const prefix = newPrefix();
const ACTOR = '郑秘密';
const TOKEN = tokenOf(ACTOR);
/** Every secret that this test sends carries this, so that a piece of one is found as well. */
const MARK = 'zq7secret';
let database: TestDatabase;
let service: Service;

beforeAll(async () => {
  database = await createTestDatabase();
  const grants = [
    { to: { token: ACTOR }, role: 'poster' },
    { to: { token: ACTOR }, role: 'auditor' },
  ];
  const env = { ...callersWith(grants), LOG_LEVEL: 'debug' };
  service = await startService({ prefix, databaseUrl: database.url, env, logFile });
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

function secretsIn(log: string): string[] {
  const password = new URL(database.url).password;
  return [MARK, TOKEN, ACTOR, ...(password === '' ? [] : [password])].filter((secret) => log.includes(secret));
}

async function sendSecretsEverywhere(): Promise<void> {
  const send = (path: string, authorization: string, body?: string): Promise<unknown> =>
    fetch(`${service.url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization, 'content-type': 'application/json', 'x-correlation-id': `${MARK}-correlation` },
      ...(body === undefined ? {} : { body }),
    }).then((answer) => answer.text());
  const good = `Bearer ${TOKEN}`;
  const command = { ...registrationOf('126'), commandId: 'logs-1' };
  const part = Buffer.from(JSON.stringify({ alg: 'EdDSA', kid: MARK, iss: MARK })).toString('base64url');
  for (const wrong of [
    `Bearer ${MARK}-nobody-has`,
    `Basic ${btoa(`u:${MARK}`)}`,
    `Bearer ${part}.${part}.${part}`,
    MARK,
  ]) {
    await send('/v1/commands', wrong, JSON.stringify(command));
    await send(`/v1/streams/361100/126?access_token=${MARK}`, wrong);
    await send(`/v1/streams/${MARK}/126`, wrong);
  }
  await send('/v1/commands', good, JSON.stringify(command));
  await send('/v1/commands', good, JSON.stringify({ ...command, commandId: 'logs-2', password: MARK }));
  await send('/v1/commands', good, `{"token":"${MARK}"`);
  await send(`/v1/${MARK}`, good);
  await send(`/v1/streams/361100/126/events?format=${MARK}`, good);
  await send('/v1/access', good);
  const producer = new Kafka({ brokers: testBrokers(), logLevel: logLevel.NOTHING }).producer();
  await producer.connect();
  const value = JSON.stringify({ ...command, token: MARK });
  const headers = { authorization: `Bearer ${MARK}` };
  await producer.send({
    topic: `${prefix}.commands`,
    messages: [{ value, headers }, { value: `${part}.${part}.${part}` }],
  });
  await producer.disconnect();
  const refusedByKafka = async (): Promise<boolean> =>
    /access_refused_total\{[^}]*way="kafka"\}/.test(await (await fetch(`${service.url}/metrics`)).text());
  await until('the messages were refused', refusedByKafka);
}

test('no secret and no name of a caller stands in the log, whatever is sent', async () => {
  await sendSecretsEverywhere();
  await service.stop();
  await until('the log is written', () => readFileSync(logFile, 'utf8').includes('by kafka'));
  const log = readFileSync(logFile, 'utf8');
  // That there is a log, which tells of refusals.
  expect(log).toContain('refused unauthorized');
  expect(secretsIn(log)).toEqual([]);
});

test('a line that holds one is found', () => {
  const log = readFileSync(logFile, 'utf8');
  for (const planted of [`Bearer ${TOKEN}`, `user ${ACTOR}`, `${MARK}-nobody-has`])
    expect(secretsIn(`${log}{"msg":"${planted}"}\n`)).toHaveLength(1);
  appendFileSync(logFile, `{"msg":"Bearer ${TOKEN}"}\n`);
  expect(() => requireNoTokenIn(logFile)).toThrow('holds the token a-token-for-the-tests-of-');
});

describe('the question that a whole run of tests is asked', () => {
  const ask = (name: string, text: string): { status: number | null; said: string } => {
    const asked = mkdtempSync(join(folder, 'asked-'));
    writeFileSync(join(asked, name), text);
    const { status, stderr } = spawnSync(process.execPath, ['scripts/secrets-in-logs.mjs', asked], {
      encoding: 'utf8',
    });
    return { status, said: stderr };
  };
  const token = `${btoa('{"alg":"EdDSA"}')}.${btoa('{"sub":"somebody"}')}.c2lnbmF0dXJl`.replaceAll('=', '');

  it.each([
    ['a token of the tests', `{"msg":"refused ${TOKEN}"}`],
    ['a bearer token', '{"headers":{"authorization":"Bearer 0123456789abcdef"}}'],
    ['a signed token', `{"msg":"${token}"}`],
    ['a private key', '-----BEGIN EC PRIVATE KEY-----'],
    ['a password in an address', 'connecting to postgres://budget:pass-word@127.0.0.1:5432/budget'],
    ['a secret beside its name', '{"password":"pass-word"}'],
  ])('finds %s, says where, and does not say it again', (kind, line) => {
    const { status, said } = ask('service.log', `nothing here\n${line}\n`);
    expect(status).toBe(1);
    expect(said).toMatch(new RegExp(`service\\.log:2 holds ${kind}\n`));
    expect(said).not.toContain(line);
  });

  it('finds nothing in what services say', () => {
    const lines = [
      'a token of 12 bytes was refused: token-malformed',
      'http://127.0.0.1:8080/v1/me',
      'Bearer realm="budget-ledger"',
    ];
    expect(ask('service.log', lines.join('\n'))).toEqual({ status: 0, said: '3 lines of logs, 0 with a secret\n' });
  });
});
