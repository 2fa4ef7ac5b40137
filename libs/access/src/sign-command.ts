import { createPrivateKey, type KeyObject } from 'node:crypto';

import { reasonOf } from '#basics';
import { ConfigError } from '#platform';
import { CompactSign } from 'jose';
import { z } from 'zod';

import { COMMAND_TYPE, LONGEST_WAIT_SECONDS } from './signed-command';
import { ALGORITHMS } from './verify-token';

/** A private key, by the name under which the ledger knows its public half. */
export interface SigningKey {
  key: KeyObject;
  kid: string;
  alg: string;
}

const jwkSchema = z.looseObject({ kty: z.string(), kid: z.string().optional(), alg: z.enum(ALGORITHMS).optional() });
const CURVES: Readonly<Record<string, string>> = { prime256v1: 'ES256', secp384r1: 'ES384', secp521r1: 'ES512' };

/** Of a private JWK or of PKCS#8 in PEM, which does not say its name. Throws ConfigError, which tells nothing of the key. */
export function signingKeyIn(text: string, kid?: string): SigningKey {
  const jwk = text.trimStart().startsWith('{') ? jwkIn(text) : undefined;
  const key = privateKeyOf(jwk ?? text);
  const name = kid ?? jwk?.kid;
  if (name === undefined) {
    throw new ConfigError(
      '密钥没有名称：请用 --kid 指明它在 LEDGER_KEYS_FILE 中的 kid。 ' +
        'The key has no name: tell its kid in LEDGER_KEYS_FILE by --kid.',
    );
  }
  return { key, kid: name, alg: jwk?.alg ?? algorithmOf(key) };
}

/** The value of a message of budget.commands: the command's bytes as they are, signed for one ledger and for a while. */
export async function signCommand(
  command: Uint8Array,
  { key, kid, alg }: SigningKey,
  { ledgerId, seconds, now = Date.now() }: { ledgerId: string; seconds: number; now?: number },
): Promise<string> {
  if (!(seconds > 0 && seconds <= LONGEST_WAIT_SECONDS)) {
    throw new ConfigError('签名的有效期最长 14 天。 What is signed may last for 14 days at most.');
  }
  const iat = Math.floor(now / 1_000);
  const header = { alg, typ: COMMAND_TYPE, kid, aud: ledgerId, iat, exp: iat + seconds };
  return new CompactSign(command).setProtectedHeader(header).sign(key);
}

function jwkIn(text: string): z.output<typeof jwkSchema> {
  try {
    return jwkSchema.parse(JSON.parse(text));
  } catch {
    throw new ConfigError('密钥文件应为 JWK 私钥或 PEM。 The key file must hold a private JWK or PEM.');
  }
}

function privateKeyOf(source: string | z.output<typeof jwkSchema>): KeyObject {
  try {
    return typeof source === 'string' ? createPrivateKey(source) : createPrivateKey({ key: source, format: 'jwk' });
  } catch (error) {
    throw new ConfigError(`不是可用的私钥。 It is no private key that can be used: ${reasonOf(error)}.`);
  }
}

function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string {
  if (asymmetricKeyType === 'ed25519') return 'EdDSA';
  if (asymmetricKeyType === 'rsa') return 'PS256';
  const alg = CURVES[asymmetricKeyDetails?.namedCurve ?? ''];
  if (alg !== undefined) return alg;
  throw new ConfigError('密钥应为 Ed25519、EC 或 RSA。 The key must be Ed25519, EC or RSA.');
}
