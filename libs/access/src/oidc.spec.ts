import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { generateKeyPair, type KeyLike } from 'jose';

import { fateOf, publicJwk, signed } from '../test/tokens';
import { IssuerKeys } from './issuer-keys';
import { OidcIssuer, type OidcSettings } from './oidc';

const NOW = Math.floor(Date.now() / 1_000);
let server: Server;
let issuer: string;
let listener: RequestListener;
let asked: string[];
let now: number;
let key: { privateKey: KeyLike; publicKey: KeyLike };

beforeAll(async () => {
  key = await generateKeyPair('ES256');
});
beforeEach(async () => {
  asked = [];
  now = 0;
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await serve({ k1: key.publicKey });
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function serve(keys: Record<string, KeyLike>, discovery: object = {}): Promise<void> {
  const set = await Promise.all(Object.entries(keys).map(([kid, each]) => publicJwk(each, { kid, alg: 'ES256' })));
  const documents: Record<string, object> = {
    '/.well-known/openid-configuration': { issuer, jwks_uri: `${issuer}/keys`, ...discovery },
    '/keys': { keys: set },
  };
  listener = ({ url = '' }, response) => response.end(JSON.stringify(documents[url]));
}

function trusting(changed: Partial<OidcSettings> = {}): OidcIssuer {
  const settings = { issuer, audience: 'ledger', algorithms: ['ES256'], actorClaim: 'sub', groupsClaim: 'groups' };
  const keys = new IssuerKeys(issuer, { freshMs: 300_000, mostMs: 600_000, pauseMs: 1_000 }, () => now);
  return new OidcIssuer({ ...settings, ...changed }, keys);
}

const token = (claims: object = {}, kid = 'k1', by = key.privateKey): Promise<string> =>
  signed(by, { alg: 'ES256', kid, typ: 'at+jwt' }, { iss: issuer, aud: 'ledger', ...claims });

describe('an access token', () => {
  it('says who somebody is, in which groups, and by whom that is said', async () => {
    const claims = { sub: 'u-17', preferred_username: '张三', groups: ['预算科', 7, '局机关'] };
    expect(await trusting({ actorClaim: 'preferred_username' }).check(await token(claims), 'k1')).toMatchObject({
      principal: {
        actor: '张三',
        identified: { by: 'oidc', issuer, subject: 'u-17' },
        groups: ['预算科', '局机关'],
      },
    });
  });

  it('says on whose behalf somebody acts', async () => {
    const claims = { sub: '张三', act: { sub: 'portal' } };
    expect(await trusting().check(await token(claims), 'k1')).toMatchObject({
      principal: { actor: 'portal', onBehalfOf: '张三' },
    });
    expect(await fateOf(trusting().check(await token({ act: 'portal' }), 'k1'))).toBe('token-malformed');
  });

  it.each<[object, string]>([
    [{ exp: NOW - 60 }, 'token-expired'],
    [{ exp: NOW - 10 }, 'in'],
    [{ exp: undefined }, 'token-malformed'],
    [{ nbf: NOW + 60 }, 'token-not-yet-valid'],
    [{ aud: 'another' }, 'token-wrong-audience'],
    [{ aud: ['another', 'ledger'] }, 'in'],
    [{ iss: 'https://evil.example' }, 'token-wrong-issuer'],
    [{ sub: undefined }, 'token-malformed'],
    [{ sub: '张\u200b三' }, 'token-malformed'],
    [{ sub: 'x'.repeat(201) }, 'token-malformed'],
  ])('with %j is %s', async (claims, expected) => {
    expect(await fateOf(trusting().check(await token(claims), 'k1'))).toBe(expected);
  });

  it('is taken by the algorithms that are configured alone', async () => {
    expect(await fateOf(trusting({ algorithms: ['EdDSA'] }).check(await token(), 'k1'))).toBe('token-wrong-algorithm');
  });
});

describe('the keys of an issuer', () => {
  it('are asked for once, by however many', async () => {
    const oidc = trusting();
    const given = await token();
    await Promise.all(Array.from({ length: 20 }, () => oidc.check(given, 'k1')));
    expect(asked).toEqual(['/.well-known/openid-configuration', '/keys']);
  });

  it('are asked for again when a token names another, and not more often than once a second', async () => {
    const oidc = trusting();
    await oidc.check(await token(), 'k1');
    const next = await generateKeyPair('ES256');
    await serve({ k2: next.publicKey });
    now = 500;
    expect(await fateOf(oidc.check(await token({}, 'k2', next.privateKey), 'k2'))).toBe('token-unknown-key');
    now = 1_000;
    expect(await fateOf(oidc.check(await token({}, 'k2', next.privateKey), 'k2'))).toBe('in');
    expect(asked).toHaveLength(4);
    // What the issuer has withdrawn ends with that.
    expect(await fateOf(oidc.check(await token(), 'k1'))).toBe('token-unknown-key');
    expect(asked).toHaveLength(4);
  });

  it('last for ten minutes without their issuer, and then nobody is let in until it is there again', async () => {
    const oidc = trusting();
    const given = await token({ exp: NOW + 3_600 });
    await oidc.check(given, 'k1');
    listener = (_, response) => response.destroy();
    now = 400_000;
    expect(await fateOf(oidc.check(given, 'k1'))).toBe('in');
    now = 601_000;
    expect(await fateOf(oidc.check(given, 'k1'))).toBe('issuer-unreachable');
    expect(oidc.complaint).toMatch(/cannot be asked for its keys: .*fetch failed/);
    await serve({ k1: key.publicKey });
    now = 602_000;
    expect(await fateOf(oidc.check(given, 'k1'))).toBe('in');
    expect(oidc.complaint).toBeUndefined();
  });

  it("are nobody's where a key is not known and the issuer cannot say", async () => {
    const oidc = trusting();
    await oidc.check(await token(), 'k1');
    listener = (_, response) => response.destroy();
    for (now of [1_000, 1_500]) {
      expect(await fateOf(oidc.check(await token({}, 'k9'), 'k9'))).toBe('issuer-unreachable');
    }
  });

  it.each<[string, () => void | Promise<void>]>([
    ['answers with an error', () => void (listener = (_, response) => response.writeHead(500).end('{}'))],
    ['leads elsewhere', () => void (listener = (_, response) => response.writeHead(302, { location: '/keys' }).end())],
    ['speaks for another', () => serve({ k1: key.publicKey }, { issuer: 'https://evil.example' })],
    ['has its keys on an open network', () => serve({ k1: key.publicKey }, { jwks_uri: 'http://evil.example/keys' })],
    ['answers without end', () => void (listener = (_, response) => response.end('x'.repeat(300 << 10)))],
    ['answers nonsense', () => void (listener = (_, response) => response.end('<html>'))],
  ])('are not taken from an issuer that %s', async (_, arrange) => {
    await arrange();
    expect(await fateOf(trusting().check(await token(), 'k1'))).toBe('issuer-unreachable');
  });

  it('are waited for no longer than a few seconds', async () => {
    listener = () => undefined;
    const begun = performance.now();
    expect(await fateOf(trusting().check(await token(), 'k1'))).toBe('issuer-unreachable');
    expect(performance.now() - begun).toBeLessThan(20_000);
  });
});

test.each<[Partial<OidcSettings>, RegExp]>([
  [{ issuer: 'http://login.example.cn' }, /OIDC_ISSUER must be an https address/],
  [{ issuer: 'login' }, /OIDC_ISSUER must be an https address/],
  [{ audience: '' }, /OIDC_ISSUER needs OIDC_AUDIENCE/],
  [{ algorithms: ['HS256'] }, /OIDC_ALGORITHMS takes EdDSA.+ and not HS256/],
  [{ algorithms: ['none'] }, /and not none/],
  [{ algorithms: [] }, /and not nothing/],
])('the settings %j are refused', (changed, sentence) => {
  expect(() => trusting(changed)).toThrow(sentence);
});
