import { get, request as httpRequest } from 'node:http';

import { until } from '../chaos/wait';
import { Browser } from '../support/browser';
import { consoleAddress, type RunningConsole, startConsole } from '../support/console';
import { RecordingUpstream } from '../support/recording-upstream';
import { SseClient } from '../support/sse-client';

let console: RunningConsole;
let ledger: RecordingUpstream;
let query: RecordingUpstream;
const at = (path: string): string => `${console.url}${path}`;

beforeAll(async () => {
  ledger = await RecordingUpstream.start();
  query = await RecordingUpstream.start();
  console = await startConsole(await consoleAddress(), { LEDGER_URL: ledger.url, QUERY_URL: query.url });
});
afterAll(async () => {
  await console.stop();
  await Promise.all([ledger.stop(), query.stop()]);
});
beforeEach(() => {
  query.onHead = undefined;
});

const own = () => ({ 'ledger-console': '1', origin: console.url });

test('commands go to the ledger and all else to the query service, without a token where nobody is signed in', async () => {
  const post = (path: string) => fetch(at(path), { method: 'POST', headers: own() });
  await post('/v1/commands');
  await post('/v1/commands/batch?dryRun=true');
  expect(ledger.requests.map(({ url }) => url)).toEqual(['/v1/commands', '/v1/commands/batch?dryRun=true']);
  await fetch(at('/v1/commands/x'), { headers: { authorization: 'Bearer of-the-browser' } });
  await fetch(at('/v1/units/361100/126001?asOf=%E4%B8%8A%20x'));
  expect(query.requests.map(({ url }) => url)).toEqual([
    '/v1/commands/x',
    '/v1/units/361100/126001?asOf=%E4%B8%8A%20x',
  ]);
  for (const { headers } of [...ledger.requests, ...query.requests]) {
    expect(headers).not.toHaveProperty('authorization');
    expect(headers).toMatchObject({ 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'http' });
  }
});

test('what looks like a way out of /v1 leads to no other address', async () => {
  for (const path of ['/v1/../metrics', '/v1/%2e%2e/metrics', '/v1/..%2fmetrics']) {
    query.requests.length = 0;
    const status = await new Promise((resolve) =>
      get({ host: '127.0.0.1', port: new URL(console.url).port, path }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }),
    );
    expect([path, status, query.requests.map(({ url }) => url)]).toEqual([path, 200, [path]]);
  }
});

test('an answer comes as the service gave it, and is for its reader alone', async () => {
  query.answer = (_, response) =>
    void response
      .writeHead(200, {
        etag: '"e"',
        'ledger-position': '1:2',
        'set-cookie': 'a=b',
        'cache-control': 'private, no-cache',
      })
      .end('ok');
  const { headers, status } = await fetch(at('/v1/x'), { headers: { 'if-none-match': '"d"' } });
  expect(query.last.headers['if-none-match']).toBe('"d"');
  expect([status, headers.get('etag'), headers.get('ledger-position')]).toEqual([200, '"e"', '1:2']);
  expect([headers.get('cache-control'), headers.get('set-cookie')]).toEqual(['private, no-cache', null]);
  expect(headers.get('vary')).toMatch(/^cookie/);
  query.answer = (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<style></style>');
  // A printed page of the service brings its style along, and has no script.
  expect((await fetch(at('/v1/x?format=html'))).headers.get('content-security-policy')).toMatch(
    /^default-src 'none'.*style-src 'unsafe-inline'$/,
  );
});

test('a body goes on piece by piece, and so does the answer', async () => {
  let heard = '';
  ledger.onHead = (request, response) => {
    response.writeHead(200, { 'content-type': 'application/octet-stream' });
    request.on('data', (part: Buffer) => {
      heard += part.toString();
      response.write(part);
    });
    request.on('end', () => response.end());
    return true;
  };
  let answered = '';
  const sent = httpRequest(at('/v1/commands'), { method: 'POST', headers: { ...own(), 'content-type': 'text/plain' } });
  sent.on('response', (answer) => answer.on('data', (part: Buffer) => (answered += part.toString())));
  sent.write('first');
  await until('the first piece has come and gone', () => heard === 'first' && answered === 'first');
  sent.end('second');
  await until('the rest too', () => answered === 'firstsecond');
  ledger.onHead = undefined;
});

describe('a stream of events', () => {
  let closed = 0;
  beforeEach(() => {
    closed = 0;
    query.onHead = (request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('event: ready\ndata: {}\n\n');
      request.on('close', () => (closed += 1));
      return true;
    };
  });

  it('comes at once, and ends at the service when the browser goes', async () => {
    const reader = await new SseClient(at('/v1/subscriptions')).untilReady();
    expect(reader.headers['content-type']).toMatch(/^text\/event-stream/);
    reader.close();
    await until('the service has heard of it', () => closed === 1);
  });

  it('ends at the browser when the service ends it', async () => {
    query.onHead = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end('event: ready\ndata: {}\n\n');
      return true;
    };
    await (await new SseClient(at('/v1/subscriptions')).untilReady()).untilEnded();
  });

  it('is told to come again while the service is away', async () => {
    await query.stop();
    const reader = await new SseClient(at('/v1/subscriptions')).untilEnded();
    expect([reader.status, reader.of('come-again').map(({ data }) => data['reason'])]).toEqual([200, ['unavailable']]);
    await query.startAgain();
  });
});

