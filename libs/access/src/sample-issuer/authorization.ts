import { createHash } from 'node:crypto';

import type { SampleApplication } from './clients';

/** What an application sends somebody here with: RFC 6749, 4.1.1, with PKCE (RFC 7636) and the nonce of OpenID Connect. */
export interface Asked {
  application: SampleApplication;
  state: string | undefined;
  nonce: string | undefined;
  challenge: string;
}

/** A request to be answered by the page, one that its application is told of, or one that nobody can be told of but who sees it. */
export type Read =
  { asked: Asked } | { back: SampleApplication; answer: Record<string, string | undefined> } | { fault: string };

/** Only an application that is known, at the address that it has registered, is ever led back to. */
export function readRequest(query: URLSearchParams, applications: readonly SampleApplication[]): Read {
  const twice = [...query.keys()].find((name) => query.getAll(name).length > 1);
  if (twice !== undefined) return { fault: twice };
  const application = applications.find(({ id }) => id === query.get('client_id'));
  if (application === undefined) return { fault: 'client_id' };
  if (query.get('redirect_uri') !== application.redirectUri) return { fault: 'redirect_uri' };
  const state = query.get('state') ?? undefined;
  const error = errorOf(query);
  if (error !== undefined) return { back: application, answer: { error, state } };
  const nonce = query.get('nonce') ?? undefined;
  return { asked: { application, state, nonce, challenge: query.get('code_challenge') ?? '' } };
}

function errorOf(query: URLSearchParams): string | undefined {
  if (query.get('response_type') !== 'code') return 'unsupported_response_type';
  if (!(query.get('scope') ?? '').split(' ').includes('openid')) return 'invalid_scope';
  // What is plain would be of no use against who reads the address.
  const hasChallenge =
    query.get('code_challenge_method') === 'S256' && /^[\w-]{43}$/.test(query.get('code_challenge') ?? '');
  return hasChallenge ? undefined : 'invalid_request';
}

/** Whether who asks for tokens is who has sent the request: RFC 7636, 4.6. */
export function isVerifierOf(challenge: string, verifier: string): boolean {
  return /^[\w.~-]{43,128}$/.test(verifier) && createHash('sha256').update(verifier).digest('base64url') === challenge;
}
