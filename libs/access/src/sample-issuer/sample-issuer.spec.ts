import { decodeJwt, decodeProtectedHeader } from 'jose';

import { Identity } from '../identity';
import { OidcIssuer } from '../oidc';
import { newIssuerKey, SampleIssuer } from './sample-issuer';

const CLIENT = { id: 'zhang-san', secret: 'a+secret/of:zhang', name: '张三', groups: ['/finance/posters'] };
let issuer: SampleIssuer;

beforeAll(async () => {
  issuer = await SampleIssuer.start({ key: newIssuerKey(), audience: 'budget-ledger', clients: [CLIENT] }, 0);
});
afterAll(() => issuer.stop());

async function ask(body: Record<string, string>, authorization?: string) {
  const response = await fetch(`${issuer.issuer}/token`, {
    method: 'POST',
    headers: authorization === undefined ? {} : { authorization },
    body: new URLSearchParams(body),
  });
  const answer = (await response.json()) as { access_token?: string; error?: string };
  return { status: response.status, ...answer, cache: response.headers.get('cache-control') };
}
const BASIC = `Basic ${btoa(`zhang-san:${encodeURIComponent(CLIENT.secret)}`)}`;
const GRANT = { grant_type: 'client_credentials' };

test('a ledger knows whoever comes with a token of it, by the name of the claim and the groups', async () => {
  const { access_token: token = '', cache } = await ask(GRANT, BASIC);
  expect(cache).toBe('no-store');
  expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'EdDSA', typ: 'at+jwt' });
  expect(decodeJwt(token)).toMatchObject({ iss: issuer.issuer, sub: 'zhang-san', aud: 'budget-ledger', name: '张三' });
  const settings = {
    issuer: issuer.issuer,
    audience: 'budget-ledger',
    algorithms: ['EdDSA'],
    actorClaim: 'name',
    groupsClaim: 'groups',
  };
  const identity = new Identity({
    tokens: () => [],
    keys: () => undefined,
    issuer: new OidcIssuer(settings),
    ledgerId: 'budget-ledger',
  });
  expect(await identity.identify(`Bearer ${token}`)).toMatchObject({
    actor: '张三',
    identified: { by: 'oidc', issuer: issuer.issuer, subject: 'zhang-san' },
    groups: ['/finance/posters'],
  });
});

test('who gives no secret or a wrong one gets none, nor by another grant, nor with a form without end', async () => {
  const basic = (id: string, secret: string): string => `Basic ${btoa(`${id}:${secret}`)}`;
  for (const authorization of [undefined, basic('zhang-san', 'wrong'), basic('nobody', 'x'), basic('zhang-san', '')])
    expect(await ask(GRANT, authorization)).toMatchObject({ status: 401, error: 'invalid_client' });
  expect(await ask({ grant_type: 'password' }, BASIC)).toMatchObject({ status: 400, error: 'unsupported_grant_type' });
  const long = await ask({ ...GRANT, scope: 'x'.repeat(20_000) }, BASIC).catch(() => ({
    status: 0,
    access_token: undefined,
  }));
  expect(long.access_token).toBeUndefined();
  expect(await ask({ ...GRANT, client_id: CLIENT.id, client_secret: CLIENT.secret })).toMatchObject({ status: 200 });
});

test('it says that it is for development, and shows no private key', async () => {
  expect(await (await fetch(issuer.issuer)).text()).toContain('never for real use');
  const { keys } = (await (await fetch(`${issuer.issuer}/jwks`)).json()) as { keys: object[] };
  expect(keys).toHaveLength(1);
  expect(keys[0]).not.toHaveProperty('d');
});

test('where its port is taken, it takes another one', async () => {
  const second = await SampleIssuer.start({ key: newIssuerKey(), audience: 'x', clients: [] }, issuer.port);
  expect(second.port).not.toBe(issuer.port);
  await second.stop();
});
