import { createHash } from 'node:crypto';
import { get } from 'node:http';

import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';

import { newIssuerKey, SampleIssuer } from './sample-issuer';

const PEOPLE = [
  { id: 'zhang-san', secret: 'a-secret-of-zhang-san', name: '张三', groups: ['posters'], may: '记账 <poster>' },
  { id: 'sun-min', secret: 'a-secret-of-sun-min', name: '孙敏', groups: [], may: '审计 auditor' },
];
const CONSOLE = {
  id: 'console',
  secret: 'a-secret-of-the-console',
  redirectUri: 'http://127.0.0.1:8088/session/callback',
  signedOutUri: 'http://127.0.0.1:8088/',
};
const VERIFIER = 'a-verifier-that-is-long-enough-to-be-one-of-rfc-7636';
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');
const ASKED = {
  client_id: 'console',
  redirect_uri: CONSOLE.redirectUri,
  response_type: 'code',
  scope: 'openid profile',
  state: 'the-state',
  nonce: 'the-nonce',
  code_challenge: CHALLENGE,
  code_challenge_method: 'S256',
};
let nowMs = 0;
let issuer: SampleIssuer;

beforeAll(async () => {
  issuer = await SampleIssuer.start(
    { key: newIssuerKey(), audience: 'budget-ledger', clients: PEOPLE },
    0,
    () => nowMs,
  );
  issuer.register(CONSOLE);
});
afterAll(() => issuer.stop());

function authorize(changes: Record<string, string> = {}): Promise<Response> {
  const query = new URLSearchParams({ ...ASKED, ...changes });
  return fetch(`${issuer.issuer}/authorize?${query.toString()}`, { redirect: 'manual' });
}

function choose(form: Record<string, string>): Promise<Response> {
  return fetch(`${issuer.issuer}/authorize`, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
}

async function requestIn(page: Response): Promise<string> {
  return /name="request" value="([\w-]{43})"/.exec(await page.text())?.[1] ?? '';
}

async function codeFor(person: string): Promise<string> {
  const chosen = await choose({ request: await requestIn(await authorize()), person });
  return new URL(chosen.headers.get('location') ?? '').searchParams.get('code') ?? '';
}

async function exchange(code: string, changes: Record<string, string> = {}, secret = CONSOLE.secret) {
  const response = await fetch(`${issuer.issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`console:${secret}`)}` },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: CONSOLE.redirectUri,
      code_verifier: VERIFIER,
      ...changes,
    }),
  });
  return (await response.json()) as { access_token?: string; id_token?: string; error?: string };
}

