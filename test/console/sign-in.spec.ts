import { newIssuerKey, SampleIssuer } from '#access';

import { Browser } from '../support/browser';
import { consoleAddress, INDEX, type RunningConsole, startConsole } from '../support/console';
import { OidcServer } from '../support/oidc-server';
import { RecordingUpstream } from '../support/recording-upstream';

const PEOPLE = [{ id: 'zhang-san', secret: 'a-secret-of-zhang-san', name: '张三', groups: [], may: '记账 poster' }];
const RESOURCE = 'urn:EdDSA:budget-ledger:300';

interface Place {
  upstream: RecordingUpstream;
  console: RunningConsole;
  /** What the person does at the issuer that they are sent to, up to their way back. */
  choose: (browser: Browser, page: { url: string; text: string }) => Promise<string>;
  stop: () => Promise<void>;
}

/** oidc-provider signs everybody in without a page. */
async function withOidcProvider(): Promise<Place> {
  const url = await consoleAddress();
  const server = await OidcServer.start(url);
  const upstream = await RecordingUpstream.start();
  const console = await startConsole(url, {
    OIDC_ISSUER: server.issuer,
    OIDC_AUDIENCE: 'budget-ledger',
    OIDC_ACTOR_CLAIM: 'name',
    OIDC_CLIENT_ID: 'console',
    OIDC_CLIENT_SECRET: 'a-secret-of-the-console',
    OIDC_RESOURCE: RESOURCE,
    LEDGER_URL: upstream.url,
    QUERY_URL: upstream.url,
  });
  const stop = async (): Promise<void> => {
    await console.stop();
    await Promise.all([upstream.stop(), server.stop()]);
  };
  return { upstream, console, stop, choose: (_, page) => Promise.resolve(page.url) };
}

async function withSampleIssuer(): Promise<Place> {
  const url = await consoleAddress();
  const issuer = await SampleIssuer.start({ key: newIssuerKey(), audience: 'budget-ledger', clients: PEOPLE }, 0);
  const application = { id: 'console', secret: 'a-secret-of-the-console', signedOutUri: `${url}/` };
  issuer.register({ ...application, redirectUri: `${url}/session/callback` });
  const upstream = await RecordingUpstream.start();
  const console = await startConsole(url, {
    OIDC_ISSUER: issuer.issuer,
    OIDC_AUDIENCE: 'budget-ledger',
    OIDC_ACTOR_CLAIM: 'name',
    OIDC_CLIENT_ID: 'console',
    OIDC_CLIENT_SECRET: 'a-secret-of-the-console',
    LEDGER_URL: upstream.url,
    QUERY_URL: upstream.url,
  });
  const stop = async (): Promise<void> => {
    await console.stop();
    await Promise.all([upstream.stop(), issuer.stop()]);
  };
  const choose: Place['choose'] = async (browser, { url: at, text }) => {
    const request = /name="request" value="([\w-]+)"/.exec(text)?.[1] ?? '';
    const body = new URLSearchParams({ request, person: 'zhang-san' });
    const chosen = await browser.ask(`${new URL(at).origin}/authorize`, { method: 'POST', body });
    return chosen.headers.get('location')!;
  };
  return { upstream, console, stop, choose };
}

