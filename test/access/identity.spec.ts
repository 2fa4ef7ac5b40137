import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { exportJWK, generateKeyPair, type KeyLike, SignJWT } from 'jose';

import { until } from '../chaos/wait';
import { READER_GRANTS } from '../support/callers';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { newPrefix } from '../support/kafka';
import { OidcServer } from '../support/oidc-server';
import { readiness } from '../support/readiness';
import { registrationOf } from '../support/sample';
import { type Service, startService, TOKEN } from '../support/service';

const AUDIENCE = 'shangrao-ledger';
const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-access-'));
const keysFile = join(folder, 'keys.json');
const accessFile = join(folder, 'access.json');
let database: TestDatabase;
let oidc: OidcServer;
let service: Service;
let machine: { privateKey: KeyLike; publicKey: KeyLike };
let count = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  oidc = await OidcServer.start();
  machine = await generateKeyPair('EdDSA');
  await knowKeys('国库系统');
  const to = [{ group: '/finance/posters' }, { key: '国库系统' }, { key: '工资系统' }, { token: '上饶市财政局' }];
  writeFileSync(
    accessFile,
    JSON.stringify({ ask: '预算科', grants: [...to.map((whom) => ({ to: whom, role: 'poster' })), ...READER_GRANTS] }),
  );
  const env = {
    ACCESS_FILE: accessFile,
    OIDC_ISSUER: oidc.issuer,
    OIDC_AUDIENCE: AUDIENCE,
    LEDGER_KEYS_FILE: keysFile,
  };
  service = await startService({ prefix: newPrefix(), databaseUrl: database.url, env });
});
afterAll(async () => {
  await service.stop();
  await oidc.stop();
  await database.drop();
  rmSync(folder, { recursive: true });
});

async function knowKeys(...subjects: string[]): Promise<void> {
  const jwk = await exportJWK(machine.publicKey);
  const keys = subjects.map((sub) => ({ ...jwk, alg: 'EdDSA', kid: `key-of-${sub}`, sub }));
  writeFileSync(keysFile, JSON.stringify({ keys }));
}

function signedBy(subject: string): Promise<string> {
  return new SignJWT({ iss: subject, sub: subject, aud: 'budget-ledger' })
    .setProtectedHeader({ alg: 'EdDSA', kid: `key-of-${subject}` })
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(machine.privateKey);
}

async function post(token: string | undefined): Promise<{ status: number; code?: string; retry: string | null }> {
  count += 1;
  const response = await fetch(`${service.url}/v1/commands`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ ...registrationOf('126'), commandId: `access-${count}` }),
  });
  const { code } = (await response.json()) as { code?: string };
  return { status: response.status, code, retry: response.headers.get('retry-after') };
}

/** Recorded or refused by a rule of the books: in either case who sent it is known. */
const KNOWN = [201, 422];

async function trail(): Promise<string> {
  return (await fetch(`${service.url}/v1/streams/361100/126/events`)).text();
}

test('tokens of a real issuer are taken, by every algorithm that is allowed, and stand in the events', async () => {
  for (const alg of ['ES256', 'EdDSA', 'RS256']) expect(KNOWN).toContain((await post(await oidc.token(alg))).status);
  await until('the events are read', async () => (await trail()).includes('"actor":"finance-system"'));
});

test('each failure has a code of its own', async () => {
  expect(await post(undefined)).toMatchObject({ status: 401, code: 'unauthorized' });
  expect(await post('nobody-has-this-token')).toMatchObject({ status: 401, code: 'unauthorized' });
  expect(await post(await oidc.token('PS512'))).toMatchObject({ status: 401, code: 'token-wrong-algorithm' });
  const elsewhere = await oidc.token('ES256', { audience: 'another-system' });
  expect(await post(elsewhere)).toMatchObject({ status: 401, code: 'token-wrong-audience' });
  const [head, body, signature = ''] = (await oidc.token('ES256')).split('.');
  const forged = `${head}.${body}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
  expect(await post(forged)).toMatchObject({ status: 401, code: 'token-wrong-signature' });
});

test('keys that are rotated while the ledger runs are taken without a restart, and the ones before end with it', async () => {
  const before = await oidc.token('EdDSA');
  expect(KNOWN).toContain((await post(before)).status);
  await oidc.rotate();
  await until('the new keys are taken', async () => KNOWN.includes((await post(await oidc.token('EdDSA'))).status));
  expect(await post(before)).toMatchObject({ status: 401, code: 'token-unknown-key' });
});

test('without its issuer the ledger lets nobody in whom it cannot know, says come again, and goes on', async () => {
  const known = await oidc.token('ES256');
  expect(KNOWN).toContain((await post(known)).status);
  await oidc.stop();
  // Its key was there a moment ago; whoever is known by other means needs no issuer.
  expect(KNOWN).toContain((await post(known)).status);
  expect(KNOWN).toContain((await post(TOKEN)).status);
  const { privateKey } = await generateKeyPair('ES256');
  const unknown = await new SignJWT({ iss: oidc.issuer, sub: 'finance-system', aud: AUDIENCE })
    .setProtectedHeader({ alg: 'ES256', kid: 'a-key-of-tomorrow' })
    .setExpirationTime('5m')
    .sign(privateKey);
  await until('nobody can say', async () => (await post(unknown)).status === 503);
  expect(await post(unknown)).toEqual({ status: 503, code: 'issuer-unreachable', retry: '1' });
  expect((await readiness(service.url)).parts['access']).toMatch(/^ready; the issuer .+ cannot be asked for its keys/);
  await oidc.startAgain();
  await until('it is known for what it is', async () => (await post(unknown)).code === 'token-unknown-key');
});

test('a machine signs for itself, and is known or not as the file of keys says at the time', async () => {
  expect(KNOWN).toContain((await post(await signedBy('国库系统'))).status);
  expect(await post(await signedBy('工资系统'))).toMatchObject({ status: 401, code: 'token-wrong-issuer' });
  await knowKeys('工资系统');
  await until('the other one is known', async () => KNOWN.includes((await post(await signedBy('工资系统'))).status));
  expect(await post(await signedBy('国库系统'))).toMatchObject({ status: 401, code: 'token-wrong-issuer' });
  writeFileSync(keysFile, '{ broken');
  const said = async (): Promise<string> => (await readiness(service.url)).parts['access'] ?? '';
  await until('readiness says so', async () => (await said()).includes('what it said before still counts'));
  expect(KNOWN).toContain((await post(await signedBy('工资系统'))).status);
});
