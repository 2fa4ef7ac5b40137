import type { Secret } from './secret';

/**
 * How brokers are spoken to where they ask for more than a connection. Files are read for each connection, so that new ones count. It is plain
 * data, so that threads can be given it.
 */
export interface KafkaSecurity {
  /** The authorities of the system where no file is named. */
  tls?: { caFile?: string; certFile?: string; keyFile?: string };
  sasl?: KafkaSasl;
}

export type KafkaSasl =
  | { mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'; username: string; password: Secret }
  | { mechanism: 'oauthbearer'; tokenFile: string }
  | { mechanism: 'oauthbearer'; endpoint: string; clientId: string; clientSecret: Secret; scope: string | undefined };
