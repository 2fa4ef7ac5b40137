import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { BODY_LIMIT_BYTES } from './body-limit';
import type { Doorkeeper } from './doorkeeper';
import type { HttpLimits } from './http-limits';
import { Problem } from './problem';
import { bodyTooLarge, problemSent, sendProblem } from './problem-filter';
import { isOpen, ruleOf } from './route-rule';

/** What is sent behind an answer is read and thrown away up to here, so that the sender hears the answer. */
const LINGER_BYTES = 2 * BODY_LIMIT_BYTES;

/**
 * Asks before a body is read who sends it, and whether they may read what a route answers. What is refused here costs no more than its
 * headers. A process that knows nobody answers what is open to everybody, and nothing else.
 */
export function gateRequests(fastify: FastifyInstance, door: Doorkeeper | undefined, limits: HttpLimits): void {
  letThroughOnContinue(fastify);
  fastify.addHook('onRequest', async (request, reply) => {
    const problem = await refusalOf(request, door);
    if (problem === undefined) {
      if (expectsContinue(request)) reply.raw.writeContinue();
      return;
    }
    // Who asked first sends no body now, and the connection has no use any more.
    if (expectsContinue(request)) void reply.header('connection', 'close');
    sendProblem(reply, problem);
    return reply;
  });
  fastify.addHook('onResponse', (request, { statusCode }, done) => {
    door?.answered(request, statusCode, problemSent(request));
    done();
  });
  keepForTheCaller(fastify, door?.varyBy ?? 'authorization');
  keepOpenUntilHeard(fastify, limits);
}

/** What is not for everybody is kept for nobody but who asked, refusals among it. */
function keepForTheCaller(fastify: FastifyInstance, varyBy: string): void {
  fastify.addHook('onSend', (request, reply, payload, done) => {
    if (!request.is404 && !isOpen(ruleOf(request))) {
      void reply.header('vary', varyBy);
      if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'private, no-store');
    }
    done(null, payload);
  });
}

async function refusalOf(request: FastifyRequest, door: Doorkeeper | undefined): Promise<Problem | undefined> {
  const { method, url } = request;
  const isRead = method === 'GET' || method === 'HEAD';
  if (request.is404 && isRead) return undefined;
  if (request.is404) return new Problem('not-found', { zh: '没有这个地址。', en: `Cannot ${method} ${url}` });
  if (isRead && isOpen(ruleOf(request))) return undefined;
  if (door === undefined) return new Problem('unauthorized');
  try {
    await door.admit(request);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  if (Number(request.headers['content-length'] ?? 0) > BODY_LIMIT_BYTES) return bodyTooLarge();
  return undefined;
}

function expectsContinue({ headers }: FastifyRequest): boolean {
  return /^100-continue$/i.test(headers.expect ?? '');
}

/** Node tells every sender that asks to go on; here the gate does, to those whom it lets through. */
function letThroughOnContinue({ server }: FastifyInstance): void {
  server.on('checkContinue', (request, response) => server.emit('request', request, response));
}

/**
 * An answer to a request that is still being sent is lost if the connection is closed at once, for the sender is told of the
 * closing before it reads. So its rest is thrown away for a while.
 */
function keepOpenUntilHeard(fastify: FastifyInstance, { lingerMs }: HttpLimits): void {
  fastify.addHook('onSend', (request, reply, payload, done) => {
    if (!request.raw.complete && reply.statusCode === 413) void reply.removeHeader('connection');
    done(null, payload);
  });
  fastify.addHook('onResponse', ({ raw }: FastifyRequest, _: FastifyReply, done) => {
    // A request that is played without a network has no socket.
    if (!raw.complete && raw.socket instanceof Socket) throwAway(raw, lingerMs);
    done();
  });
}

function throwAway(request: IncomingMessage, lingerMs: number): void {
  const { socket } = request;
  const most = socket.bytesRead + LINGER_BYTES;
  const until = Date.now() + lingerMs;
  request.resume();
  const timer = setInterval(() => {
    if (request.complete || socket.destroyed) clearInterval(timer);
    else if (Date.now() > until || socket.bytesRead > most) {
      clearInterval(timer);
      socket.destroy();
    }
  }, 100).unref();
}
