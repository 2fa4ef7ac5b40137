import { get } from 'node:http';

import { ConfigError } from '#platform';

import { consoleAddress, INDEX, type RunningConsole, startConsole } from '../support/console';

let console: RunningConsole;
const AWAY = { LEDGER_URL: 'http://127.0.0.1:9', QUERY_URL: 'http://127.0.0.1:9' };
beforeAll(async () => {
  console = await startConsole(await consoleAddress(), AWAY);
});
afterAll(() => console.stop());

async function opened(path: string, accept = 'text/html,*/*') {
  const answer = await fetch(`${console.url}${path}`, { headers: { accept }, redirect: 'manual' });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

test('every address that is no file is a page of the front end, and is asked for anew each time', async () => {
  for (const path of ['/', '/divisions/361100/units/126001/years/2024/tables/3', '/index.html', '/a.b/c']) {
    const { status, headers, text } = await opened(path);
    expect([path, status, text]).toEqual([path, 200, INDEX]);
    expect(headers.get('cache-control')).toBe('no-cache');
    const policy = headers.get('content-security-policy');
    expect(policy).toMatch(/default-src 'none'.*script-src 'self'; style-src 'self'/);
    expect(policy).not.toMatch(/unsafe/);
  }
});

test('a page that has not changed goes on under the policy that it came with', async () => {
  const etag = (await opened('/')).headers.get('etag') ?? '';
  const headers = { accept: 'text/html', 'if-none-match': etag };
  const [status, policy] = await new Promise<unknown[]>((resolve) =>
    get(console.url, { headers }, (answer) => {
      answer.resume();
      resolve([answer.statusCode, answer.headers['content-security-policy']]);
    }),
  );
  expect([status, policy]).toEqual([304, undefined]);
});

test('a file that is named by its contents is kept for ever, and packed', async () => {
  const script = await opened('/assets/index-0a1b2c3d.js', '*/*');
  expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(script.headers.get('content-type')).toMatch(/^(text|application)\/javascript/);
  expect(script.headers.get('content-encoding')).toBe('gzip');
  expect((await opened('/favicon.svg', '*/*')).headers.get('cache-control')).toBe('no-cache');
});

test('what is not there is no page', async () => {
  for (const [path, accept] of [
    ['/assets/index-old.js', 'text/html'],
    ['/nothing.json', 'application/json'],
    ['/v1', 'application/json'],
    ['/metrics', 'text/html'],
    ['/docs', 'text/html'],
    ['/session/nothing', 'application/json'],
  ] as const) {
    const { status, text } = await opened(path, accept);
    expect([path, status, JSON.parse(text)]).toEqual([path, 404, expect.objectContaining({ code: 'not-found' })]);
  }
  for (const path of ['/../package.json', '/assets/../../package.json', '/%2e%2e/package.json', '/..%2fpackage.json']) {
    const text = await new Promise<string>((resolve) =>
      get({ host: '127.0.0.1', port: new URL(console.url).port, path, headers: { accept: '*/*' } }, (answer) => {
        let body = '';
        answer.on('data', (part: Buffer) => (body += part.toString())).on('end', () => resolve(body));
      }),
    );
    expect([path, text]).toEqual([path, expect.not.stringContaining('dependencies')]);
  }
});

test('another name of this machine leads to the one that the session is of', async () => {
  const { port } = new URL(console.url);
  const there = await new Promise<string | undefined>((resolve) =>
    get(
      { host: '127.0.0.1', port, path: '/a?b=c', headers: { host: `localhost:${port}`, accept: 'text/html' } },
      (answer) => {
        answer.resume();
        resolve(answer.headers.location);
      },
    ),
  );
  expect(there).toBe(`${console.url}/a?b=c`);
});

test('a console that cannot work says in one sentence what is missing', async () => {
  const start = (env: Record<string, string>, folder?: string) =>
    startConsole('http://127.0.0.1:0', env, folder === undefined ? {} : { webFolder: folder });
  await expect(start({ ...AWAY, QUERY_URL: '' })).rejects.toThrow(/^请设置 QUERY_URL/);
  await expect(start(AWAY, '/nowhere')).rejects.toThrow(/^控制台的页面尚未编译.+npm run build/);
  await expect(start({ ...AWAY, OIDC_ISSUER: 'http://issuer.example' })).rejects.toThrow(/^OIDC_ISSUER 应为 https/);
  await expect(start({ ...AWAY, OIDC_ISSUER: 'https://issuer.example' })).rejects.toThrow(/^请设置 OIDC_CLIENT_ID/);
  await expect(start({ ...AWAY, LEDGER_URL: 'ledger:8080' })).rejects.toThrow(ConfigError);
});
