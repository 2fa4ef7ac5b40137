import type { Server, ServerResponse } from 'node:http';
import { Server as TlsServer } from 'node:tls';

import compress from '@fastify/compress';
import type { Type } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common/interfaces';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyHttpOptions, FastifyInstance } from 'fastify';
import { Logger } from 'nestjs-pino';

import { BODY_LIMIT_BYTES } from './body-limit';
import { ConfigError, type Config, readConfig } from './config';
import { answerClientError, boundConnections } from './connections';
import { setupDocs } from './docs';
import { DOCUMENTS } from './documents';
import { Doorkeeper } from './doorkeeper';
import { DEFAULT_HTTP_LIMITS, HEAD_LIMIT_BYTES, type HttpLimits } from './http-limits';
import { Readiness } from './health';
import { followCertificates, HANDSHAKE_MS } from './https';
import type { HttpConfig } from './http-variables';
import { charsetProblem } from './json/charset';
import { readJson } from './json/read-json';
import { lackingSecurity, requireSecurity } from './lacking-security';
import { Problem } from './problem';
import { ProblemFilter, sendProblem } from './problem-filter';
import { takeFiles } from './file-bodies';
import { makeOnce } from './make-once';
import { keepManagementApart, listenForOperators } from './management';
import { allowOrigins } from './origins';
import { limitRates } from './rate-limits';
import { gateRequests } from './request-gate';
import { HEADERS_BY_HAND, sendSecurityHeaders } from './security-headers';
import { Startup } from './startup';
import { WatchedTls } from './tls-files';

/** Answers that are read as a whole are compressed where the reader takes it; a stream of events must leave at once, piece by piece. */
const COMPRESSION = {
  encodings: ['gzip' as const],
  customTypes: /^(?:application\/(?:problem\+)?json|text\/(?:css|csv|html|javascript|plain)|image\/svg\+xml)\b/,
  // A compressed body that is sent here could be far larger than the limit.
  globalDecompression: false,
};

/** How a service is reached; what is left out is as for tests and for one machine. */
export interface HttpOptions {
  limits?: Partial<HttpLimits>;
  http?: HttpConfig;
  /** Whether what is for operators is answered at the port of everybody. */
  isManagementShared?: boolean;
  /** Whether its pages are those of a compiled front end, with scripts. */
  hasFrontEnd?: boolean;
}

const PLAIN = readConfig({}).http;

/** A Nest application on Fastify as every service of this ledger runs it. The module must import loggerModule(). */
export async function createHttpApp(
  module: Type | DynamicModule,
  { limits: changed = {}, http = PLAIN, isManagementShared = true, hasFrontEnd = false }: HttpOptions = {},
): Promise<NestFastifyApplication> {
  const limits = { ...DEFAULT_HTTP_LIMITS, connections: http.maxConnections, ...changed };
  const tls = http.tls === undefined ? undefined : new WatchedTls(http.tls);
  const adapter = new FastifyAdapter({
    ...serverOptions(limits, tls),
    ...(http.trustedProxies.length === 0 ? {} : { trustProxy: http.trustedProxies }),
    bodyLimit: BODY_LIMIT_BYTES,
    forceCloseConnections: 'idle',
    // Fastify's own answer is no problem, and names no time to come again.
    return503OnClosing: false,
    // An address that cannot be decoded fails before Nest sees the request, so no filter would answer it.
    frameworkErrors: (error: Error, _request: unknown, { raw }: { raw: ServerResponse }) => {
      const errors = [{ field: 'address', message: error.message }];
      const { details } = new Problem('invalid-request', { zh: '地址无法识别。', en: error.message }, { errors });
      raw.writeHead(details.status, {
        'content-type': 'application/problem+json; charset=utf-8',
        ...HEADERS_BY_HAND,
      });
      raw.end(JSON.stringify(details));
    },
  });
  // Nest declares its options as a class and takes them as a plain object.
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bufferLogs: true,
    abortOnError: false,
    // The framework's parsers would take forms as well.
    bodyParser: false,
  });
  const fastify = adapter.getInstance();
  // Before all that may answer by itself.
  await sendSecurityHeaders(app, { isHttps: tls !== undefined, hasFrontEnd });
  if (tls !== undefined) {
    followCertificates(fastify, tls);
    partOf(app, Readiness)?.register('tls', () => tls.notice());
  }
  takeOnlyJson(fastify);
  takeFiles(fastify);
  refuseWhileClosing(fastify);
  boundConnections(fastify, limits, tls !== undefined);
  keepManagementApart(app, { isShared: isManagementShared, docs: http.docs });
  await allowOrigins(app, http.corsOrigins);
  const door = partOf(app, Doorkeeper);
  const rates = await limitRates(app, http);
  rates.byAddress();
  gateRequests(fastify, door, limits);
  rates.byActor(door);
  makeOnce(fastify, DOCUMENTS);
  sayWhatVaries(fastify);
  refuseCompressedBodies(fastify);
  await app.register(compress, COMPRESSION);
  app.useLogger(app.get(Logger));
  app.useGlobalFilters(new ProblemFilter());
  setupDocs(app);
  return app;
}

/** Slow requests are cut by Node itself. */
function serverOptions(
  { headersMs, requestMs, checkEveryMs }: HttpLimits,
  tls: WatchedTls | undefined,
): FastifyHttpOptions<Server> {
  const server = {
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: checkEveryMs,
    maxHeaderSize: HEAD_LIMIT_BYTES,
  };
  const common = { requestTimeout: requestMs, clientErrorHandler: answerClientError };
  if (tls === undefined) return { ...common, http: server };
  // Who has no certificate may have a token, so that nobody is turned away before they could be told why.
  const handshake = { handshakeTimeout: HANDSHAKE_MS, requestCert: tls.asksClients, rejectUnauthorized: false };
  return { ...common, https: { ...server, ...tls.options, ...handshake } } as FastifyHttpOptions<Server>;
}

