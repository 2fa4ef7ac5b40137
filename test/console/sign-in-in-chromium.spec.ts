import { newIssuerKey, SampleIssuer } from '#access';
import type { Browser, Page } from 'playwright-core';

import { launchChromium } from '../support/chromium';
import { consoleAddress, type RunningConsole, startConsole } from '../support/console';
import { RecordingUpstream } from '../support/recording-upstream';

const PEOPLE = ['张三', '孙敏'].map((name, at) => ({
  id: `person-${at}`,
  secret: 'a-secret-of-them',
  name,
  groups: [],
  may: '记账 poster',
}));
const TOKEN = 'a-token-of-zhang-san';
let browser: Browser;
let page: Page;
let issuer: SampleIssuer;
let upstream: RecordingUpstream;
let byIssuer: RunningConsole;
let byToken: RunningConsole;
/** What the browser has refused to do, and what went wrong in the page. */
let complaints: string[];

beforeAll(async () => {
  browser = await launchChromium();
  upstream = await RecordingUpstream.start();
  upstream.answer = ({ headers }, response) =>
    void response
      .writeHead(headers.authorization === undefined ? 401 : 200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ signedIn: true, actor: '张三', grants: [] }));
  issuer = await SampleIssuer.start({ key: newIssuerKey(), audience: 'budget-ledger', clients: PEOPLE }, 0);
  const url = await consoleAddress();
  const application = { id: 'console', secret: 'a-secret-of-the-console', signedOutUri: `${url}/` };
  issuer.register({ ...application, redirectUri: `${url}/session/callback` });
  const services = { LEDGER_URL: upstream.url, QUERY_URL: upstream.url };
  byIssuer = await startConsole(url, {
    ...services,
    OIDC_ISSUER: issuer.issuer,
    OIDC_AUDIENCE: 'budget-ledger',
    OIDC_ACTOR_CLAIM: 'name',
    OIDC_CLIENT_ID: 'console',
    OIDC_CLIENT_SECRET: 'a-secret-of-the-console',
  });
  byToken = await startConsole(await consoleAddress(), services);
});
afterAll(async () => {
  await browser.close();
  await Promise.all([byIssuer.stop(), byToken.stop(), upstream.stop(), issuer.stop()]);
});
beforeEach(async () => {
  complaints = [];
  page = await (await browser.newContext()).newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
});
afterEach(() => page.context().close());

/** Whatever a script on the page can lay its hands on. */
const withinReach = () =>
  page.evaluate(() => {
    const { document, localStorage, sessionStorage } = globalThis as unknown as {
      document: { cookie: string; documentElement: { outerHTML: string } };
      localStorage: object;
      sessionStorage: object;
    };
    return [document.cookie, document.documentElement.outerHTML, JSON.stringify([localStorage, sessionStorage])].join();
  });

/** As the front end calls: answered with its status. */
const posted = (path: string) =>
  page.evaluate(
    async (to) => (await fetch(to, { method: 'POST', headers: { 'ledger-console': '1' }, body: '{}' })).status,
    path,
  );

test('a browser is signed in with one click, comes back to its page, and may post from there', async () => {
  await page.goto(`${byIssuer.url}/session/sign-in?to=/divisions/361100`);
  await page.getByRole('button', { name: '张三' }).click();
  await page.waitForURL(`${byIssuer.url}/divisions/361100`);
  expect(await page.evaluate(async () => (await (await fetch('/session')).json()) as object)).toMatchObject({
    signedIn: true,
    actor: '张三',
  });
  expect(await posted('/v1/commands')).toBe(200);
  expect(upstream.last.headers.authorization).toMatch(/^Bearer eyJ/);
  expect(await withinReach()).not.toMatch(/eyJ|ledger-session/);
  expect(complaints).toEqual([]);
});

test('a page of another origin gets nothing done, and reads nothing of what it is answered', async () => {
  await page.goto(`${byIssuer.url}/session/sign-in`);
  await page.getByRole('button', { name: '张三' }).click();
  await page.waitForURL(`${byIssuer.url}/`);
  upstream.requests.length = 0;
  // Another port of the same host is another origin of the same site, to which the cookie would be sent.
  await page.goto(issuer.issuer);
  const tried = await page.evaluate(async (to) => {
    const ways: RequestInit[] = [
      { method: 'POST', credentials: 'include', headers: { 'ledger-console': '1' }, body: '{}' },
      { method: 'POST', credentials: 'include', mode: 'no-cors', body: '{}' },
      { credentials: 'include' },
    ];
    return Promise.all(
      ways.map((way) =>
        fetch(`${to}/v1/commands`, way).then(
          ({ type }) => type,
          () => 'refused',
        ),
      ),
    );
  }, byIssuer.url);
  expect(tried).toEqual(['refused', 'refused', 'refused']);
  expect(upstream.requests.filter(({ method }) => method === 'POST')).toEqual([]);
});

test('where there is no issuer, a token is typed into a form, and is nowhere from then on', async () => {
  await page.goto(`${byToken.url}/session/sign-in?to=/divisions/361100`);
  await page.getByLabel('令牌').fill(TOKEN);
  await page.getByRole('button').click();
  await page.waitForURL(`${byToken.url}/divisions/361100`);
  expect(await posted('/v1/commands')).toBe(200);
  expect(upstream.last.headers.authorization).toBe(`Bearer ${TOKEN}`);
  expect(await withinReach()).not.toContain(TOKEN);
  expect(complaints).toEqual([]);
});
