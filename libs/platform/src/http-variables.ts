import { isIP } from 'node:net';

import { z } from 'zod';

/** The variables of the doors: who may come how often, from which pages, and how they are encrypted. */
export const HTTP_VARIABLES = {
  /** Connections of one service; what comes by more is answered 503. */
  MAX_CONNECTIONS: z.coerce.number().int().min(1).max(1_000_000).default(10_000),
  /** Requests a second, taken over ten of them, of one client address and of one actor; 0 does not limit. */
  RATE_LIMIT_PER_ADDRESS: z.coerce.number().int().min(0).max(1_000_000).default(10_000),
  RATE_LIMIT_PER_ACTOR: z.coerce.number().int().min(0).max(1_000_000).default(10_000),
  /** The proxies whose X-Forwarded-For counts: addresses and networks, separated by commas. */
  TRUST_PROXY: z.string().default(''),
  /** Pages of which origins may read answers in a browser. */
  CORS_ORIGINS: z.string().default(''),
  TLS_CERT_FILE: z.string().min(1).optional(),
  TLS_KEY_FILE: z.string().min(1).optional(),
  /** Who signs the certificates of clients, which of them were withdrawn, and whose each is. */
  TLS_CLIENT_CA_FILE: z.string().min(1).optional(),
  TLS_CLIENT_CRL_FILE: z.string().min(1).optional(),
  TLS_CLIENTS_FILE: z.string().min(1).optional(),
  /** Where metrics and the description of the interface are; nowhere where it is left out, but for `npm start`. */
  MANAGEMENT_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  MANAGEMENT_HOST: z.string().min(1).default('127.0.0.1'),
  DOCS: z.enum(['on', 'off']).default('on'),
};

type Values = z.output<z.ZodObject<typeof HTTP_VARIABLES>>;

/** The doors of a service, as its variables say. */
export interface HttpConfig {
  maxConnections: number;
  perAddress: number;
  perActor: number;
  trustedProxies: string[];
  corsOrigins: string[];
  tls: TlsFiles | undefined;
  management: { port: number; host: string } | undefined;
  docs: boolean;
}

export interface TlsFiles {
  certFile: string;
  keyFile: string;
  clients: { caFile: string; crlFile: string | undefined; actorsFile: string } | undefined;
}

/** Throws what `wrong` makes of a variable and its fault. */
export function httpConfigOf(value: Values, wrong: (variable: string, zh: string, en: string) => Error): HttpConfig {
  const trustedProxies = listed(value.TRUST_PROXY);
  const otherProxy = trustedProxies.find((proxy) => !isNetwork(proxy));
  if (otherProxy !== undefined) {
    const zh = `${otherProxy} 应为代理的地址或网段，如 10.0.0.5 或 10.0.0.0/8：信任所有人，就是让每个人自报地址。`;
    throw wrong('TRUST_PROXY', zh, `${otherProxy} must be the address or network of a proxy, such as 10.0.0.5`);
  }
  const corsOrigins = listed(value.CORS_ORIGINS);
  const otherOrigin = corsOrigins.find((origin) => !URL.canParse(origin) || new URL(origin).origin !== origin);
  if (otherOrigin !== undefined) {
    const zh = `${otherOrigin} 应为来源，如 https://budget.example.cn，不得为 *。`;
    throw wrong('CORS_ORIGINS', zh, `${otherOrigin} must be an origin such as https://budget.example.cn, and never *`);
  }
  const { MANAGEMENT_PORT: port, MANAGEMENT_HOST: host } = value;
  return {
    maxConnections: value.MAX_CONNECTIONS,
    perAddress: value.RATE_LIMIT_PER_ADDRESS,
    perActor: value.RATE_LIMIT_PER_ACTOR,
    trustedProxies,
    corsOrigins,
    tls: tlsOf(value, wrong),
    management: port === undefined ? undefined : { port, host },
    docs: value.DOCS === 'on',
  };
}

function tlsOf(value: Values, wrong: Parameters<typeof httpConfigOf>[1]): TlsFiles | undefined {
  const { TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile } = value;
  const { TLS_CLIENT_CA_FILE: caFile, TLS_CLIENT_CRL_FILE: crlFile, TLS_CLIENTS_FILE: actorsFile } = value;
  if ((certFile === undefined) !== (keyFile === undefined))
    throw wrong('TLS_CERT_FILE', '须与 TLS_KEY_FILE 一同设置。', 'goes together with TLS_KEY_FILE');
  if ((caFile === undefined) !== (actorsFile === undefined))
    throw wrong('TLS_CLIENT_CA_FILE', '须与 TLS_CLIENTS_FILE 一同设置。', 'goes together with TLS_CLIENTS_FILE');
  if (crlFile !== undefined && caFile === undefined)
    throw wrong('TLS_CLIENT_CRL_FILE', '须与 TLS_CLIENT_CA_FILE 一同设置。', 'goes together with TLS_CLIENT_CA_FILE');
  if (certFile === undefined || keyFile === undefined) {
    if (caFile === undefined) return undefined;
    throw wrong('TLS_CLIENT_CA_FILE', '须先设置 TLS_CERT_FILE。', 'needs TLS_CERT_FILE');
  }
  const clients = caFile === undefined || actorsFile === undefined ? undefined : { caFile, crlFile, actorsFile };
  return { certFile, keyFile, clients };
}

function listed(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...others] = text.split('/');
  const most = isIP(address) === 4 ? 32 : 128;
  return (
    isIP(address) > 0 && others.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))
  );
}
