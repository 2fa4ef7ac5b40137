import { createPublicKey, type KeyObject } from 'node:crypto';

import { reasonOf } from '#basics';
import { ConfigError, Problem } from '#platform';
import { jwtVerify } from 'jose';
import { z } from 'zod';

import type { Principal } from './principal';
import type { Checked } from './recent-callers';
import { tokenProblem } from './token-problem';
import { ALGORITHMS, CLOCK_SKEW_SECONDS, endOf } from './verify-token';

/** A public key, and the one subject that it speaks for. */
const keySchema = z.looseObject({
  kid: z.string().min(1).max(256),
  sub: z.string().min(1).max(200),
  kty: z.enum(['OKP', 'EC', 'RSA']),
  alg: z.enum(ALGORITHMS),
});
const fileSchema = z.strictObject({ keys: z.array(keySchema).max(1_000) });

/** A key that is ready to check signatures with, by the one algorithm that stands with it, and whom it speaks for. */
interface KnownKey {
  actor: string;
  kid: string;
  alg: string;
  key: KeyObject;
}

/** By the kind of key, or by its curve. What a key cannot do would only be found when somebody has signed with it. */
const ALGORITHMS_OF: Readonly<Record<string, readonly string[]>> = {
  ed25519: ['EdDSA', 'Ed25519'],
  prime256v1: ['ES256'],
  secp384r1: ['ES384'],
  secp521r1: ['ES512'],
  rsa: ['PS256', 'PS384', 'PS512', 'RS256', 'RS384', 'RS512'],
};
const LEAST_RSA_BITS = 2_048;

/** A machine signs anew for each piece of work: what was signed longer ago is not taken, whatever it says of its end. */
const LONGEST_LIFE_SECONDS = 3_600;

/** Machines that sign for themselves, by the file of their public keys. */
export class KnownKeys {
  private readonly byId: ReadonlyMap<string, KnownKey>;

  constructor(keys: readonly KnownKey[]) {
    this.byId = new Map(keys.map((key) => [key.kid, key]));
  }

  /** Whether anybody of this name signs for itself. */
  has(subject: string | undefined): boolean {
    return [...this.byId.values()].some(({ actor }) => actor === subject);
  }

  named(kid: string): KnownKey | undefined {
    return this.byId.get(kid);
  }

  /** Throws the problem of a token that its key has not signed for this ledger just now. */
  async check(token: string, kid: string | undefined, audience: string): Promise<Omit<Checked, 'stillCounts'>> {
    const known = this.byId.get(kid ?? '');
    if (known === undefined) throw new Problem('token-unknown-key');
    const { actor, alg, key } = known;
    try {
      const { payload } = await jwtVerify(token, key, {
        issuer: actor,
        subject: actor,
        audience,
        algorithms: [alg],
        requiredClaims: ['exp'],
        maxTokenAge: LONGEST_LIFE_SECONDS,
        clockTolerance: CLOCK_SKEW_SECONDS,
      });
      // Whatever groups it names would be its own word; that it binds itself to a certificate only takes from what it may.
      const claims = payload['cnf'] === undefined ? {} : { cnf: payload['cnf'] };
      const principal: Principal = { actor, identified: { by: 'key', key: known.kid }, groups: [], claims };
      return { principal, endsAt: endOf(payload, LONGEST_LIFE_SECONDS) };
    } catch (error) {
      throw tokenProblem(error) ?? error;
    }
  }
}

/** Throws ConfigError with the key that is wrong. */
export function keysIn(text: string): KnownKeys {
  const parsed = fileSchema.safeParse(JSON.parse(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') ?? '';
    throw new ConfigError(
      `${where} 有误：应为 JWK 公钥集，每个密钥另有 kid、alg 和 sub（操作人）。 ` +
        `${where} ${issue?.message ?? ''}: the file is a JWK set of public keys, each with kid, alg and sub, its actor.`,
    );
  }
  const { keys } = parsed.data;
  const secret = keys.find((key) => 'd' in key || 'k' in key);
  if (secret !== undefined) {
    throw new ConfigError(
      `密钥 ${secret.kid} 是私钥：此处只放公钥，并请更换该密钥。 ` +
        `Key ${secret.kid} is a private one: only public keys belong here, and this one must be replaced.`,
    );
  }
  const twice = keys.find(({ kid }, index) => keys.findIndex((other) => other.kid === kid) !== index);
  if (twice !== undefined)
    throw new ConfigError(`kid ${twice.kid} 出现两次。 The kid ${twice.kid} stands there twice.`);
  return new KnownKeys(keys.map(knownKeyOf));
}

function knownKeyOf({ kid, sub: actor, alg, ...jwk }: z.output<typeof keySchema>): KnownKey {
  let key: KeyObject;
  try {
    key = createPublicKey({ key: jwk, format: 'jwk' });
  } catch (error) {
    const why = reasonOf(error);
    throw new ConfigError(`密钥 ${kid} 不是可用的公钥：${why}。 Key ${kid} is no public key that can be used: ${why}.`);
  }
  const { asymmetricKeyType = '', asymmetricKeyDetails: { namedCurve, modulusLength = LEAST_RSA_BITS } = {} } = key;
  const able = ALGORITHMS_OF[namedCurve ?? asymmetricKeyType] ?? [];
  if (!able.includes(alg)) {
    throw new ConfigError(
      `密钥 ${kid} 不能用 ${alg} 签名，可用：${able.join('、')}。 Key ${kid} does not sign by ${alg}, but by ${able.join(', ')}.`,
    );
  }
  if (modulusLength < LEAST_RSA_BITS)
    throw new ConfigError(`密钥 ${kid} 应至少为 2048 位。 Key ${kid} must have 2048 bits or more.`);
  return { actor, kid, alg, key };
}
