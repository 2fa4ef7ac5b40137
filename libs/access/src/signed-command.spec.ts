import { generateKeyPairSync, type KeyObject } from 'node:crypto';

import { CompactSign } from 'jose';

import { fateOf, LEDGER_ID } from '../test/tokens';
import { keysIn } from './key-file';
import { signCommand, signingKeyIn } from './sign-command';
import { COMMAND_TYPE, SignedCommands } from './signed-command';

const NOW_MS = 1_800_000_000_000;
const NOW = NOW_MS / 1_000;
const DAY = 24 * 60 * 60;
const ed = generateKeyPairSync('ed25519');
const es = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const publicKey = (key: KeyObject, about: object): object => ({ ...key.export({ format: 'jwk' }), ...about });
const KEYS = keysIn(
  JSON.stringify({
    keys: [
      publicKey(ed.publicKey, { alg: 'EdDSA', kid: 'treasury', sub: '国库系统' }),
      publicKey(es.publicKey, { alg: 'ES256', kid: 'payroll', sub: '工资系统' }),
      publicKey(rsa.publicKey, { alg: 'PS256', kid: 'rsa', sub: '资产系统' }),
    ],
  }),
);
const commands = new SignedCommands(
  () => KEYS,
  LEDGER_ID,
  () => NOW_MS,
);
const COMMAND = Buffer.from('{"commandId":"k1", "name":"信息化"}');

function pem(key: KeyObject): string {
  return key.export({ format: 'pem', type: 'pkcs8' }).toString();
}

/** As jose makes it, which knows nothing of what a ledger takes. */
async function signed(header: Record<string, unknown> = {}, key = ed.privateKey): Promise<string> {
  const said = { alg: 'EdDSA', typ: COMMAND_TYPE, kid: 'treasury', aud: LEDGER_ID, iat: NOW, exp: NOW + 60, ...header };
  return new CompactSign(COMMAND).setProtectedHeader(said).sign(key);
}

const fate = (value: string): Promise<string> => fateOf(commands.open(Buffer.from(value)));

test.each([
  ['treasury', ed.privateKey, '国库系统'],
  ['payroll', es.privateKey, '工资系统'],
  ['rsa', rsa.privateKey, '资产系统'],
])('what is signed by the key %s is of its actor, byte for byte', async (kid, key, actor) => {
  const value = await signCommand(COMMAND, signingKeyIn(pem(key), kid), {
    ledgerId: LEDGER_ID,
    seconds: 60,
    now: NOW_MS,
  });
  const { sender, payload } = await commands.open(Buffer.from(value));
  expect(sender).toEqual({ actor, identified: { by: 'key', key: kid }, groups: [], claims: {} });
  expect(Buffer.from(payload)).toEqual(COMMAND);
});

test.each([
  ['another key of the file', { kid: 'payroll' }, 'token-wrong-algorithm'],
  ['a key of nobody', { kid: 'nobody' }, 'token-unknown-key'],
  ['no key', { kid: undefined }, 'token-malformed'],
  ['another ledger', { aud: 'other' }, 'token-wrong-audience'],
  ['several ledgers', { aud: ['other', LEDGER_ID] }, 'in'],
  ['no ledger', { aud: undefined }, 'token-malformed'],
  ['no end', { exp: undefined }, 'token-malformed'],
  ['an end that is no number', { exp: '9999999999' }, 'token-malformed'],
  ['an end that has been', { iat: NOW - 100, exp: NOW - 31 }, 'token-expired'],
  ['an end that is about to be', { iat: NOW - 100, exp: NOW - 29 }, 'in'],
  ['an end too far away', { exp: NOW + 14 * DAY + 1 }, 'token-malformed'],
  ['the longest wait', { exp: NOW + 14 * DAY }, 'in'],
  ['a time to come', { iat: NOW + 31 }, 'token-not-yet-valid'],
  ['a beginning to come', { nbf: NOW + 31 }, 'token-not-yet-valid'],
  ['another type', { typ: 'JWT' }, 'token-malformed'],
  ['its type in full', { typ: `application/${COMMAND_TYPE.toUpperCase()}` }, 'in'],
  ['a payload that is not encoded', { b64: true, crit: ['b64'] }, 'token-malformed'],
  ['a key of its own', { jwk: es.publicKey.export({ format: 'jwk' }) }, 'in'],
])('a header with %s', async (_, header, expected) => {
  expect(await fate(await signed(header))).toBe(expected);
});

test.each([
  ['nothing', '', 'message-unsigned'],
  ['a command', COMMAND.toString(), 'message-unsigned'],
  ['a token without a signature', 'a.b.', 'message-unsigned'],
  ['a JWS and a line end', 'a.b.c\n', 'message-unsigned'],
  ['five parts', 'a.b.c.d.e', 'message-unsigned'],
  ['a header that is no JSON', 'a.b.c', 'token-malformed'],
  ['a header that is null', `${Buffer.from('null').toString('base64url')}.b.c`, 'token-wrong-algorithm'],
  [
    'a header that says a thing twice',
    `${Buffer.from('{"alg":"none","alg":"EdDSA"}').toString('base64url')}.b.c`,
    'token-malformed',
  ],
  ['a long header', `${'a'.repeat(4_097)}.b.c`, 'token-malformed'],
])('%s is of nobody', async (_, value, expected) => {
  expect(await fate(value)).toBe(expected);
});

test('each bit of header, payload and signature counts', async () => {
  const value = await signed();
  for (const at of [value.indexOf('.') + 5, value.lastIndexOf('.') + 5]) {
    const changed = `${value.slice(0, at)}${value[at] === 'A' ? 'B' : 'A'}${value.slice(at + 1)}`;
    expect(await fate(changed)).toBe('token-wrong-signature');
  }
  expect(await fate(value)).toBe('in');
});

test('a ledger without a file of keys knows nobody', async () => {
  const none = new SignedCommands(() => undefined, LEDGER_ID);
  expect(await fateOf(none.open(Buffer.from(await signed())))).toBe('token-unknown-key');
});

test('a private key comes as JWK or PEM; what is none is told without being shown', () => {
  const jwk = ed.privateKey.export({ format: 'jwk' });
  expect(signingKeyIn(JSON.stringify({ ...jwk, kid: 'a' }))).toMatchObject({ kid: 'a', alg: 'EdDSA' });
  expect(() => signingKeyIn(JSON.stringify(jwk))).toThrow('--kid');
  expect(() => signingKeyIn(pem(ed.privateKey))).toThrow('--kid');
  expect(() => signingKeyIn('{"kty":"oct","k":"a-secret"}', 'a')).toThrow(/私钥/);
  expect(() => signingKeyIn('a-secret', 'a')).not.toThrow('a-secret');
});

test.each([
  ['that is none', { kty: 'OKP', crv: 'Ed25519', x: 'AAAA', alg: 'EdDSA' }, '不是可用的公钥'],
  ['of another kind', publicKey(ed.publicKey, { alg: 'ES256' }), '不能用 ES256 签名'],
  ['on another curve', publicKey(es.publicKey, { alg: 'ES384' }), '不能用 ES384 签名'],
  [
    'that is short',
    publicKey(generateKeyPairSync('rsa', { modulusLength: 1_024 }).publicKey, { alg: 'RS256' }),
    '2048',
  ],
])('a key %s is told when the file is read, and not when somebody has signed with it', (_, key, expected) => {
  expect(() => keysIn(JSON.stringify({ keys: [{ ...key, kid: 'k', sub: '国库系统' }] }))).toThrow(expected);
});
