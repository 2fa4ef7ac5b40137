import { join } from 'node:path';

import { isSafeAddress, type Secret } from '#basics';
import { type Config, ConfigError, required } from '#platform';

export const SETTINGS = Symbol('settings of the console');

/** What people sign in by: the issuer, or where there is none a token of their own. */
export interface IssuerSettings {
  issuer: string;
  clientId: string;
  clientSecret: Secret | undefined;
  scope: string;
  resource: string | undefined;
  /** The claim that names who has signed in, as events will. */
  actorClaim: string;
}

export interface ConsoleSettings {
  /** The origin that browsers see. */
  url: string;
  ledgerUrl: string;
  queryUrl: string;
  /** Asked for its readiness alone. */
  projectorUrl: string | undefined;
  issuer: IssuerSettings | undefined;
  idleMs: number;
  longestMs: number;
  /** The compiled front end. */
  webFolder: string;
}

export interface ConsoleOptions {
  config: Config;
  /** For tests. */
  webFolder?: string;
  idleMs?: number;
  longestMs?: number;
}

/** Beside the compiled console stands what vite made of its pages. */
const WEB_FOLDER = join(__dirname, '..', 'web');

/** Throws ConfigError with what is missing. */
export function settingsOf({ config, ...changed }: ConsoleOptions): ConsoleSettings {
  const { url, ledgerUrl, queryUrl, projectorUrl, sessionIdleMinutes, sessionHours } = config.console;
  return {
    url: required(url, 'CONSOLE_URL'),
    ledgerUrl: required(ledgerUrl, 'LEDGER_URL'),
    queryUrl: required(queryUrl, 'QUERY_URL'),
    projectorUrl,
    issuer: issuerOf(config),
    idleMs: sessionIdleMinutes * 60_000,
    longestMs: sessionHours * 3_600_000,
    webFolder: WEB_FOLDER,
    ...changed,
  };
}

function issuerOf({ oidc, console: { clientId, clientSecret, scope, resource } }: Config): IssuerSettings | undefined {
  if (oidc === undefined) return undefined;
  const { issuer, actorClaim } = oidc;
  if (!URL.canParse(issuer) || !isSafeAddress(new URL(issuer))) {
    throw new ConfigError(
      `OIDC_ISSUER 应为 https 地址：${issuer}。 OIDC_ISSUER must be an https address, not ${issuer}.`,
    );
  }
  return { issuer, clientId: required(clientId, 'OIDC_CLIENT_ID'), clientSecret, scope, resource, actorClaim };
}