test('who chooses a person comes back to the application with a code, for tokens of that person', async () => {
  const page = await authorize();
  expect(page.headers.get('content-security-policy')).toMatch(/form-action 'self' http:\/\/127\.0\.0\.1:8088;/);
  expect(page.headers.get('x-frame-options')).toBe('DENY');
  const text = await page.clone().text();
  expect(text).toMatch(/仅供本机试用/);
  expect(text).toMatch(/<b>张三<\/b><small>记账 &#60;poster&#62;<\/small>/);
  expect(PEOPLE.filter(({ secret }) => text.includes(secret))).toEqual([]);
  const chosen = await choose({ request: await requestIn(page), person: 'zhang-san' });
  const back = new URL(chosen.headers.get('location') ?? '');
  expect([chosen.status, `${back.origin}${back.pathname}`]).toEqual([303, CONSOLE.redirectUri]);
  expect(Object.fromEntries(back.searchParams)).toMatchObject({ state: 'the-state', iss: issuer.issuer });
  const given = await exchange(back.searchParams.get('code') ?? '');
  const keys = createRemoteJWKSet(new URL(`${issuer.issuer}/jwks`));
  const { payload } = await jwtVerify(given.id_token ?? '', keys, { issuer: issuer.issuer, audience: 'console' });
  expect(payload).toMatchObject({ sub: 'zhang-san', name: '张三', nonce: 'the-nonce' });
  expect(decodeJwt(given.access_token ?? '')).toMatchObject({
    sub: 'zhang-san',
    aud: 'budget-ledger',
    client_id: 'console',
    groups: ['posters'],
  });
});

test('a code counts once, for a minute, for who has the verifier and the secret', async () => {
  const code = await codeFor('sun-min');
  expect(await exchange(code)).toHaveProperty('access_token');
  expect(await exchange(code)).toEqual({ error: 'invalid_grant' });
  const late = await codeFor('sun-min');
  nowMs += 60_001;
  expect(await exchange(late)).toEqual({ error: 'invalid_grant' });
  const wrong: [Record<string, string>, string][] = [
    [{ code_verifier: `${VERIFIER}x` }, CONSOLE.secret],
    [{ code_verifier: CHALLENGE }, CONSOLE.secret],
    [{ redirect_uri: 'http://127.0.0.1:8088/other' }, CONSOLE.secret],
    [{}, 'wrong'],
  ];
  for (const [changes, secret] of wrong)
    expect(await exchange(await codeFor('sun-min'), changes, secret)).not.toHaveProperty('access_token');
});

test('a request leads to the registered address or nowhere', async () => {
  const elsewhere = ['http://127.0.0.1:8088/session/callback/', 'http://127.0.0.1:8088', 'https://evil.example/x'];
  for (const address of elsewhere) {
    const { status, headers } = await authorize({ redirect_uri: address });
    expect([address, status, headers.get('location')]).toEqual([address, 400, null]);
  }
  expect((await authorize({ client_id: 'zhang-san' })).status).toBe(400);
  const query = new URLSearchParams([...Object.entries(ASKED), ['redirect_uri', 'https://evil.example/x']]);
  expect((await fetch(`${issuer.issuer}/authorize?${query.toString()}`, { redirect: 'manual' })).status).toBe(400);
});

test.each<[string, Record<string, string>]>([
  ['unsupported_response_type', { response_type: 'token' }],
  ['invalid_scope', { scope: 'profile' }],
  ['invalid_request', { code_challenge_method: 'plain' }],
  ['invalid_request', { code_challenge: '' }],
])('its application is told of %s: %j', async (error, changes) => {
  const { status, headers } = await authorize(changes);
  const back = new URL(headers.get('location') ?? '');
  expect([status, `${back.origin}${back.pathname}`]).toEqual([303, CONSOLE.redirectUri]);
  expect(Object.fromEntries(back.searchParams)).toEqual({ error, state: 'the-state', iss: issuer.issuer });
});

test('a page elsewhere that posts a form without having seen the page gets no code, nor does a second click', async () => {
  for (const form of [
    { person: 'zhang-san' },
    { ...ASKED, person: 'zhang-san' },
    { ...ASKED, person: 'zhang-san', request: 'x'.repeat(43) },
  ]) {
    const { status, headers } = await choose(form);
    expect([status, headers.get('location')]).toEqual([400, null]);
  }
  const request = await requestIn(await authorize());
  expect((await choose({ request, person: 'nobody' })).status).toBe(400);
  const again = await requestIn(await authorize());
  expect((await choose({ request: again, person: 'sun-min' })).status).toBe(303);
  expect((await choose({ request: again, person: 'sun-min' })).status).toBe(400);
});

test('a name of others that leads to this machine is not answered', async () => {
  const status = await new Promise((resolve) =>
    get(`${issuer.issuer}/jwks`, { headers: { host: `evil.example:${issuer.port}` } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    }),
  );
  expect(status).toBe(421);
});

test('who has signed out is led to where the application wants it, and nowhere else', async () => {
  const end = (to: string) =>
    fetch(`${issuer.issuer}/end-session?post_logout_redirect_uri=${encodeURIComponent(to)}`, { redirect: 'manual' });
  expect((await end(CONSOLE.signedOutUri)).headers.get('location')).toBe(CONSOLE.signedOutUri);
  const other = await end('https://evil.example/');
  expect([other.status, other.headers.get('location')]).toEqual([200, null]);
});
