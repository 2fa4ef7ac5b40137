import { isSafeAddress } from '#basics';
import { type Config, ConfigError, Problem } from '#platform';
import { type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';

import { IssuerKeys, IssuerUnreachable } from './issuer-keys';
import type { Principal } from './principal';
import type { Checked } from './recent-callers';
import { tokenProblem } from './token-problem';
import { ALGORITHMS, CLOCK_SKEW_SECONDS, endOf, nameIn } from './verify-token';

export type OidcSettings = NonNullable<Config['oidc']>;

const MOST_GROUPS = 500;

/** Access tokens of one OpenID Connect issuer, of people and of machines. */
export class OidcIssuer {
  constructor(
    private readonly settings: OidcSettings,
    private readonly keys: IssuerKeys = new IssuerKeys(settings.issuer),
  ) {
    requireSettings(settings);
  }

  get issuer(): string {
    return this.settings.issuer;
  }

  get complaint(): string | undefined {
    return this.keys.complaint;
  }

  /** Throws the problem of a token that the issuer has not given for this ledger, or of an issuer that cannot be asked. */
  async check(token: string, kid: string | undefined): Promise<Checked> {
    const { issuer, audience, algorithms, actorClaim, groupsClaim } = this.settings;
    try {
      const keys = await this.keysHolding(kid);
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms,
        requiredClaims: ['exp', 'sub'],
        clockTolerance: CLOCK_SKEW_SECONDS,
      });
      return {
        principal: principalIn(payload, { issuer, actorClaim, groupsClaim }),
        endsAt: endOf(payload),
        stillCounts: async () => (await this.keysHolding(kid)) === keys,
      };
    } catch (error) {
      throw tokenProblem(error) ?? error;
    }
  }

  private async keysHolding(kid: string | undefined): Promise<JWTVerifyGetKey> {
    try {
      return await this.keys.holding(kid);
    } catch (error) {
      throw error instanceof IssuerUnreachable ? new Problem('issuer-unreachable') : error;
    }
  }
}

/**
 * RFC 8693: `sub` is whom a token is about, and `act` who uses it for them. Events carry who acts, and beside it for whom; what may be done
 * goes by whom the token is about.
 */
function principalIn(
  payload: JWTPayload,
  { issuer, actorClaim, groupsClaim }: Pick<OidcSettings, 'issuer' | 'actorClaim' | 'groupsClaim'>,
): Principal {
  const subject = nameIn('sub', payload.sub);
  const named = nameIn(actorClaim, payload[actorClaim]);
  const groups = groupsIn(payload[groupsClaim]);
  const identified = { by: 'oidc' as const, issuer, subject };
  const { act } = payload;
  if (act === undefined) return { actor: named, identified, groups, claims: payload };
  const acting = typeof act === 'object' && act !== null && 'sub' in act ? act.sub : undefined;
  return { actor: nameIn('act.sub', acting), identified, onBehalfOf: named, groups, claims: payload };
}

function groupsIn(value: unknown): string[] {
  const groups: unknown[] = Array.isArray(value) ? value : typeof value === 'string' ? value.split(' ') : [];
  return groups.slice(0, MOST_GROUPS).filter((group): group is string => typeof group === 'string' && group !== '');
}

function requireSettings({ issuer, audience, algorithms }: OidcSettings): void {
  if (!URL.canParse(issuer) || !isSafeAddress(new URL(issuer))) {
    throw new ConfigError(
      `OIDC_ISSUER 应为 https 地址：${issuer}。 OIDC_ISSUER must be an https address, not ${issuer}.`,
    );
  }
  if (audience === '') {
    throw new ConfigError(
      '设了 OIDC_ISSUER 也要设 OIDC_AUDIENCE：否则发给其他系统的令牌在此也有效。 ' +
        'OIDC_ISSUER needs OIDC_AUDIENCE: without it tokens that were given for other systems would do here.',
    );
  }
  const unknown = algorithms.find((name) => !ALGORITHMS.some((known) => known === name));
  if (unknown !== undefined || algorithms.length === 0) {
    const known = ALGORITHMS.join(', ');
    throw new ConfigError(
      `OIDC_ALGORITHMS 不接受 ${unknown ?? ''}：可用 ${known}。 OIDC_ALGORITHMS takes ${known}, and not ${unknown ?? 'nothing'}.`,
    );
  }
}
