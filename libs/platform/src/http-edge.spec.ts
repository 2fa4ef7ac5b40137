import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

import { BODY_LIMIT_BYTES } from './body-limit';
import { readConfig } from './config';
import { Doorkeeper } from './doorkeeper';
import { HealthModule } from './health';
import { createHttpApp, listen } from './http-app';
import type { HttpLimits } from './http-limits';
import { loggerModule } from './logging';
import { Problem } from './problem';
import { Open } from './route-rule';

const TOKEN = 'a-token-for-the-tests';
const LARGE = 'x'.repeat(16 << 20);

let finish: () => void = () => undefined;

class KnowsOneToken extends Doorkeeper {
  override admit({ headers }: FastifyRequest): Promise<void> {
    if (headers.authorization === `Bearer ${TOKEN}`) return Promise.resolve();
    return Promise.reject(new Problem('unauthorized'));
  }
}

@Controller()
class EchoController {
  @Post('echo')
  echo(@Body() body: unknown): { echoed: unknown } {
    return { echoed: body };
  }

  @Get('one')
  @Open('a test')
  one(): { one: number } {
    return { one: 1 };
  }

  @Get('late')
  @Open('a test')
  async late(): Promise<{ late: boolean }> {
    await new Promise<void>((resolve) => (finish = resolve));
    return { late: true };
  }

  @Get('large')
  @Open('a test')
  large(): string {
    return LARGE;
  }
}

let app: NestFastifyApplication;
let url: string;
let sockets: Socket[] = [];

async function start(limits: Partial<HttpLimits> = {}): Promise<void> {
  const config = readConfig({ HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'silent' });

  @Module({
    imports: [loggerModule(config), HealthModule],
    controllers: [EchoController],
    providers: [{ provide: Doorkeeper, useFactory: () => new KnowsOneToken() }],
  })
  class EchoModule {}

  app = await createHttpApp(EchoModule, { limits: { checkEveryMs: 50, ...limits } });
  url = await listen(app, config);
}
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await app.close();
});

/** A connection on which everything is written by hand. */
class Wire {
  text = '';
  readonly socket: Socket;
  readonly closed: Promise<unknown>;

  constructor(sent = '') {
    const { hostname, port } = new URL(url);
    this.socket = connect(Number(port), hostname).setEncoding('latin1');
    // Whoever is cut off while still sending may be told by a reset, which `once` of node:events would throw.
    this.closed = this.next('close');
    this.socket.on('data', (text: string) => (this.text += text));
    this.socket.on('error', () => undefined);
    this.socket.write(sent);
    sockets.push(this.socket);
  }

  private next(event: 'close' | 'data'): Promise<unknown> {
    return new Promise((resolve) => this.socket.once(event, resolve));
  }

  /** Waits until what was received holds this. */
  async until(what: string | RegExp): Promise<string> {
    while (this.text.search(what) < 0) {
      const ended = this.closed.then(() => 'closed');
      if ((await Promise.race([this.next('data'), ended])) === 'closed' && this.text.search(what) < 0) {
        throw new Error(`closed after ${JSON.stringify(this.text)}`);
      }
    }
    return this.text;
  }
}

const head = (line: string, ...headers: string[]): string => `${[line, 'host: a', ...headers].join('\r\n')}\r\n\r\n`;
const JSON_TYPE = 'content-type: application/json';
const KNOWN = `authorization: Bearer ${TOKEN}`;
const statuses = (text: string): number[] =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));

