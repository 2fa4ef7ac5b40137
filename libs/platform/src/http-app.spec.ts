import { once } from 'node:events';
import { connect } from 'node:net';

import { Controller, Get, Module } from '@nestjs/common';

import { readConfig } from './config';
import { createHttpApp, listen } from './http-app';
import { loggerModule } from './logging';

let begun: () => void;
let finish: () => void;
const isBegun = new Promise<void>((resolve) => (begun = resolve));
const mayFinish = new Promise<void>((resolve) => (finish = resolve));

@Controller()
class SlowController {
  @Get('slow')
  async slow(): Promise<{ done: boolean }> {
    begun();
    await mayFinish;
    return { done: true };
  }
}

test('an application that is told to stop finishes what is under way and answers a problem to what comes then', async () => {
  const config = readConfig({ HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'silent' });

  @Module({ imports: [loggerModule(config)], controllers: [SlowController] })
  class SlowModule {}

  const app = await createHttpApp(SlowModule);
  const isStopping = new Promise<void>((resolve) =>
    app
      .getHttpAdapter()
      .getInstance()
      .addHook('preClose', (done) => {
        resolve();
        done();
      }),
  );
  const { hostname, port } = new URL(await listen(app, config));
  const socket = connect(Number(port), hostname);
  let received = '';
  socket.setEncoding('utf8').on('data', (text: string) => (received += text));
  const ask = (): boolean => socket.write('GET /slow HTTP/1.1\r\nhost: a\r\n\r\n');
  ask();
  await isBegun;
  const closed = app.close();
  await isStopping;
  await new Promise((resolve) => setImmediate(resolve));
  ask();
  await new Promise((resolve) => setTimeout(resolve, 100));
  finish();
  await Promise.all([closed, once(socket, 'close')]);
  const [first, second] = received.split(/(?=HTTP\/1\.1 )/);
  expect(first).toMatch(/^HTTP\/1\.1 200 [^]*{"done":true}$/);
  expect(second).toMatch(/^HTTP\/1\.1 503 /);
  expect(second).toMatch(/\r\ncontent-type: application\/problem\+json; charset=utf-8\r\n/);
  expect(second).toMatch(/\r\nretry-after: 1\r\n/);
  expect(second).toMatch(/\r\nconnection: close\r\n/i);
  expect(second).toMatch(/"code":"unavailable"/);
});