describe.each([
  ['oidc-provider', withOidcProvider],
  ['the sample issuer', withSampleIssuer],
])('signing in by %s', (_, start) => {
  let place: Place;
  let browser: Browser;
  const at = (path: string): string => `${place.console.url}${path}`;
  const session = async () => JSON.parse((await browser.call(at('/session'))).text) as Record<string, unknown>;

  async function wayBack(who: Browser, to = '/'): Promise<string> {
    const isBack = (url: string): boolean => url.startsWith(at('/session/callback?'));
    return place.choose(who, await who.goTo(at(`/session/sign-in?to=${encodeURIComponent(to)}`), isBack));
  }

  async function signIn(to = '/'): Promise<{ url: string; text: string }> {
    return browser.open(await wayBack(browser, to));
  }

  beforeAll(async () => {
    place = await start();
  });
  afterAll(() => place.stop());
  beforeEach(() => {
    browser = new Browser();
    place.upstream.requests.length = 0;
  });

  it('leads to the issuer and back to the page that was asked for, and what is asked then carries the token', async () => {
    expect(await session()).toEqual({ signedIn: false, signIn: '/session/sign-in' });
    const page = await signIn('/divisions/361100/years/2024/tables/3?unit=yuan');
    expect([page.url, page.text]).toEqual([at('/divisions/361100/years/2024/tables/3?unit=yuan'), INDEX]);
    expect(await session()).toMatchObject({ signedIn: true, actor: '张三', expiresAt: expect.any(String) });
    await browser.call(at('/v1/units/361100/126001'));
    const [, token = ''] = /^Bearer (.+)$/.exec(place.upstream.last.headers.authorization ?? '') ?? [];
    const [, claims = ''] = token.split('.');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
      sub: 'zhang-san',
      aud: 'budget-ledger',
    });
  });

  it('shows no token to the browser, and none to the log', async () => {
    await signIn();
    await session();
    await browser.call(at('/v1/units/361100/126001'));
    const { authorization = '' } = place.upstream.last.headers;
    const out = await browser.call(at('/session/sign-out'), { method: 'POST' });
    expect(out.status).toBe(200);
    // What was signed for anybody begins like this.
    const signed = /eyJ[\w-]{10,}\.[\w-]+\.[\w-]+/;
    expect(authorization).toMatch(signed);
    for (const text of [browser.received, browser.visited.join('\n'), await place.console.log()]) {
      expect(text).not.toMatch(signed);
      expect(text).not.toMatch(/access_token|refresh_token|id_token|code_verifier|a-secret-of/);
    }
  });

  it('is one browser’s: a foreign or forged state signs nobody in, nor does the same way back a second time', async () => {
    const back = await wayBack(browser);
    // Whoever is sent a way back that another browser was given: without a sign-in of their own under way, and with one.
    const busy = new Browser();
    await busy.ask(at('/session/sign-in'));
    for (const victim of [new Browser(), busy]) {
      const refused = await victim.open(back);
      expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('登录未完成')]);
      expect(JSON.parse((await victim.call(at('/session'))).text)).toMatchObject({ signedIn: false });
    }
    const forged = new URL(await wayBack(browser));
    forged.searchParams.set('state', 'forged');
    const refused = await browser.open(forged.href);
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('OAUTH_INVALID_RESPONSE')]);
    const good = await wayBack(browser);
    const cookies = new Map(browser.cookies);
    expect((await browser.open(good)).status).toBe(200);
    // Played again, with the cookie that belonged to it and without: its code was used.
    expect((await browser.open(good)).status).toBe(400);
    const again = new Browser();
    for (const [key, value] of cookies) again.cookies.set(key, value);
    expect((await again.open(good)).status).toBe(400);
    expect(JSON.parse((await again.call(at('/session'))).text)).toMatchObject({ signedIn: false });
  });

  it('leads nowhere but to a path of the console', async () => {
    for (const to of ['//evil.example', '/\\evil.example', 'https://evil.example/', '/x/..//evil.example']) {
      browser = new Browser();
      const { url } = await signIn(to);
      expect([to, url]).toEqual([to, at('/')]);
    }
  });

  it('gives a session of a new name, in a cookie that no script reads and no page of others sends', async () => {
    await browser.ask(at('/'), {});
    browser.cookies.set(`${new URL(place.console.url).host} ledger-session`, 'known-to-an-attacker');
    await signIn();
    const key = `${new URL(place.console.url).host} ledger-session`;
    const first = browser.cookies.get(key);
    expect(first).toMatch(/^[\w-]{43}$/);
    const line = /^set-cookie: (ledger-session=[\w-]{43};.*)$/m.exec(browser.received)?.[1];
    expect(line).toMatch(/; Path=\/; HttpOnly; SameSite=Lax/);
    await signIn();
    expect(browser.cookies.get(key)).not.toBe(first);
    const old = new Browser();
    old.cookies.set(key, first!);
    expect(JSON.parse((await old.call(at('/session'))).text)).toMatchObject({ signedIn: false, ended: true });
  });

  it('ends with signing out, at the issuer too, and the cookie is worth nothing from then on', async () => {
    await signIn();
    const stolen = new Browser();
    for (const [key, value] of browser.cookies) stolen.cookies.set(key, value);
    const { next } = JSON.parse((await browser.call(at('/session/sign-out'), { method: 'POST' })).text) as {
      next: string;
    };
    const end = new URL(next);
    expect(end.searchParams.get('post_logout_redirect_uri')).toBe(at('/'));
    expect([...end.searchParams.keys()]).not.toContain('id_token_hint');
    expect(await session()).toEqual({ signedIn: false, signIn: '/session/sign-in' });
    const refused = await stolen.call(at('/v1/units/361100/126001'));
    expect([refused.status, JSON.parse(refused.text)]).toEqual([401, expect.objectContaining({ code: 'signed-out' })]);
    // Heard once that it is nobody any more, it is nobody.
    await stolen.call(at('/v1/units/361100/126001'));
    expect(place.upstream.last.headers).not.toHaveProperty('authorization');
  });

  it('says so where the ledger does not take the token, and where the issuer says no', async () => {
    place.upstream.answer = ({ url }, response) =>
      void response
        .writeHead(url === '/v1/me' ? 401 : 200, { 'content-type': 'application/problem+json' })
        .end(JSON.stringify({ code: 'token-wrong-audience', detail: '令牌不是发给本账本的' }));
    const page = await signIn();
    expect(page.text).toContain('账本不接受签发方的令牌：令牌不是发给本账本的');
    expect(await session()).toMatchObject({ signedIn: false });
    const started = new Browser();
    const address = (await started.ask(at('/session/sign-in'))).headers.get('location')!;
    const state = new URL(address).searchParams.get('state')!;
    const iss = new URL(address).origin;
    const back = `/session/callback?${new URLSearchParams({ error: 'access_denied', state, iss }).toString()}`;
    const denied = await started.open(at(back));
    expect([denied.status, denied.text]).toEqual([400, expect.stringContaining('access_denied')]);
  });
});
