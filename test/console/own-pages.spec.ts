import { Browser } from '../support/browser';
import { consoleAddress, type RunningConsole, startConsole } from '../support/console';
import { RecordingUpstream } from '../support/recording-upstream';

let console: RunningConsole;
let upstream: RecordingUpstream;
let browser: Browser;
const at = (path: string): string => `${console.url}${path}`;
const TOKEN = 'a-token-of-zhang-san';

/** People are known by tokens of a file here; the query service says whose one is. */
beforeAll(async () => {
  upstream = await RecordingUpstream.start();
  upstream.answer = ({ url, headers }, response) => {
    const isKnown = headers.authorization === `Bearer ${TOKEN}`;
    response
      .writeHead(url === '/v1/me' && !isKnown ? 401 : 200, { 'content-type': 'application/json' })
      .end(JSON.stringify(isKnown ? { actor: '张三' } : { code: 'unauthorized', detail: '缺少有效的令牌' }));
  };
  console = await startConsole(await consoleAddress(), { LEDGER_URL: upstream.url, QUERY_URL: upstream.url });
});
afterAll(async () => {
  await console.stop();
  await upstream.stop();
});
beforeEach(async () => {
  browser = new Browser();
  const signed = await browser.call(at('/session/token'), { method: 'POST', body: { token: TOKEN } });
  expect([signed.status, JSON.parse(signed.text)]).toEqual([200, { signedIn: true, actor: '张三' }]);
  upstream.requests.length = 0;
});

test('a page of the console posts a command, with the token and not with the cookie', async () => {
  const { status } = await browser.call(at('/v1/commands'), { method: 'POST', body: { type: 'RegisterUnit' } });
  expect(status).toBe(200);
  expect(upstream.last).toMatchObject({ method: 'POST', url: '/v1/commands', body: '{"type":"RegisterUnit"}' });
  expect(upstream.last.headers).toMatchObject({ authorization: `Bearer ${TOKEN}` });
  for (const name of ['cookie', 'origin', 'ledger-console', 'sec-fetch-site'])
    expect(upstream.last.headers).not.toHaveProperty(name);
});

const FORGED: [string, Record<string, string | undefined>][] = [
  ['without the header', { 'ledger-console': undefined }],
  ['from another origin', { origin: 'https://evil.example' }],
  ['from a sandboxed frame', { origin: 'null' }],
  ['from a port beside it', { origin: 'http://127.0.0.1:1' }],
  ['without an origin', { origin: undefined }],
  ['from another site, as the browser says', { 'sec-fetch-site': 'cross-site' }],
  ['from a neighbouring host', { 'sec-fetch-site': 'same-site' }],
];
const PATHS = ['/v1/commands', '/v1/commands/batch', '/v1/units/361100/126001', '/session/sign-out', '/session/token'];

test.each(PATHS.flatMap((path) => FORGED.map(([what, changes]) => [path, what, changes] as const)))(
  'nothing is done at %s %s',
  async (path, _, changes) => {
    const headers = new Headers({
      'content-type': 'application/json',
      'ledger-console': '1',
      origin: console.url,
      'sec-fetch-site': 'same-origin',
    });
    for (const [name, value] of Object.entries(changes))
      if (value === undefined) headers.delete(name);
      else headers.set(name, value);
    const { status, text } = await browser.ask(at(path), { method: 'POST', headers, body: '{"token":"x"}' });
    expect([status, JSON.parse(text)]).toEqual([403, expect.objectContaining({ code: 'cross-site' })]);
    expect(upstream.requests).toEqual([]);
    expect(JSON.parse((await browser.call(at('/session'))).text)).toMatchObject({ signedIn: true });
  },
);

test('a form of another page signs nobody in, and one of our own does', async () => {
  const form = (origin: string, token = TOKEN) =>
    new Browser().ask(at('/session/token'), {
      method: 'POST',
      headers: { origin },
      body: new URLSearchParams({ token, to: '/divisions/361100/years/2024/tables/3' }),
    });
  expect((await form('https://evil.example')).status).toBe(403);
  const own = await form(console.url);
  expect([own.status, own.headers.get('location')]).toEqual([303, '/divisions/361100/years/2024/tables/3']);
  const wrong = await form(console.url, 'wrong');
  expect([wrong.status, wrong.text]).toEqual([401, expect.stringContaining('缺少有效的令牌')]);
  expect(wrong.text).not.toContain('wrong');
  // Any other form is no body that anything here takes.
  const sent = await browser.ask(at('/v1/commands'), {
    method: 'POST',
    headers: { origin: console.url },
    body: new URLSearchParams({ type: 'RegisterUnit' }),
  });
  expect(sent.status).toBe(403);
});

test('a page of others is not allowed to ask whether it may', async () => {
  const { status, headers } = await browser.ask(at('/v1/commands'), {
    method: 'OPTIONS',
    headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
  });
  expect(status).toBe(404);
  expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
});

test('the token stands in nothing that the browser is given, and in no log', async () => {
  expect(browser.received).not.toContain(TOKEN);
  expect(await console.log()).not.toContain(TOKEN);
});

test('behind HTTPS a cookie is taken from nowhere else and sent nowhere else', async () => {
  const secure = await startConsole(await consoleAddress(), {
    CONSOLE_URL: 'https://budget.example.cn',
    LEDGER_URL: upstream.url,
    QUERY_URL: upstream.url,
  });
  const { headers } = await secure.app.inject({
    method: 'POST',
    url: '/session/token',
    headers: { 'ledger-console': '1', origin: 'https://budget.example.cn' },
    payload: { token: TOKEN },
  });
  expect([headers['set-cookie']].flat().at(-1)).toMatch(
    /^__Host-ledger-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
  );
  await secure.stop();
});
