import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

import { Controller, Get, Module } from '@nestjs/common';

import { readConfig } from './config';
import { createHttpApp, listen } from './http-app';
import { loggerModule } from './logging';
import { Open } from './route-rule';

interface Connection {
  socket: Socket;
  text: string;
  closed: Promise<unknown>;
}

let begun: () => void;
let finish: () => void;
let isBegun: Promise<void>;
let mayFinish: Promise<void>;

@Controller()
class SlowController {
  @Get('slow')
  @Open('a test')
  async slow(): Promise<{ done: boolean }> {
    begun();
    await mayFinish;
    return { done: true };
  }
}

const BEGINNING = 'GET /slow HTTP/1.1\r\nhost: a\r\n';
const END = '\r\n';

/**
 * An application that is told to stop while it answers one connection's request, and another connection has sent the beginning of
 * its own.
 */
async function whileStopping() {
  isBegun = new Promise<void>((resolve) => (begun = resolve));
  mayFinish = new Promise<void>((resolve) => (finish = resolve));
  const config = readConfig({ HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'silent' });

  @Module({ imports: [loggerModule(config)], controllers: [SlowController] })
  class SlowModule {}

  const app = await createHttpApp(SlowModule);
  const isStopping = new Promise<void>((resolve) => {
    app
      .getHttpAdapter()
      .getInstance()
      .addHook('preClose', (done) => {
        resolve();
        done();
      });
  });
  const { hostname, port } = new URL(await listen(app, config));
  const [answered, late] = [0, 1].map(() => {
    const socket = connect(Number(port), hostname).setEncoding('utf8');
    const connection = { socket, text: '', closed: once(socket, 'close') };
    socket.on('data', (text: string) => (connection.text += text));
    return connection;
  }) as [Connection, Connection];
  late.socket.write(BEGINNING);
  answered.socket.write(BEGINNING + END);
  await isBegun;
  const closed = Promise.all([app.close(), answered.closed, late.closed]);
  await isStopping;
  return { answered, late, closed };
}

test('an application that is told to stop finishes what is under way, begins nothing new, and keeps no connection', async () => {
  const { answered, late, closed } = await whileStopping();
  late.socket.write(END);
  await late.closed;
  expect(answered.text).toBe('');
  finish();
  await closed;
  expect(answered.text).toMatch(/^HTTP\/1\.1 200 [^]*{"done":true}$/);
  expect(answered.text).toMatch(/\r\nconnection: close\r\n/i);
  expect(late.text).toMatch(/^HTTP\/1\.1 503 /);
  expect(late.text).toMatch(/\r\ncontent-type: application\/problem\+json; charset=utf-8\r\n/);
  expect(late.text).toMatch(/\r\nretry-after: 1\r\n/);
  expect(late.text).toMatch(/\r\nconnection: close\r\n/i);
  expect(late.text).toMatch(/"code":"unavailable"/);
});
