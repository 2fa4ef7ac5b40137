import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';

import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

import { ConfigError } from './config';
import type { HttpConfig } from './http-variables';
import { DEFAULT_HTTP_LIMITS, HEAD_LIMIT_BYTES } from './http-limits';
import { Problem } from './problem';
import { sendProblem } from './problem-filter';

/** What operators ask of a process, and what is no answer to anybody else. */
const MANAGEMENT = /^\/(?:metrics|docs(?:-json|-yaml)?)(?:[/?]|$)/;
const DOCS = /^\/docs(?:-json|-yaml)?(?:[/?]|$)/;

export function isHealth(url: string): boolean {
  return url.startsWith('/health/');
}

interface Management {
  /** Also at the port of everybody, as for whoever runs all of it alone on one machine. */
  isShared: boolean;
  docs: boolean;
}

/**
 * Keeps what is for operators to a port of its own, where nothing else is answered. Health is at both: who balances the load asks where it
 * sends it.
 */
class ManagementPort {
  private readonly sockets = new WeakSet<Socket>();
  private readonly server: Server;

  constructor(fastify: FastifyInstance, { isShared, docs }: Management) {
    const { headersMs: headersTimeout, requestMs: requestTimeout } = DEFAULT_HTTP_LIMITS;
    const limits = { headersTimeout, requestTimeout, maxHeaderSize: HEAD_LIMIT_BYTES };
    this.server = createServer(limits, (request, response) => {
      fastify.routing(request, response);
    });
    this.server.on('connection', (socket) => this.sockets.add(socket));
    fastify.addHook('onRequest', (request, reply, done) => {
      const { url } = request;
      const isInside = this.sockets.has(request.raw.socket);
      const isHidden = DOCS.test(url) && !docs;
      const isHere = isHealth(url) || (MANAGEMENT.test(url) ? isInside || isShared : !isInside);
      if (isHere && !isHidden) done();
      else sendProblem(reply, new Problem('not-found', HERE_IS_NOTHING));
    });
    fastify.addHook('preClose', (done) => {
      this.server.close();
      this.server.closeIdleConnections();
      done();
    });
    fastify.addHook('onClose', (_, done) => {
      this.server.closeAllConnections();
      done();
    });
  }

  /** Throws ConfigError where the port is taken. */
  async listen({ port, host }: { port: number; host: string }): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', (error: NodeJS.ErrnoException) => {
        const zh = `管理端口 ${host}:${port} 无法监听（${error.code ?? error.message}）：请检查 MANAGEMENT_PORT。`;
        const en = `Cannot listen on ${host}:${port} (${error.code ?? error.message}): see MANAGEMENT_PORT.`;
        reject(new ConfigError(`${zh} ${en}`));
      });
      this.server.listen(port, host, resolve);
    });
    const address = this.server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  }
}

const HERE_IS_NOTHING = { zh: '没有这个地址。', en: 'There is nothing at this address.' };

const ports = new WeakMap<NestFastifyApplication, ManagementPort>();

export function keepManagementApart(app: NestFastifyApplication, management: Management): void {
  ports.set(app, new ManagementPort(app.getHttpAdapter().getInstance(), management));
}

/** Opens the port for operators where one is configured, and says where it is; where there is none, that there is none. */
export async function listenForOperators(
  app: NestFastifyApplication,
  { management }: Pick<HttpConfig, 'management'>,
): Promise<number | undefined> {
  const logger = new Logger('management');
  if (management === undefined) {
    logger.log('no port for operators (MANAGEMENT_PORT)');
    return undefined;
  }
  const port = await ports.get(app)?.listen(management);
  logger.log(`metrics and docs are at ${management.host}:${port}`);
  return port;
}
