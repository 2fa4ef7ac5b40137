import type { Problem } from '#platform';
import type { FastifyRequest } from 'fastify';

import type { Demand, ReadAction } from '../may';
import type { Principal } from '../principal';
import type { Act } from './access-trace';

/** What a request was found to ask for. */
export interface Asking {
  action?: ReadAction;
  /** Where that stands. */
  demands: readonly Demand[];
}

const REFUSED = new Set([401, 403, 429]);
/** Codes of places and years. What is longer may be anything, such as a token in a wrong place, and is not repeated. */
const PART = /^[\p{L}\p{N}_.-]{1,24}$/u;
const MOST_CHARACTERS = 120;

export function isRefusal({ details: { status } }: Problem): boolean {
  return REFUSED.has(status);
}

/** Audits, files to take along, and figures of whole divisions: what somebody who gathers data asks for. */
export function isOfMuch({ query }: FastifyRequest, { action, demands }: Asking): boolean {
  if (action === 'audit') return true;
  if ((query as { format?: unknown }).format === 'csv') return true;
  return (
    action !== 'operate' &&
    demands.some(({ division, department }) => division !== undefined && department === undefined)
  );
}

/** What a request asks for: its method and the address as the service knows it, and of what by the parts of the address. Queries are left out. */
export function actOf(request: FastifyRequest, principal: Principal | undefined): Act {
  const { method, routeOptions, params, ip } = request;
  const parts = Object.values((params ?? {}) as Record<string, unknown>).map((part) =>
    typeof part === 'string' && PART.test(part) ? part : '…',
  );
  return {
    way: 'http',
    address: ip,
    ...(principal === undefined ? {} : { actor: principal.actor, how: principal.identified.by }),
    action: `${method} ${routeOptions.url ?? 'unknown'}`,
    ...(parts.length === 0 ? {} : { resource: parts.join('/').slice(0, MOST_CHARACTERS) }),
  };
}
