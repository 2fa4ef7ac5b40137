import { createHttpApp, loggerModule, Open } from '#platform';
import { Controller, Get, Header, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { bodyOf } from '../../apps/query/src/http/pieces';

/** Fails when it is far too long to be sent whole. */
function* failing(): Generator<string> {
  for (let piece = 0; piece < 1_000; piece += 1) yield 'x'.repeat(1_024);
  throw new Error('the rest cannot be made');
}

@Controller()
class Failing {
  @Get('large')
  @Open('a test')
  @Header('content-type', 'text/csv; charset=utf-8')
  async large() {
    return bodyOf(failing());
  }
}

@Module({ imports: [loggerModule({ logLevel: 'silent' })], controllers: [Failing] })
class FailingApp {}

let app: NestFastifyApplication;
let url: string;
beforeAll(async () => {
  app = await createHttpApp(FailingApp);
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
});
afterAll(() => app.close());

it.each(['identity', 'gzip'])('an answer that fails in the middle is broken off: %s', async (encoding) => {
  const answer = await fetch(`${url}/large`, { headers: { 'accept-encoding': encoding } });
  expect(answer.status).toBe(200);
  await expect(answer.text()).rejects.toThrow('terminated');
});