describe('before a body is read', () => {
  beforeEach(() => start({ lingerMs: 200 }));

  it.each([
    ['no token', 'POST /echo HTTP/1.1', [], 401, 'unauthorized'],
    ['a wrong token', 'POST /echo HTTP/1.1', ['authorization: Bearer another-token-of-nobody'], 401, 'unauthorized'],
    ['an unknown address', 'POST /nothing HTTP/1.1', [KNOWN], 404, 'not-found'],
    ['an unknown method', 'DELETE /echo HTTP/1.1', [KNOWN], 404, 'not-found'],
  ])('a request is answered that has %s', async (_, line, headers, status, code) => {
    const wire = new Wire(head(line, JSON_TYPE, ...headers, `content-length: ${BODY_LIMIT_BYTES}`));
    const text = await wire.until(`"code":"${code}"`);
    expect(statuses(text)).toEqual([status]);
    expect(text).toMatch(/\r\ncontent-type: application\/problem\+json; charset=utf-8\r\n/);
  });

  it('a request is answered that announces more than it may hold', async () => {
    const wire = new Wire(head('POST /echo HTTP/1.1', JSON_TYPE, KNOWN, `content-length: ${BODY_LIMIT_BYTES + 1}`));
    expect(statuses(await wire.until('"code":"body-too-large"'))).toEqual([413]);
  });

  it('who sends it is asked: nothing of 8 MiB is parsed, the answer is heard and the connection serves on', async () => {
    const parse = jest.spyOn(JSON, 'parse');
    const wire = new Wire(head('POST /echo HTTP/1.1', JSON_TYPE, `content-length: ${BODY_LIMIT_BYTES}`));
    wire.socket.write('['.repeat(BODY_LIMIT_BYTES));
    wire.socket.write(head('GET /one HTTP/1.1'));
    expect(statuses(await wire.until('{"one":1}'))).toEqual([401, 200]);
    expect(parse).not.toHaveBeenCalled();
    parse.mockRestore();
  });

  it('an answer to a body that is too large is heard by whoever goes on sending it', async () => {
    const answer = await fetch(`${url}/echo`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
      body: '['.repeat(BODY_LIMIT_BYTES + (1 << 20)),
    });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([413, 'body-too-large']);
  });

  it('a sender that does not stop after its answer is cut off', async () => {
    const wire = new Wire(head('POST /echo HTTP/1.1', JSON_TYPE, 'transfer-encoding: chunked'));
    await wire.until('"code":"unauthorized"');
    const sending = setInterval(() => wire.socket.write('1\r\n[\r\n'), 20);
    await wire.closed;
    clearInterval(sending);
    expect(statuses(wire.text)).toEqual([401]);
  });

  it('who asks whether to go on is told so, or is answered at once', async () => {
    const asking = (...headers: string[]) =>
      head('POST /echo HTTP/1.1', JSON_TYPE, 'content-length: 2', 'expect: 100-continue', ...headers);
    const known = new Wire(asking(KNOWN));
    await known.until(/^HTTP\/1\.1 100 /);
    known.socket.write('{}');
    expect(statuses(await known.until('{"echoed":{}}'))).toEqual([100, 201]);
    const unknown = new Wire(asking());
    await unknown.closed;
    expect(statuses(unknown.text)).toEqual([401]);
  });
});

describe('whoever is slow', () => {
  it.each([
    ['headers', 'GET /one HTTP/1.1\r\nhost: a\r\n'],
    ['nothing at all', ''],
    ['a body', head('POST /echo HTTP/1.1', JSON_TYPE, KNOWN, 'content-length: 100') + '{'],
    [
      'chunks without an end',
      head('POST /echo HTTP/1.1', JSON_TYPE, KNOWN, 'transfer-encoding: chunked') + '1\r\n{\r\n',
    ],
  ])('is answered 408 and cut off: %s', async (_, sent) => {
    await start({ headersMs: 200, requestMs: 200 });
    const wire = new Wire(sent);
    await wire.closed;
    expect(statuses(wire.text)).toEqual([408]);
    expect(wire.text).toMatch(/"code":"request-timeout"/);
    expect(wire.text).toMatch(/\r\nconnection: close\r\n/i);
  });

  it('is not answered in place of an earlier request of the same connection', async () => {
    await start({ headersMs: 200, requestMs: 200 });
    const wire = new Wire(head('GET /late HTTP/1.1') + 'GET /one HTTP/1.1\r\n');
    await wire.closed;
    expect(wire.text).toBe('');
    finish();
  });

  it('may wait for an answer for as long as it takes', async () => {
    await start({ headersMs: 100, requestMs: 100, unreadMs: 100 });
    const wire = new Wire(head('GET /late HTTP/1.1'));
    // Another one is cut off meanwhile, so the limits were applied.
    await new Wire('GET').closed;
    finish();
    expect(statuses(await wire.until('{"late":true}'))).toEqual([200]);
  });

  it('takes nothing of an answer and is cut off', async () => {
    await start({ unreadMs: 200 });
    const server = app.getHttpServer();
    const served = once(server, 'connection') as Promise<[Socket]>;
    const wire = new Wire(head('GET /large HTTP/1.1'));
    wire.socket.pause();
    const [socket] = await served;
    await new Promise((resolve) => socket.once('close', resolve));
    wire.socket.resume();
    await wire.closed;
    expect(wire.text.length).toBeLessThan(LARGE.length);
  });
});

