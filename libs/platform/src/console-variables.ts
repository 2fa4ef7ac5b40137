import type { Secret } from '#basics';
import { z } from 'zod';

/** The variables of the console in the browser. The others read none of them. */
export const CONSOLE_VARIABLES = {
  /** Where browsers reach the console, as they write it. */
  CONSOLE_URL: z.string().min(1).optional(),
  /** Of the console that `npm start` brings; 0 takes a free one. */
  CONSOLE_PORT: z.coerce.number().int().min(0).max(65_535).default(8088),
  LEDGER_URL: z.string().min(1).optional(),
  QUERY_URL: z.string().min(1).optional(),
  /** Whose readiness operators are shown; nothing else is asked of it. */
  PROJECTOR_URL: z.string().min(1).optional(),
  /** Whom people sign in to OIDC_ISSUER for. */
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  OIDC_SCOPE: z.string().min(1).default('openid profile'),
  /** What access tokens are asked for (RFC 8707), where the issuer wants to hear it. */
  OIDC_RESOURCE: z.string().min(1).optional(),
  /** Who does nothing for so long is signed out, and everybody after so many hours. */
  SESSION_IDLE_MINUTES: z.coerce.number().int().min(1).max(1_440).default(30),
  SESSION_HOURS: z.coerce.number().int().min(1).max(168).default(10),
};

type Values = z.output<z.ZodObject<typeof CONSOLE_VARIABLES>>;

/** The console, as its variables say. */
export interface ConsoleConfig {
  url: string | undefined;
  /** For `npm start`. */
  port: number;
  ledgerUrl: string | undefined;
  queryUrl: string | undefined;
  projectorUrl: string | undefined;
  clientId: string | undefined;
  clientSecret: Secret | undefined;
  scope: string;
  resource: string | undefined;
  sessionIdleMinutes: number;
  sessionHours: number;
}

/** Throws what `wrong` makes of a variable and its fault. */
export function consoleConfigOf(
  value: Values,
  secretNamed: (name: string) => Secret,
  wrong: (variable: string, zh: string, en: string) => Error,
): ConsoleConfig {
  for (const name of ['CONSOLE_URL', 'LEDGER_URL', 'QUERY_URL', 'PROJECTOR_URL'] as const) {
    const url = value[name];
    if (url === undefined || isOrigin(url)) continue;
    const zh = `${url} 应为不带路径的 http 或 https 地址，如 https://budget.example.cn。`;
    throw wrong(name, zh, `${url} must be an http or https address without a path, such as https://budget.example.cn`);
  }
  return {
    url: originOf(value.CONSOLE_URL),
    port: value.CONSOLE_PORT,
    ledgerUrl: originOf(value.LEDGER_URL),
    queryUrl: originOf(value.QUERY_URL),
    projectorUrl: originOf(value.PROJECTOR_URL),
    clientId: value.OIDC_CLIENT_ID,
    clientSecret: value.OIDC_CLIENT_SECRET === undefined ? undefined : secretNamed('OIDC_CLIENT_SECRET'),
    scope: value.OIDC_SCOPE,
    resource: value.OIDC_RESOURCE,
    sessionIdleMinutes: value.SESSION_IDLE_MINUTES,
    sessionHours: value.SESSION_HOURS,
  };
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, origin, href } = new URL(text);
  return /^https?:$/.test(protocol) && href === `${origin}/`;
}

function originOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : new URL(text).origin;
}
