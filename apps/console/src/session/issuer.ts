import { isSafeAddress, secretOf } from '#basics';
import * as oidc from 'openid-client';

import type { IssuerSettings } from '../configuration';
import type { Tokens } from './sessions';

/** What the answer of the issuer is held against when somebody comes back. */
export interface Begun {
  state: string;
  nonce: string;
  verifier: string;
}

/** The issuer has heard and says no, or its answer is none that was asked for. */
export class SignInRefused extends Error {
  override readonly name = 'SignInRefused';

  constructor(readonly code: string) {
    super(`the sign-in was refused: ${code}`);
  }
}

/** Nobody knows whether the issuer would say yes. */
export class IssuerSilent extends Error {
  override readonly name = 'IssuerSilent';

  constructor() {
    super('the issuer does not answer');
  }
}

const WITHIN_SECONDS = 5;
/** How the client says that nothing came, or something of a server in trouble. */
const SILENT_CODES = new Set(['OAUTH_TIMEOUT', 'OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_RESPONSE_IS_NOT_JSON']);

/** The OpenID Connect issuer, by authorization code with PKCE. It is asked about itself when it is first needed, so that either may start first. */
export class Issuer {
  private found: Promise<oidc.Configuration> | undefined;
  private readonly redirectUri: string;

  constructor(
    private readonly settings: IssuerSettings,
    private readonly consoleUrl: string,
  ) {
    this.redirectUri = `${consoleUrl}/session/callback`;
  }

  /** Where somebody signs in, and what they have to come back with. */
  async begin(): Promise<{ address: string; begun: Begun }> {
    const configuration = await this.configuration();
    const begun = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
    };
    const address = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: this.redirectUri,
      scope: this.settings.scope,
      state: begun.state,
      nonce: begun.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(begun.verifier),
      code_challenge_method: 'S256',
      ...this.resource,
    });
    return { address: address.href, begun };
  }

  /** Who has come back, by the query that they came with. Throws SignInRefused or IssuerSilent. */
  async finish(query: string, { state, nonce, verifier }: Begun): Promise<{ named: string; tokens: Tokens }> {
    const configuration = await this.configuration();
    const came = new URL(`${this.redirectUri}${query}`);
    const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
    const answer = await asked(() => oidc.authorizationCodeGrant(configuration, came, checks, this.resource));
    const claims = answer.claims();
    const named = [claims?.[this.settings.actorClaim], claims?.['name'], claims?.sub].find(
      (name) => typeof name === 'string' && name !== '',
    );
    return { named: typeof named === 'string' ? named : '', tokens: tokensIn(answer) };
  }

  /** New tokens for old ones. Throws SignInRefused where there are no more, and IssuerSilent. */
  async renew({ refresh }: Tokens): Promise<Tokens> {
    if (refresh === undefined) throw new SignInRefused('no-refresh-token');
    const configuration = await this.configuration();
    const answer = await asked(() => oidc.refreshTokenGrant(configuration, refresh, this.resource));
    const tokens = tokensIn(answer);
    // An issuer that gives no new one lets the old one count on.
    return { ...tokens, refresh: tokens.refresh ?? refresh };
  }

  /** Where the session at the issuer ends too, where it has such a place. A browser goes there, so the address has no token as a hint. */
  async signOutAddress(): Promise<string | undefined> {
    const configuration = await this.configuration();
    if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined;
    return oidc.buildEndSessionUrl(configuration, { post_logout_redirect_uri: `${this.consoleUrl}/` }).href;
  }

  private get resource(): Record<string, string> {
    const { resource } = this.settings;
    return resource === undefined ? {} : { resource };
  }

  private configuration(): Promise<oidc.Configuration> {
    this.found ??= this.discover().catch((error: unknown) => {
      this.found = undefined;
      throw error;
    });
    return this.found;
  }

  private discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    const url = new URL(issuer);
    // What the issuer signs is checked although it comes from itself: the address of its keys is part of what it is known by.
    const execute = [oidc.enableNonRepudiationChecks];
    // The library calls it deprecated so that it is noticed.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    if (url.protocol === 'http:' && isSafeAddress(url)) execute.push(oidc.allowInsecureRequests);
    const proof = clientSecret === undefined ? oidc.None() : oidc.ClientSecretBasic(secretOf(clientSecret));
    return asked(() => oidc.discovery(url, clientId, undefined, proof, { execute, timeout: WITHIN_SECONDS }));
  }
}

function tokensIn(answer: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers): Tokens {
  const seconds = answer.expiresIn();
  return {
    access: answer.access_token,
    endsAt: seconds === undefined ? undefined : Date.now() + seconds * 1_000,
    refresh: answer.refresh_token,
  };
}

/** What the client throws holds answers of the issuer, and so perhaps tokens: only its codes go on from here. */
async function asked<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof oidc.ResponseBodyError || error instanceof oidc.AuthorizationResponseError)
      throw new SignInRefused(error.error);
    const { code } = error as { code?: unknown };
    if (typeof code === 'string' && !SILENT_CODES.has(code)) throw new SignInRefused(code);
    throw new IssuerSilent();
  }
}
