import { randomUUID } from 'node:crypto';

import { Identity, Problem } from '#platform';
import type { FastifyRequest } from 'fastify';

import type { Caller } from './ledger';

/** The actor behind a request's token, and the correlation that its events will carry. Throws the 401 problem. */
export function callerOf(identity: Identity, request: FastifyRequest): Caller {
  const actor = identity.actorOf(request.headers.authorization);
  if (actor === undefined) throw new Problem('unauthorized');
  const given = request.headers['x-correlation-id'];
  const correlationId = typeof given === 'string' && /^[\x21-\x7e]{1,128}$/.test(given) ? given : randomUUID();
  return { actor, correlationId };
}