test('a read that its reader gives up before its answer is given up at the service', async () => {
  let isAsked = false;
  let isGone = false;
  query.onHead = (_request, response) => {
    isAsked = true;
    response.on('close', () => (isGone = true));
    return true;
  };
  const gone = new AbortController();
  const asked = fetch(at('/v1/long'), { signal: gone.signal }).catch(() => 'gone');
  await until('it is asked', () => isAsked);
  gone.abort();
  expect(await asked).toBe('gone');
  await until('the service has heard of it', () => isGone);
});

test('a service that is away is a problem that passes, and nothing is sent twice', async () => {
  await ledger.stop();
  const post = () => fetch(at('/v1/commands'), { method: 'POST', headers: own(), body: '{}' });
  const answer = await post();
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
  expect(await answer.json()).toMatchObject({
    code: 'upstream-unavailable',
    title: expect.stringMatching(/稍后用同一编号重试是安全的 .*safe to try again/),
  });
  const { parts } = (await (await fetch(at('/health/ready'))).json()) as { parts: Record<string, string> };
  expect(parts['ledger']).toMatch(/^ready; http/);
  await ledger.startAgain();
  expect((await post()).status).toBe(200);
  let times = 0;
  ledger.onHead = (request) => {
    times += 1;
    request.socket.destroy();
    return true;
  };
  expect((await post()).status).toBe(503);
  expect(times).toBe(1);
  ledger.onHead = undefined;
});

test('an answer that breaks off breaks off at the browser', async () => {
  query.onHead = (_, response) => {
    response.writeHead(200, { 'content-type': 'text/csv', 'content-length': '1000' });
    response.write('a,b');
    setTimeout(() => response.destroy(), 50);
    return true;
  };
  const answer = await fetch(at('/v1/x'));
  await expect(answer.text()).rejects.toThrow();
});

test('signing out ends the streams of the session', async () => {
  query.answer = (_, response) => void response.end(JSON.stringify({ actor: '张三' }));
  const browser = new Browser();
  await browser.call(at('/session/token'), { method: 'POST', body: { token: 'a-token-of-zhang-san' } });
  query.onHead = (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('event: ready\ndata: {}\n\n');
    return true;
  };
  const [[key = '', value = ''] = []] = browser.cookies;
  const cookie = `${key.split(' ')[1] ?? ''}=${value}`;
  const reader = await new SseClient(at('/v1/subscriptions'), { cookie }).untilReady();
  await browser.call(at('/session/sign-out'), { method: 'POST' });
  await reader.untilEnded();
});
