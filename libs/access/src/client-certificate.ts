import type { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

import { type Bilingual, ConfigError, Problem, type ProblemCode } from '#platform';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

import type { Principal } from './principal';
import { requireActor } from './token-file';

const clientSchema = z.strictObject({ subject: z.string().min(3).max(1_000), actor: z.string().min(1).max(200) });
const fileSchema = z.strictObject({ clients: z.array(clientSchema).max(10_000) });

/** Whose a certificate is, by its subject as RFC 4514 writes it. */
export type KnownClients = ReadonlyMap<string, string>;

/** Throws ConfigError with the entry that is wrong. */
export function clientsIn(text: string): KnownClients {
  const parsed = fileSchema.safeParse(JSON.parse(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') ?? '';
    throw new ConfigError(
      `${where} 有误：应为 {"clients":[{"subject":"CN=…","actor":"…"}]}。 ` +
        `${where} ${issue?.message ?? ''}: the file reads {"clients":[{"subject":"CN=…","actor":"…"}]}.`,
    );
  }
  const known = new Map<string, string>();
  for (const { subject, actor } of parsed.data.clients) {
    requireActor(actor, subject);
    if (known.has(subject))
      throw new ConfigError(`证书主体 ${subject} 写了两次。 The subject ${subject} stands there twice.`);
    known.set(subject, actor);
  }
  return known;
}

/** The certificate that the client of a request has shown, whether it counts or not. */
export function certificateOf({ raw: { socket } }: FastifyRequest): X509Certificate | undefined {
  return socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
}

/** Whose certificate it is that a request came with. Throws the problem of one that does not count. */
export function holderOf(request: FastifyRequest, certificate: X509Certificate, clients: KnownClients): Principal {
  const fault = faultOf(request.raw.socket, certificate);
  if (fault !== undefined) throw fault;
  const subject = subjectOf(certificate);
  const actor = clients.get(subject);
  if (actor === undefined) throw new Problem('certificate-unknown', unknownSubject(subject));
  const certificateSha256 = certificate.fingerprint256.replaceAll(':', '').toLowerCase();
  return { actor, identified: { by: 'mtls', subject, certificateSha256 }, groups: [], claims: {} };
}

/**
 * RFC 8705: a token that was given to the holder of a certificate is worth nothing without it. One that is bound to something else (RFC 7800,
 * such as the key of RFC 9449) is worth nothing here, where nobody asks for a proof of that.
 */
export function requireBinding({ claims }: Principal, certificate: X509Certificate | undefined): void {
  const { cnf } = claims;
  if (cnf === undefined) return;
  const bound: unknown = (cnf as Record<string, unknown> | null)?.['x5t#S256'];
  const shown = certificate && Buffer.from(certificate.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');
  if (typeof bound !== 'string' || shown !== bound) throw new Problem('token-wrong-certificate');
}

/** By what OpenSSL says of it when the connection is made. */
const FAULTS: Readonly<Record<string, ProblemCode>> = {
  CERT_HAS_EXPIRED: 'certificate-expired',
  CERT_NOT_YET_VALID: 'certificate-expired',
  CERT_REVOKED: 'certificate-revoked',
};
/** That nobody can say whether it was withdrawn is no fault of its holder, and lets nobody in either. */
const LIST_FAULTS = new Set(['CRL_HAS_EXPIRED', 'CRL_NOT_YET_VALID', 'UNABLE_TO_GET_CRL', 'CRL_SIGNATURE_FAILURE']);

function faultOf(socket: Socket, certificate: X509Certificate): Problem | undefined {
  if (!(socket instanceof TLSSocket)) return new Problem('certificate-not-trusted');
  const { authorized, authorizationError } = socket;
  // Declared as an error, it is its code.
  const why: unknown = authorizationError;
  const code = typeof why === 'string' ? why : '';
  if (!authorized && LIST_FAULTS.has(code)) return new Problem('certificate-not-trusted', outdatedList(code));
  if (!authorized) return new Problem(FAULTS[code] ?? 'certificate-not-trusted');
  // A connection may last longer than the certificate that it was made with.
  return Date.parse(certificate.validTo) < Date.now() ? new Problem('certificate-expired') : undefined;
}

/** Node writes a part a line, the widest first; RFC 4514 begins with the narrowest. */
function subjectOf({ subject }: X509Certificate): string {
  return subject.split('\n').reverse().join(',');
}

function unknownSubject(subject: string): Bilingual {
  return {
    zh: `证书有效，但主体 ${subject} 未登记。`,
    en: `The certificate is good, and nobody is known by its subject ${subject}.`,
  };
}

function outdatedList(code: string): Bilingual {
  return {
    zh: `吊销列表不可用（${code}），无法核实证书：请通知运维。`,
    en: `The list of revoked certificates cannot be used (${code}): tell the operators.`,
  };
}