describe('what is no proper request', () => {
  beforeEach(() => start());
  const chunked = 'transfer-encoding: chunked';

  it.each([
    ['no HTTP', 'hello\r\n\r\n', 400],
    ['a head that is too large', head('GET /one HTTP/1.1', `x: ${'y'.repeat(20_000)}`), 431],
    ['a length and chunks', head('POST /echo HTTP/1.1', KNOWN, 'content-length: 3', chunked) + '0\r\n\r\n', 400],
    ['two lengths', head('POST /echo HTTP/1.1', KNOWN, 'content-length: 2', 'content-length: 3') + '{}', 400],
    ['a length with a sign', head('POST /echo HTTP/1.1', KNOWN, 'content-length: +2') + '{}', 400],
    ['another coding behind chunks', head('POST /echo HTTP/1.1', KNOWN, `${chunked}, identity`) + '0\r\n\r\n', 400],
    ['a space before the colon', head('POST /echo HTTP/1.1', KNOWN, 'transfer-encoding : chunked') + '0\r\n\r\n', 400],
    ['a wrong size of a chunk', head('POST /echo HTTP/1.1', JSON_TYPE, KNOWN, chunked) + 'zz\r\n', 400],
    ['no host', 'GET /one HTTP/1.1\r\n\r\n', 400],
  ])('is answered and cut off, whatever follows it: %s', async (_, sent, status) => {
    const wire = new Wire(sent + head('GET /one HTTP/1.1'));
    await wire.closed;
    expect(statuses(wire.text)).toEqual([status]);
  });
});

test('requests that follow each other on one connection are answered in their order', async () => {
  await start();
  const body = head('POST /echo HTTP/1.1', JSON_TYPE, KNOWN, 'content-length: 2') + '[]';
  const chunks = head('POST /echo HTTP/1.1', JSON_TYPE, KNOWN, 'transfer-encoding: chunked') + '2\r\n{}\r\n0\r\n\r\n';
  const wire = new Wire(head('GET /late HTTP/1.1') + body + head('GET /nothing HTTP/1.1') + chunks);
  // The connection is read although its first request is not answered yet.
  wire.socket.write(head('GET /one HTTP/1.1'));
  await new Wire(head('GET /one HTTP/1.1')).until('{"one":1}');
  finish();
  expect(statuses(await wire.until('{"one":1}'))).toEqual([200, 201, 404, 201, 200]);
});

test('connections are bounded: one more is answered 503 and closed, only its question for health is answered', async () => {
  await start({ connections: 2 });
  const first = new Wire(head('GET /one HTTP/1.1'));
  await first.until('{"one":1}');
  const second = new Wire(head('GET /one HTTP/1.1'));
  await second.until('{"one":1}');
  const third = new Wire(head('GET /health/live HTTP/1.1'));
  expect(statuses(await third.until('live"}'))).toEqual([200]);
  third.socket.write(head('GET /one HTTP/1.1'));
  await third.closed;
  expect(third.text).toMatch(/HTTP\/1\.1 503 [^]*\r\nretry-after: 1\r\n[^]*"code":"overloaded"/);
  first.socket.end();
  await first.closed;
  const fourth = new Wire(head('GET /one HTTP/1.1'));
  expect(statuses(await fourth.until('{"one":1}'))).toEqual([200]);
});

test('the descriptions are made once', async () => {
  await start();
  const stringify = jest.spyOn(JSON, 'stringify');
  for (const path of ['/docs-json', '/docs-yaml']) {
    const first = await (await fetch(url + path)).text();
    expect(first).toContain('/echo');
    const calls = stringify.mock.calls.length;
    const again = await fetch(url + path);
    expect(await again.text()).toBe(first);
    expect(again.headers.get('content-type')).toMatch(/json|yaml/);
    expect(stringify.mock.calls).toHaveLength(calls);
    const onlyHead = await fetch(url + path, { method: 'HEAD' });
    expect([onlyHead.status, await onlyHead.text()]).toEqual([200, '']);
  }
  stringify.mockRestore();
});
