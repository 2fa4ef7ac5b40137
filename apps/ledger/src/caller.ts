import { randomUUID } from 'node:crypto';

import type { Identity } from '#access';
import type { FastifyRequest } from 'fastify';

import type { Caller } from './ledger';

/** The actor of a request that was let in, and the correlation that its events will carry. */
export function callerOf(identity: Identity, request: FastifyRequest): Caller {
  const { actor } = identity.principalOf(request);
  const given = request.headers['x-correlation-id'];
  const correlationId = typeof given === 'string' && /^[\x21-\x7e]{1,128}$/.test(given) ? given : randomUUID();
  return { actor, correlationId };
}
