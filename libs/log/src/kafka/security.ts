import { readFileSync } from 'node:fs';
import { isIP, type Socket } from 'node:net';
import { connect, type ConnectionOptions } from 'node:tls';

import { type KafkaSasl, type KafkaSecurity, secretInFile, secretOf } from '#basics';
import type { ISocketFactory, KafkaConfig, SASLOptions } from 'kafkajs';

import { askedToken } from './oauth-token';

/** Where brokers are, and how they are spoken to. */
export interface Brokers {
  brokers: string[];
  security?: KafkaSecurity | undefined;
}

const KEEP_ALIVE_MS = 60_000;

/** The part of the client's settings that is about security. */
export function securityOptions({ tls, sasl }: KafkaSecurity): Pick<KafkaConfig, 'ssl' | 'sasl' | 'socketFactory'> {
  return {
    ...(tls === undefined ? {} : { ssl: true, socketFactory: socketsBy(tls) }),
    ...(sasl === undefined ? {} : { sasl: saslOptions(sasl) }),
  };
}

/** What a TLS connection is made with at this moment. */
function tlsOptions({ caFile, certFile, keyFile }: NonNullable<KafkaSecurity['tls']>): ConnectionOptions {
  const text = (file: string | undefined): Buffer | undefined => (file === undefined ? undefined : readFileSync(file));
  const [ca, cert, key] = [text(caFile), text(certFile), text(keyFile)];
  return {
    minVersion: 'TLSv1.2',
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

/** The client's own way of making sockets keeps what it was given at its start. */
function socketsBy(tls: NonNullable<KafkaSecurity['tls']>): ISocketFactory {
  return ({ host, port, onConnect }): Socket => {
    const name = isIP(host) === 0 ? { servername: host } : {};
    const socket = connect({ host, port, ...name, ...tlsOptions(tls) }, onConnect);
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    return socket;
  };
}

function saslOptions(sasl: KafkaSasl): SASLOptions {
  if (sasl.mechanism !== 'oauthbearer') {
    const { mechanism, username, password } = sasl;
    return {
      mechanism,
      username,
      // Looked up by the client whenever it authenticates.
      get password() {
        return secretOf(password);
      },
    };
  }
  const asked = 'endpoint' in sasl ? askedToken(sasl) : undefined;
  const provider = async (): Promise<{ value: string }> => {
    if (asked !== undefined) return { value: await asked() };
    return { value: secretInFile((sasl as { tokenFile: string }).tokenFile) };
  };
  return { mechanism: 'oauthbearer', oauthBearerProvider: provider };
}
