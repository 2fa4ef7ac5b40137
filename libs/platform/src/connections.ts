import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

import type { ConnectionError, FastifyInstance } from 'fastify';

import { HEAD_LIMIT_BYTES, type HttpLimits } from './http-limits';
import { Problem } from './problem';
import { sendProblem } from './problem-filter';
import { HEADERS_BY_HAND } from './security-headers';

/** Beyond the bound connections are still answered that it is reached; beyond these too they are closed without a word. */
const TOLD_CONNECTIONS = 100;

/** Refuses what comes by more connections than a server may have; whoever asks for its health is answered all the same. */
export function boundConnections(
  fastify: FastifyInstance,
  { connections, unreadMs }: HttpLimits,
  isHttps: boolean,
): void {
  const server: Server = fastify.server;
  const beyond = new WeakSet<Socket>();
  let open = 0;
  server.maxConnections = connections + TOLD_CONNECTIONS;
  // The socket that a request comes by is the one behind the encryption; one that never gets there is cut with its handshake.
  server.on(isHttps ? 'secureConnection' : 'connection', (socket: Socket) => {
    open += 1;
    if (open > connections) beyond.add(socket);
    socket.once('close', () => (open -= 1));
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    if (beyond.has(request.raw.socket) && !request.url.startsWith('/health/')) {
      void reply.header('connection', 'close');
      sendProblem(reply, tooManyConnections(connections));
    } else done();
  });
  cutWhoTakesNothing(server, unreadMs);
}

/** An answer that nobody takes would be kept in memory for ever. A connection that waits for its answer is left alone. */
function cutWhoTakesNothing(server: Server, unreadMs: number): void {
  server.setTimeout(unreadMs, (socket) => {
    if (socket.writableLength > 0) socket.destroy();
  });
}

function tooManyConnections(limit: number): Problem {
  const zh = `服务的连接数已达上限 ${limit}；请稍后重试。`;
  const en = `The service has ${limit} connections, which is its limit; try again in a moment.`;
  return new Problem('overloaded', { zh, en }, { limit });
}

/** Answers what never became a request: one that is too slow, whose head is too large, or that is no HTTP. */
export function answerClientError(error: ConnectionError, socket: Socket): void {
  const { _httpMessage: answer } = socket as Socket & { _httpMessage?: ServerResponse | null };
  // Whoever still waits for the answer to an earlier request would take this one for it.
  const isAnswerable = !answer || (!answer.req.complete && !answer.headersSent);
  if (error.code !== 'ECONNRESET' && socket.writable && isAnswerable) socket.write(rawAnswer(problemOf(error)));
  socket.destroySoon();
}

function problemOf({ code, message }: ConnectionError): Problem {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new Problem('request-timeout');
    case 'HPE_HEADER_OVERFLOW':
      return new Problem('head-too-large', undefined, { limitBytes: HEAD_LIMIT_BYTES });
    default:
      return new Problem('invalid-request', { zh: '不是合法的 HTTP 请求。', en: message });
  }
}

function rawAnswer({ details }: Problem): string {
  const body = JSON.stringify(details);
  const head = [
    `HTTP/1.1 ${details.status} ${REASONS.get(details.status) ?? 'Bad Request'}`,
    'content-type: application/problem+json; charset=utf-8',
    ...Object.entries(HEADERS_BY_HAND).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

const REASONS = new Map([
  [408, 'Request Timeout'],
  [431, 'Request Header Fields Too Large'],
]);
