import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { freePort, type KafkaServer, startKafka } from '#embedded';

import { TestAuthority } from './certificates';
import { kafkaJars } from './kafka';

const USERS = ['admin', 'ledger', 'projector', 'query', 'auditor', 'sender', 'reader', 'stranger'] as const;
export type User = (typeof USERS)[number];

export function passwordOf(user: User): string {
  return `password-of-${user}`;
}

/** A broker that lets nobody in whom it does not know, and nobody do what it has not been told. */
export interface SecureKafka {
  server: KafkaServer;
  /** By what they ask for: a user, a certificate, or nothing but with a certificate that has expired. */
  listeners: Record<'sasl' | 'certificates' | 'expired', string>;
  folder: string;
  authority: TestAuthority;
  caFile: string;
}

const DAY_MS = 24 * 60 * 60 * 1_000;
const LOGIN_MODULES = 'org.apache.kafka.common.security';

export async function startSecureKafka(folder: string): Promise<SecureKafka> {
  mkdirSync(folder, { recursive: true });
  const authority = new TestAuthority('Test Authority');
  const kept = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  const caFile = kept('ca.pem', authority.certificate);
  const hosts = ['localhost', '127.0.0.1'];
  const own = authority.issue({ name: 'broker', hosts });
  const until = new Date(Date.now() - DAY_MS);
  const old = authority.issue({ name: 'broker', hosts, from: new Date(until.getTime() - DAY_MS), until });
  const [port, controllerPort, sasl, certificates, expired] = await Promise.all(Array.from({ length: 5 }, freePort));
  const at = (one: number | undefined): string => `127.0.0.1:${one ?? 0}`;
  const open = `BROKER://${at(port)},SASL://${at(sasl)},CERTIFICATES://${at(certificates)},EXPIRED://${at(expired)}`;
  const users = USERS.map((user) => `user_${user}="${passwordOf(user)}"`).join(' ');
  const server = await startKafka({
    dataDir: join(folder, 'kafka'),
    jarsDir: await kafkaJars(),
    logFile: join(folder, 'kafka.log'),
    heapMiB: 384,
    port: port ?? 0,
    controllerPort: controllerPort ?? 0,
    scramUsers: ['256', '512'].map((size) => `SCRAM-SHA-${size}=[name=ledger,password=${passwordOf('ledger')}]`),
    extraConfig: {
      listeners: `${open},CONTROLLER://${at(controllerPort)}`,
      'advertised.listeners': open,
      'listener.security.protocol.map':
        'BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL:SASL_SSL,CERTIFICATES:SSL,EXPIRED:SSL',
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      // The broker itself comes by the listener that is open to this machine alone.
      'super.users': 'User:ANONYMOUS;User:admin',
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.location': kept('broker.pem', own.key + own.certificate),
      'ssl.truststore.type': 'PEM',
      'ssl.truststore.location': caFile,
      'ssl.principal.mapping.rules': 'RULE:^CN=([^,]+).*$/$1/,DEFAULT',
      'listener.name.certificates.ssl.client.auth': 'required',
      'listener.name.expired.ssl.keystore.location': kept('expired.pem', old.key + old.certificate),
      'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER',
      'listener.name.sasl.plain.sasl.jaas.config': `${LOGIN_MODULES}.plain.PlainLoginModule required ${users};`,
      'listener.name.sasl.scram-sha-256.sasl.jaas.config': `${LOGIN_MODULES}.scram.ScramLoginModule required;`,
      'listener.name.sasl.scram-sha-512.sasl.jaas.config': `${LOGIN_MODULES}.scram.ScramLoginModule required;`,
      // Tokens that nobody has signed: what the broker thinks of them is its own affair, and how they come to it is ours.
      'listener.name.sasl.oauthbearer.sasl.jaas.config': `${LOGIN_MODULES}.oauthbearer.OAuthBearerLoginModule required;`,
    },
  });
  const listeners = { sasl: at(sasl), certificates: at(certificates), expired: at(expired) };
  return { server, listeners, folder, authority, caFile };
}

/** A token as the broker of these tests takes it. */
export function unsignedToken(sub: string): string {
  const now = Math.floor(Date.now() / 1_000);
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ sub, iat: now, exp: now + 300 })}.`;
}
