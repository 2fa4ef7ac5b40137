import { isSafeAddress } from '#basics';
import { ConfigError } from './config-error';
import type { Config } from './config';

/** Something that a house open to others should not be without. */
export interface Lack {
  zh: string;
  en: string;
}

/** `verify-full` alone knows whom it speaks with; pg takes `require` and `verify-ca` for it, and others for less. */
const VERIFIED = new Set(['verify-full', 'verify-ca', 'require']);

/** What is missing for a service that others can reach; nothing of it keeps a ledger on somebody's own machine from working. */
export function lackingSecurity(
  config: Config,
  { hasCallers, knowsCallers = hasCallers }: { hasCallers: boolean; knowsCallers?: boolean },
): Lack[] {
  const ofCallers = hasCallers ? [httpTls(config)] : [];
  const ofKnowing = knowsCallers ? [callers(config), rights(config)] : [];
  const ofPassingOn = hasCallers && !knowsCallers ? [consoleTls(config), servicesTls(config)] : [];
  const ofOwn = [kafkaTls(config), kafkaIdentity(config), databaseTls(config)];
  const lacks = [...ofOwn, ...ofCallers, ...ofKnowing, ...ofPassingOn];
  return lacks.filter((lack) => lack !== undefined);
}

/** Throws ConfigError with all of it at once, so that nobody mends one thing after another. */
export function requireSecurity(config: Config, lacks: readonly Lack[]): void {
  if (!config.requireSecurity || lacks.length === 0) return;
  const listed = (language: keyof Lack): string => lacks.map((lack) => lack[language]).join('; ');
  throw new ConfigError(
    `REQUIRE_SECURITY 已设，缺少以下各项，不予启动：${listed('zh')}。 ` +
      `REQUIRE_SECURITY is set, and these are missing: ${listed('en')}.`,
  );
}

/** A proxy that is named speaks it for the service. */
function httpTls({ http }: Config): Lack | undefined {
  if (http.tls !== undefined || http.trustedProxies.length > 0) return undefined;
  return {
    zh: 'HTTP 未加密（TLS_CERT_FILE，或由代理加密并设 TRUST_PROXY）',
    en: 'HTTP is spoken in clear (TLS_CERT_FILE, or a proxy before it and TRUST_PROXY)',
  };
}

/** A cookie of a session goes wherever the address leads. */
function consoleTls({ console: { url = '' } }: Config): Lack | undefined {
  if (isSafe(url)) return undefined;
  return {
    zh: '浏览器以明文访问控制台（CONSOLE_URL 应为 https）',
    en: 'browsers reach the console in clear (an https CONSOLE_URL)',
  };
}

/** Tokens go on to the services. */
function servicesTls({ console: { ledgerUrl, queryUrl } }: Config): Lack | undefined {
  const urls = [ledgerUrl, queryUrl].filter((url) => url !== undefined);
  if (urls.every(isSafe)) return undefined;
  return {
    zh: '与 ledger、query 的通信未加密（LEDGER_URL 与 QUERY_URL 应为 https）',
    en: 'the services are spoken to in clear (https in LEDGER_URL and QUERY_URL)',
  };
}

function isSafe(url: string): boolean {
  return URL.canParse(url) && isSafeAddress(new URL(url));
}

function kafkaTls({ brokers, kafkaSecurity }: Config): Lack | undefined {
  if (brokers.length === 0 || kafkaSecurity?.tls !== undefined) return undefined;
  return {
    zh: '与 Kafka 的通信未加密（KAFKA_SECURITY_PROTOCOL=SASL_SSL）',
    en: 'Kafka is spoken to in clear (KAFKA_SECURITY_PROTOCOL=SASL_SSL)',
  };
}

function kafkaIdentity({ brokers, kafkaSecurity }: Config): Lack | undefined {
  if (brokers.length === 0 || kafkaSecurity?.sasl !== undefined || kafkaSecurity?.tls?.certFile !== undefined)
    return undefined;
  return {
    zh: 'Kafka 不知道本程序是谁（KAFKA_SASL_MECHANISM 或 KAFKA_TLS_CERT_FILE）',
    en: 'Kafka does not know who this is (KAFKA_SASL_MECHANISM or KAFKA_TLS_CERT_FILE)',
  };
}

function databaseTls({ databaseUrl }: Config): Lack | undefined {
  if (databaseUrl === undefined || !URL.canParse(databaseUrl)) return undefined;
  const { searchParams } = new URL(databaseUrl);
  if (VERIFIED.has(searchParams.get('sslmode') ?? '') && searchParams.get('uselibpqcompat') === null) return undefined;
  return {
    zh: '与数据库的通信未加密，或不核实对方（DATABASE_URL 中 sslmode=verify-full）',
    en: 'the database is spoken to in clear, or without knowing it (sslmode=verify-full in DATABASE_URL)',
  };
}

function callers({ oidc, tokensFiles, keysFile, http }: Config): Lack | undefined {
  if (oidc !== undefined || http.tls?.clients !== undefined || tokensFiles.length > 0 || keysFile !== undefined)
    return undefined;
  return {
    zh: '没有身份来源（OIDC_ISSUER、LEDGER_KEYS_FILE 或 LEDGER_TOKENS_FILE）',
    en: 'nobody can be identified (OIDC_ISSUER, LEDGER_KEYS_FILE or LEDGER_TOKENS_FILE)',
  };
}

function rights({ accessFile }: Config): Lack | undefined {
  if (accessFile !== undefined) return undefined;
  return { zh: '没有权限文件（ACCESS_FILE）', en: 'there is no file of rights (ACCESS_FILE)' };
}
