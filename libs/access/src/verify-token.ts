import { Problem } from '#platform';
import { faultInLine, wordsOf } from '#wire';
import { decodeJwt, decodeProtectedHeader, type JWTPayload, type ProtectedHeaderParameters } from 'jose';

import { malformedToken } from './token-problem';

/** Signatures that a public key checks. None that is checked by a shared secret can ever stand here, for a public key would do for one. */
export const ALGORITHMS = [
  'EdDSA',
  'Ed25519',
  'ES256',
  'ES384',
  'ES512',
  'PS256',
  'PS384',
  'PS512',
  'RS256',
  'RS384',
  'RS512',
] as const;

/** Clocks of issuers and of this machine may differ by so much. */
export const CLOCK_SKEW_SECONDS = 30;
/** A token comes with each request, and its signature costs what it is long. */
const MOST_CHARACTERS = 8_192;
const LONGEST_KEY_ID = 256;
const SIGNED = /^[\w-]+\.[\w-]+\.[\w-]+$/;
/** An access token says so or is plain; a token for signing out, or one of another use, is none. */
const TYPES = new Set(['at+jwt', 'application/at+jwt', 'jwt']);

/** Up to when a checked token counts, in milliseconds of the clock: to its own end, or as long as any lives behind its making. */
export function endOf({ exp = 0, iat = 0 }: JWTPayload, longestSeconds?: number): number {
  const end = longestSeconds === undefined ? exp : Math.min(exp, iat + longestSeconds);
  return (end + CLOCK_SKEW_SECONDS) * 1_000;
}

export function isSignedToken(token: string): boolean {
  return SIGNED.test(token);
}

/** What a signed token says of itself, which decides nothing but who is asked for the key. Throws the problem of one that cannot be read. */
export function unverified(token: string): { kid: string | undefined; payload: JWTPayload } {
  if (token.length > MOST_CHARACTERS) throw malformedToken({ zh: '令牌过长。', en: 'The token is too long.' });
  const { header, payload } = decoded(token);
  const { alg, kid, typ } = header;
  if (alg === undefined || !ALGORITHMS.some((known) => known === alg)) throw new Problem('token-wrong-algorithm');
  if (kid !== undefined && (typeof kid !== 'string' || kid.length > LONGEST_KEY_ID)) throw malformedToken();
  if (typ !== undefined && (typeof typ !== 'string' || !TYPES.has(typ.toLowerCase())))
    throw malformedToken({ zh: '不是访问令牌。', en: 'It is no access token.' });
  return { kid, payload };
}

function decoded(token: string): { header: ProtectedHeaderParameters; payload: JWTPayload } {
  try {
    return { header: decodeProtectedHeader(token), payload: decodeJwt(token) };
  } catch {
    throw malformedToken();
  }
}

/** A name out of a token, which events will carry. Throws the problem of a token without one, or with one that no event may hold. */
export function nameIn(claim: string, value: unknown): string {
  if (typeof value !== 'string' || value.length > LONGEST_NAME)
    throw malformedToken({
      zh: `令牌缺少声明 ${claim}，或其值过长。`,
      en: `The claim ${claim} is missing or too long.`,
    });
  const fault = faultInLine(value);
  if (fault === undefined) return value;
  const { zh = '', en } = wordsOf(fault);
  throw malformedToken({ zh: `令牌的声明 ${claim}：${zh}。`, en: `The claim ${claim} ${en}.` });
}
const LONGEST_NAME = 200;
