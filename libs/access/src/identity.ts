import { Problem } from '#platform';
import type { FastifyRequest } from 'fastify';

import { certificateOf, holderOf, type KnownClients, requireBinding } from './client-certificate';
import type { KnownKeys } from './key-file';
import type { OidcIssuer } from './oidc';
import type { Principal } from './principal';
import { type Checked, RecentCallers } from './recent-callers';
import { digestOf, type KnownTokens } from './token-file';
import { isSignedToken, unverified } from './verify-token';

/** The ways in which a caller may be known, each as it stands at the moment. */
export interface Ways {
  tokens: () => readonly KnownTokens[];
  keys: () => KnownKeys | undefined;
  issuer: OidcIssuer | undefined;
  /** Whose certificates are; undefined where none are asked for. */
  clients?: () => KnownClients | undefined;
  /** What a machine that signs for itself must name, so that its word to one ledger is no word to another. */
  ledgerId: string;
}

/** Who sends a request or a message. */
export class Identity {
  private readonly recent = new RecentCallers();
  private readonly admitted = new WeakMap<FastifyRequest, Principal>();

  constructor(private readonly ways: Ways) {}

  /** Of the value of an `authorization` header. Throws the problem where nobody is known by it. */
  async identify(authorization: string | undefined): Promise<Principal> {
    if (authorization === undefined || authorization === '') throw new Problem('unauthorized');
    const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    if (token === undefined) throw new Problem('unauthorized', NO_BEARER);
    const digest = digestOf(token);
    for (const known of this.ways.tokens()) {
      const principal = known.get(digest);
      if (principal !== undefined) return principal;
    }
    if (!isSignedToken(token)) throw new Problem('unauthorized', UNKNOWN);
    return (await this.recent.of(digest)) ?? this.identifySigned(token, digest);
  }

  /** Of a request: throws the problem where nobody is known by what it came with. */
  async admit(request: FastifyRequest): Promise<void> {
    this.admitted.set(request, await this.principalBehind(request));
  }

  /** Of a request that was let in. */
  principalOf(request: FastifyRequest): Principal {
    const principal = this.admitted.get(request);
    if (principal === undefined) throw new Problem('unauthorized');
    return principal;
  }

  /** The same where nobody may have been let in. */
  knownOf(request: FastifyRequest): Principal | undefined {
    return this.admitted.get(request);
  }

  /** A token says who sends a request, also where the connection was made by another's certificate, such as a gateway's. */
  private async principalBehind(request: FastifyRequest): Promise<Principal> {
    const { authorization } = request.headers;
    const clients = this.ways.clients?.();
    const certificate = clients && certificateOf(request);
    if (clients !== undefined && certificate !== undefined && authorization === undefined)
      return holderOf(request, certificate, clients);
    const principal = await this.identify(authorization);
    requireBinding(principal, certificate);
    return principal;
  }

  private async identifySigned(token: string, digest: string): Promise<Principal> {
    const checked = await this.check(token);
    this.recent.keep(digest, checked);
    return checked.principal;
  }

  private async check(token: string): Promise<Checked> {
    const { kid, payload } = unverified(token);
    const { issuer, ledgerId } = this.ways;
    const keys = this.ways.keys();
    if (issuer !== undefined && payload.iss === issuer.issuer) return issuer.check(token, kid);
    if (keys?.has(payload.iss) !== true) throw new Problem('token-wrong-issuer');
    return { ...(await keys.check(token, kid, ledgerId)), stillCounts: () => this.ways.keys() === keys };
  }
}

const NO_BEARER = {
  zh: '应为“Authorization: Bearer 令牌”。',
  en: 'The header must read "Authorization: Bearer TOKEN".',
};
const UNKNOWN = { zh: '没有人持有这个令牌，或它已被撤销。', en: 'Nobody has this token, or it was withdrawn.' };
