import { Browser } from '../support/browser';
import { consoleAddress, type RunningConsole, startConsole } from '../support/console';
import { OidcServer } from '../support/oidc-server';
import { RecordingUpstream } from '../support/recording-upstream';

let url: string;
let server: OidcServer;
let upstream: RecordingUpstream;

beforeAll(async () => {
  url = await consoleAddress();
  server = await OidcServer.start(url);
  upstream = await RecordingUpstream.start();
});
afterAll(() => Promise.all([server.stop(), upstream.stop()]));

/** Tokens live for so many seconds. */
function start(tokenSeconds: number, options: { idleMs?: number; longestMs?: number } = {}): Promise<RunningConsole> {
  const env = {
    OIDC_ISSUER: server.issuer,
    OIDC_AUDIENCE: 'budget-ledger',
    OIDC_ACTOR_CLAIM: 'name',
    OIDC_CLIENT_ID: 'console',
    OIDC_CLIENT_SECRET: 'a-secret-of-the-console',
    OIDC_RESOURCE: `urn:EdDSA:budget-ledger:${tokenSeconds}`,
    LEDGER_URL: upstream.url,
    QUERY_URL: upstream.url,
  };
  return startConsole(url, env, options);
}

async function signedIn(): Promise<Browser> {
  const browser = new Browser();
  const { status } = await browser.open(`${url}/session/sign-in`);
  expect(status).toBe(200);
  return browser;
}

const read = (browser: Browser) => browser.call(`${url}/v1/units/361100/126001`);

test('a token that runs out is renewed, once for many who ask at the same time', async () => {
  const console = await start(20);
  const browser = await signedIn();
  const first = upstream.last.headers.authorization;
  upstream.requests.length = 0;
  // It lives for less than the time before its end in which it is renewed.
  await Promise.all([read(browser), read(browser), read(browser)]);
  const tokens = new Set(upstream.requests.map(({ headers }) => headers.authorization));
  expect([upstream.requests.length, tokens.size]).toEqual([3, 1]);
  expect(tokens.has(first)).toBe(false);
  await console.stop();
});

test('while the issuer is away a token that still counts is used, and who signs in is told to wait', async () => {
  const console = await start(20);
  const browser = await signedIn();
  await server.stop();
  expect((await read(browser)).status).toBe(200);
  await console.stop();
  const other = await start(300);
  const { status, text } = await new Browser().open(`${url}/session/sign-in`);
  expect([status, text]).toEqual([503, expect.stringContaining('签发方暂时没有答复')]);
  await server.startAgain();
  await signedIn();
  await other.stop();
});

test('it ends when nobody uses it, and the page is told', async () => {
  const console = await start(300, { idleMs: 400 });
  const browser = await signedIn();
  expect((await read(browser)).status).toBe(200);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const { status, text } = await read(browser);
  expect([status, JSON.parse(text)]).toEqual([401, expect.objectContaining({ code: 'signed-out' })]);
  await console.stop();
});

test('a restart of the console signs everybody out, and says so', async () => {
  const before = await start(300);
  const browser = await signedIn();
  await before.stop();
  const after = await start(300);
  const shown = JSON.parse((await browser.call(`${url}/session`)).text) as object;
  expect(shown).toEqual({ signedIn: false, signIn: '/session/sign-in', ended: true });
  await after.stop();
});
