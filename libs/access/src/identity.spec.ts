import { generateKeyPair, type KeyLike } from 'jose';

import { fateOf, LEDGER_ID, publicJwk, signed, unsigned } from '../test/tokens';
import { Identity } from './identity';
import { type KnownKeys, keysIn } from './key-file';
import { tokenLine, tokensIn } from './token-file';

const TOKEN = 'a.token.that-looks-signed-and-is-not';
const NOW = Math.floor(Date.now() / 1_000);
const MACHINE = { alg: 'EdDSA', kid: 'machine-1' };
const SAYS = { iss: '国库系统', sub: '国库系统' };

let ed: { privateKey: KeyLike; publicKey: KeyLike };
let es: { privateKey: KeyLike; publicKey: KeyLike };
let keys: KnownKeys;
let identity: Identity;
beforeAll(async () => {
  ed = await generateKeyPair('EdDSA');
  es = await generateKeyPair('ES256');
  keys = keysIn(
    JSON.stringify({
      keys: [
        await publicJwk(ed.publicKey, { ...MACHINE, sub: '国库系统' }),
        await publicJwk(es.publicKey, { alg: 'ES256', kid: 'machine-2', sub: 'payroll' }),
      ],
    }),
  );
  const tokens = tokensIn(tokenLine(TOKEN, '财政局 张三'));
  identity = new Identity({ tokens: () => [tokens], keys: () => keys, issuer: undefined, ledgerId: LEDGER_ID });
});

const fate = (token: string): Promise<string> => fateOf(identity.identify(`Bearer ${token}`));

describe('a token that is known by its hash', () => {
  it.each([`Bearer ${TOKEN}`, `bearer ${TOKEN}`, `Bearer   ${TOKEN}`])('%s is its actor', async (authorization) => {
    expect(await identity.identify(authorization)).toEqual({
      actor: '财政局 张三',
      identified: { by: 'token' },
      groups: [],
      claims: {},
    });
  });

  it.each([undefined, '', 'Bearer', 'Bearer ', `Basic ${TOKEN}`, TOKEN, `Bearer${TOKEN}`, ` Bearer ${TOKEN}`])(
    '%j is nobody',
    async (authorization) => {
      expect(await fateOf(identity.identify(authorization))).toBe('unauthorized');
    },
  );

  it.each([`${TOKEN}x`, `${TOKEN} x`, TOKEN.toUpperCase(), 'another-token-of-nobody'])('%j is not', async (token) => {
    expect(await fate(token)).not.toBe('in');
  });
});

describe('a machine that signs for itself', () => {
  it('is the subject of its key, whatever groups it gives itself', async () => {
    expect(
      await identity.identify(`Bearer ${await signed(ed.privateKey, MACHINE, { ...SAYS, groups: ['all'] })}`),
    ).toEqual({
      actor: '国库系统',
      identified: { by: 'key', key: 'machine-1' },
      groups: [],
      claims: {},
    });
    const claims = { iss: 'payroll', sub: 'payroll' };
    expect(await fate(await signed(es.privateKey, { alg: 'ES256', kid: 'machine-2' }, claims))).toBe('in');
  });

  it.each<[string, Parameters<typeof signed>[2], string]>([
    ['has ended', { exp: NOW - 60 }, 'token-expired'],
    ['has no end', { exp: undefined }, 'token-malformed'],
    ['was signed two hours ago, though it is to end in a year', { iat: NOW - 7_200, exp: NOW + 3e7 }, 'token-expired'],
    ['says no time of its signing', { iat: undefined }, 'token-malformed'],
    ['begins tomorrow', { nbf: NOW + 86_400 }, 'token-not-yet-valid'],
    ['is for another ledger', { aud: 'another-ledger' }, 'token-wrong-audience'],
    ['is for nobody', { aud: undefined }, 'token-malformed'],
    ['speaks for somebody else', { sub: 'payroll' }, 'token-malformed'],
    ['says that somebody else has made it', { iss: 'payroll' }, 'token-wrong-issuer'],
    ['comes from an issuer of whom nobody has heard', { iss: 'https://evil.example' }, 'token-wrong-issuer'],
    ['is a few seconds apart, as clocks are', { exp: NOW - 5, nbf: NOW + 15 }, 'in'],
  ])('whose token %s', async (_, claims, expected) => {
    expect(await fate(await signed(ed.privateKey, MACHINE, { ...SAYS, ...claims }))).toBe(expected);
  });
});

