import { ConfigError, Problem } from '#platform';
import { createLocalJWKSet, importJWK, jwtVerify, type KeyLike } from 'jose';
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

/** A machine signs anew for each piece of work: what was signed longer ago is not taken, whatever it says of its end. */
const LONGEST_LIFE_SECONDS = 3_600;

/** Machines that sign for themselves, by the file of their public keys. */
export class KnownKeys {
  private readonly byId: ReadonlyMap<string, z.output<typeof keySchema>>;
  private readonly ready = new Map<string, KeyLike>();

  constructor(keys: readonly z.output<typeof keySchema>[]) {
    this.byId = new Map(keys.map((key) => [key.kid, key]));
  }

  /** Whether anybody of this name signs for itself. */
  has(subject: string | undefined): boolean {
    return [...this.byId.values()].some(({ sub }) => sub === subject);
  }

  /** The key of this name, ready to check signatures with, and whom it speaks for. */
  async named(kid: string): Promise<{ actor: string; alg: string; key: KeyLike } | undefined> {
    const known = this.byId.get(kid);
    if (known === undefined) return undefined;
    const { sub: actor, alg } = known;
    let key = this.ready.get(kid);
    if (key === undefined) {
      // Only shared secrets are imported as bytes, and none stands in the file.
      key = (await importJWK({ ...known }, alg)) as KeyLike;
      this.ready.set(kid, key);
    }
    return { actor, alg, key };
  }

  /** Throws the problem of a token that its key has not signed for this ledger just now. */
  async check(token: string, kid: string | undefined, audience: string): Promise<Omit<Checked, 'stillCounts'>> {
    const key = this.byId.get(kid ?? '');
    if (key === undefined) throw new Problem('token-unknown-key');
    const { sub: actor, alg } = key;
    try {
      const { payload } = await jwtVerify(token, createLocalJWKSet({ keys: [{ ...key }] }), {
        issuer: actor,
        subject: actor,
        audience,
        algorithms: [alg],
        requiredClaims: ['exp'],
        maxTokenAge: LONGEST_LIFE_SECONDS,
        clockTolerance: CLOCK_SKEW_SECONDS,
      });
      // Whatever groups it names would be its own word.
      const principal: Principal = { actor, identified: { by: 'key', key: key.kid }, groups: [], claims: {} };
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
  return new KnownKeys(keys);
}