/** A part of the process, such as who knows the callers; nothing where it has none. */
function partOf<Part>(app: NestFastifyApplication, kind: abstract new (...args: never[]) => Part): Part | undefined {
  for (const { providers } of app.get(ModulesContainer).values()) {
    const known: unknown = providers.get(kind)?.instance;
    if (known instanceof kind) return known;
  }
  return undefined;
}

/** Bodies are read by the same function as messages of Kafka. */
function takeOnlyJson(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const otherCharset = charsetProblem(request.headers['content-type']);
    const read = otherCharset === undefined ? readJson(body) : { ok: false as const, problem: otherCharset };
    if (read.ok) done(null, read.value);
    else done(read.problem);
  });
}

/**
 * An answer that may come compressed or not, and a 304 that stands for it, tells caches what decides, whichever it is this time: one
 * that was kept plain must not be given for ever to whoever takes gzip, nor the other way round.
 */
function sayWhatVaries(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (_, reply, payload, done) => {
    const type = String(reply.getHeader('content-type') ?? 'application/json');
    if (reply.statusCode === 304 || COMPRESSION.customTypes.test(type)) {
      const others = reply.getHeader('vary');
      void reply.header('vary', others === undefined ? 'accept-encoding' : `${String(others)}, accept-encoding`);
    }
    done(null, payload);
  });
}

/** A compressed body may become far larger than the limit, and its bytes are no JSON as they are. */
function refuseCompressedBodies(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', ({ headers: { 'content-encoding': encoding = 'identity' } }, reply, done) => {
    if (encoding.trim().toLowerCase() === 'identity') {
      done();
      return;
    }
    const detail = {
      zh: `请求内容不得压缩（Content-Encoding: ${encoding}），请原样发送。`,
      en: `The body must not be compressed (Content-Encoding: ${encoding}); send it as it is.`,
    };
    void reply.header('accept-encoding', 'identity');
    sendProblem(reply, new Problem('unsupported-media-type', detail));
  });
}

const STOPPING = {
  zh: '服务正在停止；请稍后用同一编号重试。',
  en: 'The service is stopping; try again with the same id in a moment.',
};

/** What is under way is finished when a service is told to stop; what comes then by an open connection is not begun. */
function refuseWhileClosing(fastify: FastifyInstance): void {
  let isClosing = false;
  fastify.addHook('preClose', (done) => {
    isClosing = true;
    done();
  });
  fastify.addHook('onRequest', (_, reply, done) => {
    if (isClosing) sendProblem(reply, new Problem('unavailable', STOPPING));
    else done();
  });
  fastify.addHook('onSend', (_, reply, payload, done) => {
    // Kept for further requests, a connection would hold up the end of the service for more than a minute.
    if (isClosing) void reply.header('connection', 'close');
    done(null, payload);
  });
}

/** Listens where the configuration says; a taken port is a sentence, not a stack trace. */
export async function listen(
  app: NestFastifyApplication,
  { host, port }: Pick<Config, 'host' | 'port'>,
): Promise<string> {
  try {
    await app.listen(port, host);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new ConfigError(
        `端口 ${port} 已被其他程序占用：请停止该程序，或用 PORT 指定空闲端口。 ` +
          `Port ${port} is taken by another program: stop that, or set PORT to a free one.`,
      );
    }
    throw error;
  }
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1').replace('0.0.0.0', '127.0.0.1');
  // The framework does not know what the server was made with.
  return app.getHttpServer() instanceof TlsServer ? url.replace(/^http:/, 'https:') : url;
}

/** Runs one role as a service of its own: it listens while it starts, ends where it cannot start, and drains when it is told to stop. */
export async function runService(
  module: Type | DynamicModule,
  config: Config,
  { hasFrontEnd }: Pick<HttpOptions, 'hasFrontEnd'> = {},
): Promise<void> {
  const app = await createHttpApp(module, { http: config.http, isManagementShared: false, hasFrontEnd });
  app.enableShutdownHooks();
  demandSecurity(app, config);
  await listen(app, config);
  await listenForOperators(app, config.http);
  await app.get(Startup).done();
}

/** Unless it is demanded, nothing of it keeps a service from its work; an operator is told at the start, and whenever readiness is looked at. */
function demandSecurity(app: NestFastifyApplication, config: Config): void {
  const door = partOf(app, Doorkeeper);
  const lacks = lackingSecurity(config, { hasCallers: door !== undefined, knowsCallers: door?.knowsCallers });
  requireSecurity(config, lacks);
  if (lacks.length === 0) return;
  const notice = lacks.map(({ zh, en }) => `${zh} ${en}`).join('; ');
  app.get(Logger).warn(`对外服务前请补齐 Before others can reach this: ${notice}`);
  app.get(Readiness).register('security', () => ({ notice }));
}

/** Errors whose message is a sentence for the person at the terminal. */
const EXPECTED = new Set([
  'ConfigError',
  'UserError',
  'ChartFileError',
  'LogUnfit',
  'LogUnreachable',
  'LedgerUnreachable',
]);

/** Runs a program's main function; an expected failure is one sentence, anything else comes with its stack. */
export function runMain(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    const isExpected = error instanceof Error && EXPECTED.has(error.name);
    process.stderr.write(`${isExpected ? error.message : stackOf(error)}\n`);
    process.exit(1);
  });
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
