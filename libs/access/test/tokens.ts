import { Problem } from '#platform';
import { exportJWK, type JWTPayload, type KeyLike, SignJWT } from 'jose';

export const LEDGER_ID = 'spec-ledger';

/** A token that says so of itself, good for five minutes from now where nothing else is said. */
export async function signed(
  key: KeyLike | Uint8Array,
  header: { alg: string; kid?: string; typ?: string },
  claims: JWTPayload = {},
): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  const payload = { sub: 'somebody', aud: LEDGER_ID, iat: now, exp: now + 300, ...claims };
  return new SignJWT(payload).setProtectedHeader(header).sign(key);
}

/** The same parts as a token has, signed by nobody. */
export function unsigned(header: object, claims: object, signature = ''): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part(header)}.${part(claims)}.${signature}`;
}

export async function publicJwk(key: KeyLike, about: Record<string, string>): Promise<Record<string, unknown>> {
  return { ...(await exportJWK(key)), ...about };
}

/** By which code somebody is turned away, or `in` where they are not. */
export async function fateOf(identification: Promise<unknown>): Promise<string> {
  try {
    await identification;
    return 'in';
  } catch (error) {
    if (error instanceof Problem) return error.details.code;
    throw error;
  }
}