describe('a token that was checked before', () => {
  it('is known by its hash, and no longer than its key stands in the file and it lives', async () => {
    const known = keys;
    try {
      const token = await signed(ed.privateKey, MACHINE, SAYS);
      const [first, second] = [await identity.identify(`Bearer ${token}`), await identity.identify(`Bearer ${token}`)];
      expect(second).toBe(first);
      expect(await fate(`${token.slice(0, -4)}AAAA`)).toBe('token-wrong-signature');
      keys = keysIn(
        JSON.stringify({ keys: [await publicJwk(es.publicKey, { alg: 'ES256', kid: 'other', sub: 'x' })] }),
      );
      expect(await fate(token)).toBe('token-wrong-issuer');
      keys = known;
      jest.useFakeTimers({ now: Date.now() + 400_000 });
      expect(await fate(token)).toBe('token-expired');
    } finally {
      jest.useRealTimers();
      keys = known;
    }
  });
});

describe('a token that is made to be taken for another', () => {
  const claims = { ...SAYS, aud: LEDGER_ID, iat: NOW, exp: NOW + 300 };

  it('is signed by nobody', async () => {
    for (const alg of ['none', 'None', '', 'NONE']) {
      expect(await fate(unsigned({ ...MACHINE, alg }, claims, 'AAAA'))).toBe('token-wrong-algorithm');
    }
    expect(await fate(unsigned(MACHINE, claims))).toBe('unauthorized');
    expect(await fate(unsigned(MACHINE, claims, 'AAAA'))).toBe('token-wrong-signature');
  });

  it('is signed with the public key as if that were a secret', async () => {
    const secret = new TextEncoder().encode(JSON.stringify(await publicJwk(ed.publicKey, MACHINE)));
    expect(await fate(await signed(secret, { ...MACHINE, alg: 'HS256' }, SAYS))).toBe('token-wrong-algorithm');
  });

  it('is signed with another key, or by another algorithm than its key has', async () => {
    const { privateKey } = await generateKeyPair('EdDSA');
    expect(await fate(await signed(privateKey, MACHINE, SAYS))).toBe('token-wrong-signature');
    expect(await fate(await signed(es.privateKey, { alg: 'ES256', kid: 'machine-1' }, SAYS))).toBe(
      'token-wrong-algorithm',
    );
  });

  it.each(['../../etc/passwd', '/dev/null', '__proto__', 'machine-1\0', "' or 1=1 --"])(
    'names the key %j, which is looked up and never opened',
    async (kid) => {
      expect(await fate(await signed(ed.privateKey, { alg: 'EdDSA', kid }, SAYS))).toBe('token-unknown-key');
    },
  );

  it('brings its key or the address of one along, or a header that must be understood', async () => {
    const { privateKey, publicKey } = await generateKeyPair('EdDSA');
    const header = { ...MACHINE, jwk: await publicJwk(publicKey, {}), jku: 'https://evil.example/keys' };
    expect(await fate(await signed(privateKey, header, SAYS))).toBe('token-wrong-signature');
    expect(await fate(unsigned({ ...MACHINE, crit: ['unheard-of'] }, claims, 'AAAA'))).toBe('token-malformed');
  });

  it('has another use, or is no JSON, or is far too long', async () => {
    expect(await fate(await signed(ed.privateKey, { ...MACHINE, typ: 'logout+jwt' }, SAYS))).toBe('token-malformed');
    expect(await fate('AAAA.BBBB.CCCC')).toBe('token-malformed');
    expect(await fate(unsigned(MACHINE, { ...claims, filling: 'x'.repeat(9_000) }, 'AAAA'))).toBe('token-malformed');
    expect(await fate(unsigned({ ...MACHINE, kid: 7 }, claims, 'AAAA'))).toBe('token-malformed');
  });
});

test('a file of keys holds public keys of known algorithms, each with its actor and a name of its own', async () => {
  const key = await publicJwk(ed.publicKey, { ...MACHINE, sub: 'a' });
  expect(() => keysIn(JSON.stringify({ keys: [key, key] }))).toThrow(/kid machine-1 出现两次/);
  expect(() => keysIn(JSON.stringify({ keys: [{ ...key, d: 'secret' }] }))).toThrow(/是私钥.+must be replaced/);
  for (const wrong of [{ kty: 'oct' }, { alg: 'HS256' }, { alg: 'none' }, { sub: undefined }, { kid: '' }]) {
    expect(() => keysIn(JSON.stringify({ keys: [{ ...key, ...wrong }] }))).toThrow(/^keys\.0\.\w+ 有误/);
  }
});
