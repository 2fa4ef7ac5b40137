import { connect } from 'node:tls';

import { LogDenied, LogUnreachable } from '../rule/errors';
import type { Brokers } from './security';

/** What node says of a certificate that it does not take. The files are read again, so that a mended one is taken without a restart. */
const CERTIFICATES: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: '证书已过期，请更换 Kafka 的证书。 Its certificate has expired: renew that of the broker',
  CERT_NOT_YET_VALID: '证书尚未生效，请检查时钟。 Its certificate is not valid yet: look at the clocks',
  ERR_TLS_CERT_ALTNAME_INVALID:
    '证书不是发给这个地址的，请用证书中的名称。 Its certificate is for another name: name the brokers as the certificate does',
};
const UNKNOWN_AUTHORITY =
  '证书的签发机构不受信任，请检查 KAFKA_TLS_CA_FILE。 The authority of its certificate is not known: look at KAFKA_TLS_CA_FILE';
const UNKNOWN_AUTHORITY_CODES = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_SIGNATURE_FAILURE',
]);
const PROBE_MS = 3_000;

/** What the brokers have against this client, in words for its operator; undefined where they only do not answer. */
export async function denialIn(error: unknown, place: Brokers): Promise<LogDenied | LogUnreachable | undefined> {
  const at = place.brokers.join(', ');
  const all = causesOf(error);
  const sasl = all.find(({ name }) => name === 'KafkaJSSASLAuthenticationError');
  if (sasl !== undefined) {
    return new LogDenied(
      `Kafka（${at}）拒绝登录：请检查 KAFKA_SASL_* 的机制、用户名和密码。 ` +
        `Kafka at ${at} does not let this client in: look at mechanism, user and password in KAFKA_SASL_* (${sasl.message}).`,
    );
  }
  const unauthorized = all.find(isUnauthorized);
  if (unauthorized !== undefined) return unauthorizedBy(unauthorized);
  const certificate = all.map(({ code }) => certificateFault(code)).find((fault) => fault !== undefined);
  if (certificate !== undefined) return new LogUnreachable(`Kafka ${at}: ${certificate}.`);
  const refused = all.find(({ message }) => /alert|SSL routines/i.test(message));
  if (place.security?.tls !== undefined && refused !== undefined) {
    return new LogUnreachable(
      `Kafka（${at}）中断了 TLS 连接：它可能要求客户端证书（KAFKA_TLS_CERT_FILE），或该端口不用 TLS。 ` +
        `Kafka at ${at} broke off the TLS connection: it may ask for a certificate of this client (KAFKA_TLS_CERT_FILE), or speak no TLS at that port (${refused.message}).`,
    );
  }
  if (place.security?.tls === undefined && (await speaksTls(place.brokers[0]))) {
    return new LogDenied(
      `Kafka（${at}）的端口使用 TLS，而本程序未加密连接：请设 KAFKA_SECURITY_PROTOCOL=SASL_SSL 或 SSL。 ` +
        `Kafka at ${at} speaks TLS, and this client speaks in clear: set KAFKA_SECURITY_PROTOCOL to SASL_SSL or SSL.`,
    );
  }
  return undefined;
}

/** The sentence for who is let in and may not do what it needs. It is tried again: rights are given while it waits. */
export function unauthorizedIn(error: unknown): LogUnreachable | undefined {
  const found = causesOf(error).find(isUnauthorized);
  return found && unauthorizedBy(found);
}

function unauthorizedBy({ message }: Cause): LogUnreachable {
  return new LogUnreachable(
    `Kafka 没有给本程序所需的权限：用 npm run ledger -- acls 查看应有的权限。 ` +
      `Kafka does not grant this client what it needs, which npm run ledger -- acls lists: ${message}`,
  );
}

function isUnauthorized({ type }: Cause): boolean {
  return type?.endsWith('AUTHORIZATION_FAILED') === true;
}

function certificateFault(code: string | undefined): string | undefined {
  if (code === undefined) return undefined;
  return CERTIFICATES[code] ?? (UNKNOWN_AUTHORITY_CODES.has(code) ? UNKNOWN_AUTHORITY : undefined);
}

interface Cause {
  name: string;
  message: string;
  code?: string;
  type?: string;
}

/** An error and those that it was made of: the client puts what was said into errors of its own. */
function causesOf(error: unknown): Cause[] {
  const causes: Cause[] = [];
  const add = (one: unknown): void => {
    if (!(one instanceof Error) || causes.length > 20) return;
    causes.push(one);
    add(one.cause);
    if ('originalError' in one) add(one.originalError);
    if ('errors' in one && Array.isArray(one.errors)) for (const each of one.errors) add(each);
  };
  add(error);
  return causes;
}

/** Nothing is believed that is said there: only whether a handshake is answered is of interest. */
async function speaksTls(broker = ''): Promise<boolean> {
  const at = broker.lastIndexOf(':');
  const [host, port] = [broker.slice(0, at), Number(broker.slice(at + 1))];
  return new Promise((resolve) => {
    const socket = connect({ host, port, rejectUnauthorized: false });
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(PROBE_MS, () => end(false));
    socket.once('secureConnect', () => end(true));
    socket.once('error', (error: Error) => end(/alert/i.test(error.message)));
    socket.once('close', () => end(false));
  });
}
