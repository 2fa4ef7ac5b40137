import { randomUUID } from 'node:crypto';

import type { Identity, Origin, Permits, Principal, Rights } from '#access';
import type { Authority } from '#domain';
import type { FastifyRequest } from 'fastify';

import type { Sender } from './submission';

/** Who asks, and what they may. */
export interface Caller extends Sender {
  permits: Permits;
}

/** Of a request that was let in, with the correlation that its events will carry. */
export function callerOf(identity: Identity, rights: Rights, request: FastifyRequest): Caller {
  const given = request.headers['x-correlation-id'];
  const correlationId = typeof given === 'string' && /^[\x21-\x7e]{1,128}$/.test(given) ? given : randomUUID();
  const origin = { way: 'http', address: request.ip } as const;
  return callerFrom(identity.principalOf(request), rights, correlationId, origin);
}

export function callerFrom(principal: Principal, rights: Rights, correlationId: string, origin: Origin): Caller {
  const permits = rights.of(principal, origin);
  return { actor: principal.actor, correlationId, authority: authorityOf(principal, permits), permits };
}

function authorityOf({ identified, onBehalfOf }: Principal, { sha256 }: Permits): Authority {
  return {
    ...identified,
    ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
    ...(sha256 === undefined ? {} : { rightsSha256: sha256 }),
  };
}
