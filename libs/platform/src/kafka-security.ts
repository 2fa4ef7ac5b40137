import { createSecureContext } from 'node:tls';
import { readFileSync } from 'node:fs';

import { type KafkaSasl, type KafkaSecurity, reasonOf, type Secret } from '#basics';
import { z } from 'zod';

import { ConfigError } from './config-error';

/** How to speak with Kafka: Kafka's own names for it, where it has any. */
export const KAFKA_SECURITY_VARIABLES = {
  KAFKA_SECURITY_PROTOCOL: z.enum(['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL']).default('PLAINTEXT'),
  /** PEM files, read for each new connection. The authorities of the system where none is named. */
  KAFKA_TLS_CA_FILE: z.string().min(1).optional(),
  KAFKA_TLS_CERT_FILE: z.string().min(1).optional(),
  KAFKA_TLS_KEY_FILE: z.string().min(1).optional(),
  KAFKA_SASL_MECHANISM: z.enum(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512', 'OAUTHBEARER']).optional(),
  KAFKA_SASL_USERNAME: z.string().min(1).optional(),
  KAFKA_SASL_PASSWORD: z.string().min(1).optional(),
  /** OAUTHBEARER: a file that somebody else keeps fresh, or an endpoint that is asked with the client's own secret. */
  KAFKA_SASL_TOKEN_FILE: z.string().min(1).optional(),
  KAFKA_SASL_TOKEN_ENDPOINT: z.string().min(1).optional(),
  KAFKA_SASL_CLIENT_ID: z.string().min(1).optional(),
  KAFKA_SASL_CLIENT_SECRET: z.string().min(1).optional(),
  KAFKA_SASL_SCOPE: z.string().min(1).optional(),
};
type Values = z.output<z.ZodObject<typeof KAFKA_SECURITY_VARIABLES>>;

/** Nothing where Kafka is spoken to in clear and by nobody. Throws ConfigError for half of a setting: it would do nothing, and look as if it did. */
export function kafkaSecurityIn(values: Values, secretOf: (name: keyof Values) => Secret): KafkaSecurity | undefined {
  const protocol = values.KAFKA_SECURITY_PROTOCOL;
  const [hasTls, hasSasl] = [protocol.endsWith('SSL'), protocol.startsWith('SASL')];
  refuseUnused(values, protocol, [...(hasTls ? [] : TLS), ...(hasSasl ? [] : SASL)]);
  const tls = hasTls ? tlsIn(values) : undefined;
  const sasl = hasSasl ? saslIn(values, secretOf) : undefined;
  if (tls === undefined && sasl === undefined) return undefined;
  return { ...(tls === undefined ? {} : { tls }), ...(sasl === undefined ? {} : { sasl }) };
}

const TLS = ['KAFKA_TLS_CA_FILE', 'KAFKA_TLS_CERT_FILE', 'KAFKA_TLS_KEY_FILE'] as const;
const SASL = [
  'KAFKA_SASL_MECHANISM',
  'KAFKA_SASL_USERNAME',
  'KAFKA_SASL_PASSWORD',
  'KAFKA_SASL_TOKEN_FILE',
  'KAFKA_SASL_TOKEN_ENDPOINT',
  'KAFKA_SASL_CLIENT_ID',
  'KAFKA_SASL_CLIENT_SECRET',
  'KAFKA_SASL_SCOPE',
] as const;

function refuseUnused(values: Values, protocol: string, names: readonly (keyof Values)[]): void {
  const set = names.find((name) => values[name] !== undefined);
  if (set === undefined) return;
  throw new ConfigError(
    `设了 ${set}，而 KAFKA_SECURITY_PROTOCOL 为 ${protocol}，它不起作用：请改为 SASL_SSL 或 SSL。 ` +
      `${set} is set and does nothing while KAFKA_SECURITY_PROTOCOL is ${protocol}: set SASL_SSL or SSL.`,
  );
}

function tlsIn(values: Values): NonNullable<KafkaSecurity['tls']> {
  const { KAFKA_TLS_CA_FILE: caFile, KAFKA_TLS_CERT_FILE: certFile, KAFKA_TLS_KEY_FILE: keyFile } = values;
  if ((certFile === undefined) !== (keyFile === undefined))
    throw missing(['KAFKA_TLS_CERT_FILE', 'KAFKA_TLS_KEY_FILE']);
  try {
    const [ca, cert, key] = [caFile, certFile, keyFile].map((file) => file && readFileSync(file));
    createSecureContext({ ca, cert, key });
  } catch (error) {
    const why = reasonOf(error);
    throw new ConfigError(`KAFKA_TLS_* 的文件不可用：${why}。 The files of KAFKA_TLS_* cannot be used: ${why}.`);
  }
  return {
    ...(caFile === undefined ? {} : { caFile }),
    ...(certFile === undefined ? {} : { certFile }),
    ...(keyFile === undefined ? {} : { keyFile }),
  };
}

function saslIn(values: Values, secretOf: (name: keyof Values) => Secret): KafkaSasl {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username, KAFKA_SASL_SCOPE: scope } = values;
  const { KAFKA_SASL_TOKEN_FILE: tokenFile, KAFKA_SASL_TOKEN_ENDPOINT: endpoint } = values;
  if (mechanism === undefined) throw missing(['KAFKA_SASL_MECHANISM']);
  if (mechanism !== 'OAUTHBEARER') {
    if (username === undefined || values.KAFKA_SASL_PASSWORD === undefined)
      throw missing(['KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD']);
    const named = mechanism.toLowerCase() as 'plain' | 'scram-sha-256' | 'scram-sha-512';
    return { mechanism: named, username, password: secretOf('KAFKA_SASL_PASSWORD') };
  }
  if (tokenFile !== undefined) return { mechanism: 'oauthbearer', tokenFile };
  const clientId = values.KAFKA_SASL_CLIENT_ID;
  if (endpoint === undefined || clientId === undefined || values.KAFKA_SASL_CLIENT_SECRET === undefined)
    throw missing(['KAFKA_SASL_TOKEN_ENDPOINT', 'KAFKA_SASL_CLIENT_ID', 'KAFKA_SASL_CLIENT_SECRET']);
  if (!/^https:|^http:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])[:/]/.test(endpoint)) {
    throw new ConfigError(
      'KAFKA_SASL_TOKEN_ENDPOINT 应为 https 地址。 KAFKA_SASL_TOKEN_ENDPOINT must be an https address.',
    );
  }
  return { mechanism: 'oauthbearer', endpoint, clientId, clientSecret: secretOf('KAFKA_SASL_CLIENT_SECRET'), scope };
}

function missing(names: readonly (keyof Values)[]): ConfigError {
  return new ConfigError(
    `KAFKA_SECURITY_PROTOCOL 与 KAFKA_SASL_MECHANISM 还需要 ${names.join('、')}。 ` +
      `KAFKA_SECURITY_PROTOCOL and KAFKA_SASL_MECHANISM need ${names.join(' and ')} as well.`,
  );
}
