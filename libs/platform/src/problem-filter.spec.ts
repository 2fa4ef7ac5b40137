import {
  BadRequestException,
  Body,
  ConflictException,
  Controller,
  ForbiddenException,
  Get,
  Logger,
  Module,
  Post,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';

import { Problem } from './problem';
import { ProblemFilter } from './problem-filter';
import { Open } from './route-rule';

let thrown: unknown;

@Controller()
class FailingController {
  @Get('fail')
  @Open('a test')
  fail(): never {
    throw thrown;
  }

  @Post('echo')
  echo(@Body() body: unknown): unknown {
    return body;
  }
}

@Module({ controllers: [FailingController] })
class FailingModule {}

let app: NestFastifyApplication;
let logged: jest.SpyInstance;
beforeAll(async () => {
  Logger.overrideLogger(false);
  app = await NestFactory.create<NestFastifyApplication>(FailingModule, new FastifyAdapter({ bodyLimit: 1_000 }));
  app.useGlobalFilters(new ProblemFilter());
  await app.init();
  logged = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
});
afterEach(() => logged.mockClear());
afterAll(() => app.close());

async function answerTo(error: unknown) {
  thrown = error;
  return app.inject({ method: 'GET', url: '/fail' });
}
async function post(payload: string, contentType = 'application/json') {
  return app.inject({ method: 'POST', url: '/echo', payload, headers: { 'content-type': contentType } });
}

describe('whatever a request ends in is answered as a problem:', () => {
  it('a problem as it stands', async () => {
    const answer = await answerTo(new Problem('wrong-revision', undefined, { actual: 2 }));
    expect(answer.statusCode).toBe(412);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.json()).toEqual(new Problem('wrong-revision', undefined, { actual: 2 }).details);
    expect(logged).not.toHaveBeenCalled();
  });

  it('a missing token with its challenge', async () => {
    const answer = await answerTo(new Problem('unauthorized'));
    expect([answer.statusCode, answer.headers['www-authenticate']]).toEqual([401, 'Bearer']);
  });

  it('what may be tried again with the time to wait', async () => {
    const answer = await answerTo(new Problem('contended'));
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '1']);
  });

  it.each([
    ['ECONNREFUSED', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
    ['57P01, an administrator ended the session', Object.assign(new Error('terminating'), { code: '57P01' })],
    ['a connection that was terminated', new Error('Connection terminated unexpectedly')],
    ['no free connection', new Error('timeout exceeded when trying to connect')],
  ])('a database that went away as unavailable: %s', async (_, error) => {
    const answer = await answerTo(error);
    expect([answer.statusCode, answer.json<{ code: string }>().code, answer.headers['retry-after']]).toEqual([
      503,
      'unavailable',
      '1',
    ]);
  });

  it('an unknown address', async () => {
    const answer = await app.inject({ method: 'GET', url: '/nowhere' });
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([404, 'not-found']);
    expect(answer.json<{ detail: string }>().detail).toMatch(/^没有这个地址。 Cannot GET \/nowhere$/);
  });

  it.each([
    ['broken JSON', '{"a":', 'application/json', 400, 'malformed-json'],
    ['an empty body', '', 'application/json', 400, 'malformed-json'],
    ['a poisoned prototype', '{"__proto__":{"a":1}}', 'application/json', 400, 'malformed-json'],
    ['another content type', '<a/>', 'application/xml', 415, 'unsupported-media-type'],
    ['a body over the limit', JSON.stringify('x'.repeat(1_000)), 'application/json', 413, 'body-too-large'],
  ])('%s', async (_, payload, contentType, status, code) => {
    const answer = await post(payload, contentType);
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([status, code]);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(logged).not.toHaveBeenCalled();
  });

  it.each<[string, unknown, number]>([
    ['a bad request', new BadRequestException('no'), 400],
    ['something forbidden', new ForbiddenException('no'), 400],
    ['a conflict', new ConflictException('no'), 400],
  ])("%s that the framework found as a fault of the request and nobody's alarm", async (_, error, status) => {
    const answer = await answerTo(error);
    expect([answer.statusCode, answer.json<{ status: number }>().status]).toEqual([status, status]);
    expect(logged).not.toHaveBeenCalled();
  });

  it.each([
    ['an error', new Error('secret: postgres://user:password@db')],
    ['no error at all', 'secret'],
    ['nothing', undefined],
  ])('%s as an internal one, logged and not told', async (_, error) => {
    const answer = await answerTo(error);
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([500, 'internal']);
    expect(answer.body).not.toContain('secret');
    expect(logged).toHaveBeenCalledTimes(1);
  });
});
