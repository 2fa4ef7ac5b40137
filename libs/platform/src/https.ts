import type { Server } from 'node:https';
import type { Socket } from 'node:net';

import { Logger } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

import type { WatchedTls } from './tls-files';

/** Who has connected and not agreed on a key after this long is cut off. */
export const HANDSHAKE_MS = 10_000;

/**
 * Takes new certificates without a restart. Connections that were made before go on to the end of what is under way on them and then end, since
 * what was withdrawn meanwhile is only looked at when a connection is made.
 */
export function followCertificates(fastify: FastifyInstance, tls: WatchedTls): void {
  const server = fastify.server as unknown as Server;
  const logger = new Logger('tls');
  const made = new WeakMap<Socket, number>();
  let generation = 0;
  server.on('secureConnection', (socket) => made.set(socket, generation));
  fastify.addHook('onSend', ({ raw: { socket } }, reply, payload, done) => {
    if ((made.get(socket) ?? generation) < generation) void reply.header('connection', 'close');
    done(null, payload);
  });
  tls.watch(
    (options) => {
      generation += 1;
      server.setSecureContext(options);
      server.closeIdleConnections();
    },
    { changed: (said) => logger.log(said), refused: (said) => logger.warn(said) },
  );
  fastify.addHook('onClose', (_, done) => {
    tls.stop();
    done();
  });
}
